"""Samples are kept, or drawn by the jobs that need them, and neither makes a fit again."""

import pytest
import yaml
from conftest import ROOT, Checkout

MODULES = ("measure.py", "experiment/measures.py")
STUDY = {"mine": {"covariance": [0.5, 2.0]}}
TARGETS = ("all", "results/studies/mine.csv")
# Ranges of the experiment, and scenarios of the study.
MEASURED = {"measure": 2, "measure_for_study": 2}
OTHER = {"activation": "logistic", "penalty": "cross_entropy"}


def configure(checkout, **change):
    """Edit the config."""
    path = checkout.directory / "config.yaml"
    config = yaml.safe_load(path.read_text())
    small = {"trials": 5, "study_trials": 5, "trials_per_job": 3, "iterations": 20}
    path.write_text(yaml.safe_dump(config | small | {"studies": STUDY} | change, sort_keys=False))


@pytest.fixture(scope="module", params=[True, False], ids=["kept", "not kept"])
def ran(request, tmp_path_factory):
    """A small run with a study whose classes are not the experiment's, so its samples neither."""
    checkout = Checkout(tmp_path_factory.mktemp("ran"))
    configure(checkout, keep_samples=request.param)
    checkout.run(*TARGETS)
    checkout.kept = request.param
    return checkout


@pytest.fixture
def edit(ran):
    """A function that edits the config or appends to a module until the test ends."""
    before = {}

    def edit(name="config.yaml", text="", **change):
        path = ran.directory / name
        before[path] = path.read_text()
        path.write_text(before[path] + text)
        if change:
            configure(ran, **change)

    yield edit
    for path, text in before.items():
        path.write_text(text)


def test_samples_of_the_experiment_are_there_after_the_run_if_kept_and_no_others(ran):
    samples = {str(path.relative_to(ran.results)) for path in ran.results.rglob("samples/**/*.npz")}
    assert samples == {
        f"paper/samples/{purpose}/{trials}.npz"
        for purpose in ("train", "test")
        for trials in ("1-3", "4-6")
        if ran.kept
    }
    assert len(list(ran.results.glob("scenarios/covariance-*/fits/*/*.npz"))) == 2 * 3 * 2


@pytest.mark.parametrize("module", MODULES)
def test_nothing_refits_when_what_measures_is_edited(ran, edit, module):
    edit(f"scripts/{module}", "\nMORE = 1\n")
    planned = ran.planned(*TARGETS)
    assert planned.items() >= MEASURED.items()
    assert "fit" not in planned
    assert "simulate" not in planned


def test_with_a_new_estimator_only_its_fits_and_the_measures_run(ran, edit):
    estimators = yaml.safe_load((ran.directory / "config.yaml").read_text())["estimators"]
    edit(estimators=[*estimators, OTHER], keep_samples=ran.kept)
    planned = ran.planned(*TARGETS)
    assert planned["fit"] == 3 * 2
    assert planned.items() >= MEASURED.items()
    assert "simulate" not in planned
    text = ran.run("--dry-run", *TARGETS)
    fits = [line for line in text.splitlines() if ": fit  " in line]
    assert len(fits) == 3 * 2
    assert all(line.endswith("logistic-cross_entropy") for line in fits)


@pytest.mark.parametrize(
    ("change", "fits"),
    [
        ({"seed": 1}, 3 * 3 * 2),
        ({"train_per_class": 50}, 3 * 3 * 2),
        ({"means": [[-1, 1], [1, 1], [-1, -1], [1, -1.5]]}, 3 * 3 * 2),
        ({"test_per_class": 50}, None),
    ],
    ids=str,
)
def test_fits_are_made_again_when_the_samples_that_they_are_made_to_change(ran, edit, change, fits):
    edit(**change, keep_samples=ran.kept)
    planned = ran.planned(*TARGETS)
    assert planned.get("fit") == fits
    assert planned.items() >= MEASURED.items()


def test_nothing_refits_when_a_deleted_kept_sample_is_made_again(ran):
    names = [f"paper/samples/{each}.npz" for each in ("train/1-3", "test/4-6")]
    before = {name: (ran.results / name).read_bytes() for name in names if ran.kept}
    for path in ran.results.glob("paper/samples/*/*.npz"):
        path.unlink()
    assert not {"fit", *MEASURED} & set(ran.planned(*TARGETS))
    ran.run(*(f"results/{name}" for name in names))
    assert not {"fit", *MEASURED} & set(ran.planned(*TARGETS))
    for name in before:
        assert (ran.results / name).read_bytes() == before[name]
    if not ran.kept:
        for name in names:
            (ran.results / name).unlink()


def test_what_is_made_again_after_an_edit_is_as_before(ran, edit):
    before = ran.final()
    fits = ran.times("**/fits/*/*.npz")
    edit("scripts/measure.py", "\nMORE = 1\n")
    ran.run(*TARGETS)
    assert ran.final() == before
    assert ran.times("**/fits/*/*.npz") == fits
    assert bool(list(ran.results.rglob("samples/**/*.npz"))) == ran.kept
    assert "Nothing to be done" in ran.run(*TARGETS)


@pytest.mark.parametrize("profile", ["default", "slurm"])
def test_kept_samples_of_the_longest_ranges_are_compared_by_what_they_hold(profile):
    config = yaml.safe_load((ROOT / "config.yaml").read_text())
    observations = len(config["means"]) * config["train_per_class"]
    largest = 20 * config["trials_per_job"] * observations * 8 * len(config["means"][0])
    options = yaml.safe_load((ROOT / f"profiles/{profile}/config.yaml").read_text())
    assert options["max-checksum-file-size"] > 2 * largest
