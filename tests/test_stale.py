"""What a changed key or an edit redoes, and that what is then there is as made from nothing."""

import shutil

import pytest
import yaml
from conftest import ROOT, SMALL, Checkout

from classes import PARAMETERS
from classes.gaussian import Gaussian
from workflow.checks import KEYS

CONFIG = yaml.safe_load((ROOT / "config.yaml").read_text()) | {
    "trials": 5,
    "trials_per_job": 3,
    "iterations": 20,
    "studies": {},
}
LOGISTIC, LEAST_SQUARES, CROSS_ENTROPY = CONFIG["estimators"]
OTHER = {"activation": "logistic", "penalty": "cross_entropy"}
THREE_CLASSES = {"means": [[0, 1], [1, -1], [-1, -1]], "priors": "equal"}

LAST = {"analyse", "compare", "all"}
MEASURES = {"measure"} | LAST
FITS = {"fit"} | MEASURES
SAMPLES = {"simulate"} | FITS
TABLES_1_AND_3 = {"exact_tables", "compare", "all"}
EVERYTHING = SAMPLES | TABLES_1_AND_3
REDONE = {
    "name": ("paper", set()),
    "seed": (1, SAMPLES),
    "trials": (7, SAMPLES),
    "precision": ({"means": {"accuracy": 9.0}}, {"plan"} | LAST),
    "trials_per_job": (2, SAMPLES),
    "keep_samples": (False, FITS),  # they read other files
    "family": ("gaussian", set()),
    "means": ([[-1, 1], [1, 1], [-1, -1], [1, -1.5]], EVERYTHING),
    "covariance": (2, EVERYTHING),
    "priors": ([1, 2, 3, 4], EVERYTHING),
    "train_per_class": (50, SAMPLES),
    "test_per_class": (50, {"simulate"} | MEASURES),
    "hidden_units": (3, FITS),
    "start_range": (0.5, FITS),
    "starts": (2, FITS),
    "optimiser": ("bfgs", set()),
    "line_search_tolerance": (0.5, FITS),
    "iterations": (50, FITS),
    "relative_decrease": (0.001, FITS),
    "absolute_decrease": (0.1, FITS),
    "gradient_tolerance": (0.1, FITS),
    "validation_per_class": (50, FITS),
    "weight_decay": (0.1, FITS),
    "estimators": ([CROSS_ENTROPY, LEAST_SQUARES], MEASURES),
    "reconstruction": (CONFIG["reconstruction"] | {"trials": 100}, set()),
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


OF_OTHER_FAMILIES = PARAMETERS - set(Gaussian._fields)


@pytest.mark.parametrize("key", [key for key in KEYS if key not in OF_OTHER_FAMILIES])
def test_a_changed_key_redoes_what_it_touches_and_nothing_else(done, key):
    value, rules = REDONE[key]
    configure(done, **{key: value})
    assert redone(done) == rules


@pytest.mark.parametrize(
    ("module", "rules"),
    [
        ("fit.py", FITS),
        ("estimators/penalties.py", FITS | TABLES_1_AND_3),
        ("optimisers/bfgs.py", FITS),
        ("measure.py", MEASURES),
        ("experiment/measures.py", MEASURES),
        ("experiment/equation4.py", MEASURES),
        ("classes/quadrature.py", MEASURES | TABLES_1_AND_3),
        ("classes/polyhedra.py", TABLES_1_AND_3),
        ("analysis/monte_carlo.py", LAST),
        ("report/layout.py", {"compare", "all"}),
        ("simulate.py", SAMPLES),
        ("experiment/draws.py", SAMPLES),
        ("files/__init__.py", EVERYTHING),
        ("files/provenance.py", LAST),
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


def test_estimators_in_another_order_redo_nothing(done):
    configure(done, estimators=CONFIG["estimators"][::-1])
    assert redone(done) == set()


ELSEWHERE = (
    "results/paper/trials.csv: made elsewhere, .snakemake has no record of it: bring the "
    ".snakemake of its folder along, or delete it"
)


def test_results_without_their_records_are_refused_in_one_line(copy):
    shutil.rmtree(copy.directory / ".snakemake")
    done = copy.snakemake(**SMALL | {"seed": 2})
    assert done.returncode != 0
    assert done.stderr.splitlines()[-1] == ELSEWHERE
    shutil.rmtree(copy.results)
    assert copy.planned(**SMALL | {"seed": 2})["fit"] == 9


def test_results_copied_to_where_only_a_dry_run_was_made_are_refused_in_one_line(base, tmp_path):
    checkout = Checkout(tmp_path)
    checkout.run("--dry-run", **SMALL | {"seed": 2})
    assert (tmp_path / ".snakemake").exists()
    shutil.copytree(base.results, checkout.results)
    done = checkout.snakemake(**SMALL | {"seed": 2})
    assert done.returncode != 0
    assert done.stderr.splitlines()[-1] == ELSEWHERE
    assert checkout.final() == base.final()


@pytest.mark.parametrize(
    "change",
    [
        {"estimators": [CROSS_ENTROPY, LEAST_SQUARES], "trials": 4},
        {
            "estimators": [OTHER, LOGISTIC, LEAST_SQUARES, CROSS_ENTROPY],
            "trials": 7,
            "trials_per_job": 4,
        },
        {"priors": [1, 2, 3, 4]},
        THREE_CLASSES,
    ],
    ids=["fewer", "more", "priors", "classes"],
)
def test_after_a_change_the_tables_are_those_of_a_new_folder(done, tmp_path, change):
    new = Checkout(tmp_path)
    configure(done, **change)
    configure(new, **change | {"trials_per_job": 100})
    done.run()
    new.run()
    assert done.final() == new.final()
    assert "Nothing to be done" in done.run()
