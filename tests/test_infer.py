import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy.stats import ttest_rel

from analysis.pairwise import paired_differences
from analysis.readings import readings

NAMES = ["logistic-least_squares", "softmax-least_squares", "softmax-cross_entropy"]


@pytest.fixture
def trials():
    generator = np.random.default_rng(0)
    count = 30
    rows = {"trial": np.repeat(np.arange(count), 3), "estimator": NAMES * count}
    for name in ("posterior_rms", "posterior_rms_without_half", "posterior_error", "accuracy"):
        rows[name] = generator.gamma(9, 0.02, 3 * count) + np.tile([0.1, 0, 0], count)
    return pd.DataFrame(rows | {"count_1_1": 300, "count_1_2": 100})


def test_paired_differences_are_those_of_a_paired_t_test(trials):
    rows = paired_differences([trials])
    assert len(rows) == 3 * 3
    for row in rows.itertuples():
        first, second = (
            trials.loc[trials["estimator"] == name, row.measure] for name in (row.first, row.second)
        )
        interval = ttest_rel(first, second).confidence_interval()
        assert_allclose((row.low, row.high), interval)


def test_an_order_is_stated_only_where_the_interval_excludes_zero(trials):
    for row in paired_differences([trials]).itertuples():
        if row.low > 0:
            assert row.verdict == "first is larger"
        elif row.high < 0:
            assert row.verdict == "first is smaller"
        else:
            assert row.verdict == "not distinguishable with 30 trials"


def test_a_trial_that_one_estimator_could_not_fit_is_left_out_of_its_pairs(trials):
    trials.loc[0, ["posterior_rms", "posterior_error", "accuracy"]] = np.nan
    counts = paired_differences([trials]).set_index(["first", "second"])["trials"]
    assert (counts[NAMES[0]] == 29).all()
    assert (counts[NAMES[1]] == 30).all()


def test_not_dividing_by_n_multiplies_the_error_by_its_root(trials):
    table = readings([trials]).set_index(["reference", "estimator", "figure", "divided_by_n"])
    wide = table["reproduced"].unstack()
    power = np.where(wide.index.get_level_values("figure") == "mean", 0.5, 1.0)
    assert len(wide) == 2 * 6
    assert_allclose(wide["no"], wide["yes"] * 400.0**power)


def test_z_weighs_both_errors(trials):
    table = readings([trials])
    error = np.hypot(table["reproduced_se"], table["published_se"])
    assert_allclose(table["z"], (table["reproduced"] - table["published"]) / error)
    means = table[table["figure"] == "mean"]
    assert set(means["published_se"].round(6)) == {
        round((variance / 100) ** 0.5, 6) for variance in (0.3146437, 0.2315692, 0.1958714)
    }
