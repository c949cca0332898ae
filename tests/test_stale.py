"""What a changed key or an edit redoes, and that what is then there is as made from nothing."""

import shutil

import pytest
import yaml
from conftest import ROOT, SMALL, Checkout

from workflow.settings import SCHEMA

CONFIG = yaml.safe_load((ROOT / "config.yaml").read_text()) | {
    "trials": 5,
    "trials_per_job": 3,
    "iterations": 20,
    "studies": {},
}
LOGISTIC, LEAST_SQUARES, CROSS_ENTROPY = CONFIG["estimators"]
OTHER = {"activation": "logistic", "penalty": "cross_entropy"}
THREE_CLASSES = {"means": [[0, 1], [1, -1], [-1, -1]], "priors": "equal"}

LAST = {"summarise", "tabulate", "compare", "present", "all"}
MEASURES = {"evaluate", "collect", "provenance"} | LAST
FITS = {"fit"} | MEASURES
EVERYTHING = {"bayes"} | FITS
REDONE = {
    "seed": (1, FITS),
    "trials": (7, FITS),
    "trials_per_job": (2, FITS),
    "means": ([[-1, 1], [1, 1], [-1, -1], [1, -1.5]], EVERYTHING),
    "covariance": (2, EVERYTHING),
    "priors": ([1, 2, 3, 4], EVERYTHING),
    "train_per_class": (50, FITS),
    "test_per_class": (50, MEASURES),
    "hidden_units": (3, FITS),
    "start_range": (0.5, FITS),
    "iterations": (50, FITS),
    "weight_decay": (0.1, FITS),
    "estimators": ([CROSS_ENTROPY, LEAST_SQUARES], MEASURES),
    "study_trials": (3, set()),
    "studies": ({"farther": {"covariance": [0.1]}}, set()),
}


def configure(checkout, **change):
    """Edit the config."""
    path = checkout.directory / "config.yaml"
    path.write_text(yaml.safe_dump(change | CONFIG | change, sort_keys=False))


def redone(checkout):
    """Return the rules that would run."""
    return set(checkout.planned()) - {"total"}


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A small run; the last tests go on with it, one after the other."""
    checkout = Checkout(tmp_path_factory.mktemp("done"))
    configure(checkout)
    checkout.run()
    return checkout


@pytest.fixture
def append(done):
    """A function that appends to modules until the test ends."""
    before = {}

    def append(module, text):
        path = done.directory / "scripts" / module
        before[path] = path.read_text()
        path.write_text(before[path] + text)

    yield append
    for path, text in before.items():
        path.write_text(text)


@pytest.mark.parametrize("key", SCHEMA["properties"])
def test_a_changed_key_redoes_what_it_touches_and_nothing_else(done, key):
    value, rules = REDONE[key]
    configure(done, **{key: value})
    assert redone(done) == rules


@pytest.mark.parametrize(
    ("module", "rules"),
    [
        ("pairings/bfgs.py", FITS),
        ("pairings/accuracy.py", MEASURES),
        ("pairings/bayes_rates.py", {"bayes", "compare", "present", "all"}),
        ("pairings/monte_carlo.py", LAST),
        ("display/tables.py", {"present", "all"}),
        ("job.py", EVERYTHING),
        ("provenance.py", {"provenance", "all"}),
        ("replay.py", set()),
    ],
)
def test_an_edit_redoes_what_depends_on_it_and_nothing_else(done, append, module, rules):
    configure(done)
    append(module, "\nMORE = 1\n")
    assert redone(done) == rules


def test_comments_and_the_order_of_keys_redo_nothing(done, append):
    configure(done, **dict(reversed(CONFIG.items())))
    for path in (done.directory / "scripts").rglob("*.py"):
        append(path, "\n# A comment.\n")
    assert redone(done) == set()


def test_results_without_their_records_are_refused_in_one_line(copy):
    shutil.rmtree(copy.directory / ".snakemake")
    done = copy.snakemake(**SMALL | {"seed": 2})
    assert done.returncode != 0
    assert done.stderr.splitlines()[-1].startswith("results: .snakemake, the record of what")
    shutil.rmtree(copy.results)
    assert copy.planned(**SMALL | {"seed": 2})["fit"] == 9


@pytest.mark.parametrize(
    "change",
    [
        {"estimators": [CROSS_ENTROPY, LEAST_SQUARES]},
        {"estimators": [OTHER, LOGISTIC, LEAST_SQUARES, CROSS_ENTROPY]},
        {"trials": 4},
        {"trials": 7, "trials_per_job": 4},
        {"priors": [1, 2, 3, 4]},
        THREE_CLASSES,
    ],
    ids=["fewer", "more", "less trials", "more trials", "priors", "classes"],
)
def test_after_a_change_the_tables_are_those_of_a_new_folder(done, tmp_path, change):
    new = Checkout(tmp_path)
    configure(done, **change)
    configure(new, **change | {"trials_per_job": 100})
    done.run()
    new.run()
    assert done.final() == new.final()
    assert "Nothing to be done" in done.run()
