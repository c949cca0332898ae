"""Settings at the edge of sense: every number is finite, or its row says why it is not."""

import re

import numpy as np
import pytest
import yaml
from conftest import ROOT
from numpy.testing import assert_array_equal
from whole import report_of, run_of

from estimators import ESTIMATORS
from report.layout import markdown
from workflow.checks import check
from workflow.scenarios import resolve

CONFIG = yaml.safe_load((ROOT / "config.yaml").read_text("utf-8")) | {
    "studies": {},
    "trials": 3,
    "train_per_class": 20,
    "test_per_class": 20,
    "iterations": 50,
    "estimators": [each._asdict() for each in ESTIMATORS],
}
SQUARE = np.array(CONFIG["means"])


def run(**change):
    """Return the config, and the run of all estimators."""
    config = CONFIG | change
    check(config)
    return config, run_of(resolve(config))


SETTINGS = {
    "coincident means": {"means": [[0, 0]] * 4},
    "two classes coincide": {"means": [[-1, 1], [-1, 1], [-1, -1], [1, -1]]},
    "nearly coincident": {"means": (1e-13 * SQUARE).tolist()},
    "separable": {"means": (1e3 * SQUARE).tolist()},
    "separable, no hidden units": {"means": (1e3 * SQUARE).tolist(), "hidden_units": 0},
    "far apart": {"means": (1e8 * SQUARE).tolist()},
    "far from the origin": {"means": (1e8 + SQUARE).tolist()},
    "one observation": {"train_per_class": 1, "test_per_class": 1},
    "tiny variance": {"covariance": 1e-12},
    "huge variance": {"covariance": 1e12},
    "nearly singular": {"covariance": [[1, 1 - 1e-12], [1 - 1e-12, 1]]},
    "both": {"covariance": [[1e12, 0], [0, 1e-12]]},
    "rare class": {"priors": [1, 1, 1, 0.05]},
    "many hidden units": {"hidden_units": 20},
    "tiny start": {"start_range": 1e-300},
    "huge start": {"start_range": 1e15},
    "huge decay": {"weight_decay": 1e15},
    "all at once": {"means": (1e15 * SQUARE).tolist(), "covariance": 1e15, "start_range": 1e15},
    "one iteration": {"iterations": 1},
    "a line": {"means": [[0], [1], [1], [2]]},
    "space": {"means": [[0, 0, 0], [1e8, 0, 0], [0, 1e8, 0], [0, 0, 1]]},
}


def finite(table):
    return np.isfinite(table.select_dtypes("number")).all(axis=None)


@pytest.mark.parametrize("change", SETTINGS.values(), ids=SETTINGS)
def test_every_number_is_finite_or_its_row_says_why(change):
    config, done = run(**change)
    assert finite(done.trials[done.trials["status"] != "non_finite"])
    evidence, shown, text = report_of(config, done)
    assert finite(evidence.summary[evidence.summary["trials"] > 0])  # none where no fit is usable
    assert finite(evidence.readings)
    assert finite(evidence.boxes[["trials", "accuracy"]])
    assert finite(evidence.boxes_paired)
    assert finite(evidence.factorial)
    parts = evidence.decomposition.drop("bias_share", level="measure")
    assert finite(parts[parts["trials"] > 0])
    needed = evidence.paired.filter(like="trials_needed")
    assert needed.notna().all(axis=None)  # infinite for estimators that agree
    assert finite(evidence.paired.drop(columns=needed.columns))
    assert all(map(finite, evidence.tables.values()))
    assert finite(evidence.comparison[["reproduced", "reproduced_se"]])
    assert (evidence.agreement["p"].isna() == (evidence.agreement["reason"] != "")).all()
    sentences = [f"{finding.found} {finding.verdict}" for _, finding in shown.values()]
    laid_out = [markdown(item.table(evidence)) for item, _ in shown.values() if item.table]
    assert not re.search(r"\b(nan|inf)\b", " ".join([text, *sentences, *laid_out]))


@pytest.mark.parametrize("hidden_units", [0, 2])
def test_fits_of_separable_classes_end_long_before_a_high_cap(hidden_units):
    means = (1e3 * SQUARE).tolist()
    _, (_, trials, *_) = run(means=means, hidden_units=hidden_units, iterations=1_000_000)
    assert trials["iterations"].max() < 2_000


def test_the_logit_tells_separable_classes_apart():
    _, (_, trials, *_) = run(means=(1e3 * SQUARE).tolist(), hidden_units=0)
    assert_array_equal(trials[trials["estimator"] == "softmax-cross_entropy"]["accuracy"], 1)
