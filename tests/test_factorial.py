"""The design of 2 × 2: effects of activation and penalty, and their interaction."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy.stats import ttest_1samp

from analysis.factorial import CELLS, factorial, values
from analysis.monte_carlo import moments

TRIALS = 12


@pytest.fixture
def trials():
    """Trials of the four cells and another estimator, one of them with a fit that is none."""
    generator = np.random.default_rng(0)
    names = ["logistic-cross_entropy", *CELLS[::-1]]
    rows = pd.DataFrame(
        [(trial, name) for trial in range(1, TRIALS + 1) for name in names],
        columns=["trial", "estimator"],
    )
    rows["posterior_error"], rows["accuracy"] = generator.gamma(9, 0.01, (2, len(rows)))
    bad = (rows["trial"] == 3) & (rows["estimator"] == CELLS[1])
    rows.loc[bad, ["posterior_error", "accuracy"]] = np.nan
    return rows


def table_of(*parts):
    (found,) = moments(parts, values)
    return factorial(found).set_index(["measure", "effect"])


def test_the_effects_are_those_of_the_complete_trials_one_by_one(trials):
    table = table_of(trials)
    assert (table["trials"] == TRIALS - 1).all()
    for measure, sign in {"posterior_error": -1, "accuracy": 1}.items():
        differences = {name: [] for name in table.loc[measure].index}
        for trial, rows in trials.groupby("trial"):
            if trial == 3:
                continue
            value = sign * rows.set_index("estimator")[measure]
            a, b, c, d = (value[name] for name in CELLS)
            differences["penalty under logistic"].append(b - a)
            differences["penalty under softmax"].append(d - c)
            differences["activation under least squares"].append(c - a)
            differences["activation under cross-entropy"].append(d - b)
            differences["penalty"].append((b - a + d - c) / 2)
            differences["activation"].append((c - a + d - b) / 2)
            differences["interaction"].append((d - c) - (b - a))
        for effect, each in differences.items():
            row = table.loc[(measure, effect)]
            assert_allclose(row["improvement"], np.mean(each), atol=1e-15)
            interval = ttest_1samp(each, 0).confidence_interval()
            assert_allclose(row[["low", "high"]].astype(float), interval, atol=1e-15)


def test_the_interaction_turns_with_the_activations(trials):
    swapped = dict(zip(CELLS, CELLS[2:] + CELLS[:2], strict=True))
    turned = trials.assign(estimator=trials["estimator"].replace(swapped))
    one, other = (table_of(each)["improvement"] for each in (trials, turned))
    for measure in ("posterior_error", "accuracy"):
        assert_allclose(other[measure, "interaction"], -one[measure, "interaction"])
        assert_allclose(other[measure, "activation"], -one[measure, "activation"])
        assert_allclose(other[measure, "penalty"], one[measure, "penalty"])


def test_parts_of_the_trials_are_the_whole(trials):
    first = trials["trial"] <= 5
    pd.testing.assert_frame_equal(table_of(trials[first], trials[~first]), table_of(trials))


@pytest.mark.parametrize("lacking", CELLS)
def test_without_one_of_the_cells_there_is_no_row(trials, lacking):
    table = table_of(trials[trials["estimator"] != lacking])
    assert table.empty
    assert list(table.columns) == ["trials", "improvement", "improvement_se", "low", "high"]
