import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy.stats import ttest_rel

from analysis import paired, rates, readings, summary
from analysis.monte_carlo import moments

NAMES = ["logistic-least_squares", "softmax-least_squares", "softmax-cross_entropy"]


@pytest.fixture
def trials():
    generator = np.random.default_rng(0)
    count = 30
    rows = {"trial": np.repeat(np.arange(count), 3), "estimator": NAMES * count}
    for name in ("posterior_rms", "posterior_rms_without_half", "posterior_error", "accuracy"):
        rows[name] = generator.gamma(9, 0.02, 3 * count) + np.tile([0.1, 0, 0], count)
    return pd.DataFrame(rows | {"count_1_1": 300, "count_1_2": 100})


@pytest.fixture
def fitted(trials):
    """The same, with all that a fit is measured by and two classes."""
    return trials.assign(
        posterior_error_accuracy=1e-6, status="gradient", count_2_1=90, count_2_2=310
    )


def analysed(trials, values, result):
    """Return what an analysis makes of the trials, in parts of ten."""
    parts = (part for _, part in trials.groupby(trials["trial"] // 10))
    (found,) = moments(parts, values)
    return result(found)


def test_paired_differences_are_those_of_a_paired_t_test(trials):
    rows = analysed(trials, paired.values, paired.paired_differences)
    assert len(rows) == 3 * 3
    for row in rows.itertuples():
        first, second = (
            trials.loc[trials["estimator"] == name, row.measure] for name in (row.first, row.second)
        )
        interval = ttest_rel(first, second).confidence_interval()
        assert_allclose((row.low, row.high), interval)


@pytest.mark.parametrize("name", [NAMES[0], "logistic-cross_entropy"])
def test_an_estimator_alone_has_tables_with_the_same_columns(fitted, name):
    alone = fitted[fitted["estimator"] == NAMES[0]].assign(estimator=name)
    for values, result in (
        (paired.values, paired.paired_differences),
        (readings.values, readings.readings),
    ):
        few = analysed(alone, values, result)
        assert list(few.columns) == list(analysed(fitted, values, result).columns)
        assert len(few) == (result is readings.readings and name == NAMES[0]) * 8


def test_an_order_is_stated_only_where_the_interval_excludes_zero(trials):
    for row in analysed(trials, paired.values, paired.paired_differences).itertuples():
        if row.low > 0:
            assert row.verdict == "first is larger"
        elif row.high < 0:
            assert row.verdict == "first is smaller"
        else:
            assert row.verdict == "not distinguishable with 30 trials"


def test_a_trial_that_one_estimator_could_not_fit_is_left_out_of_its_pairs(trials):
    trials.loc[0, ["posterior_rms", "posterior_error", "accuracy"]] = np.nan
    counts = analysed(trials, paired.values, paired.paired_differences).set_index(
        ["first", "second"]
    )["trials"]
    assert (counts[NAMES[0]] == 29).all()
    assert (counts[NAMES[1]] == 30).all()


def test_not_dividing_by_n_multiplies_the_error_by_its_root(trials):
    table = analysed(trials, readings.values, readings.readings).set_index(
        ["reference", "estimator", "figure", "divided_by_n"]
    )
    wide = table["reproduced"].unstack()
    power = np.where(wide.index.get_level_values("figure") == "mean", 0.5, 1.0)
    assert len(wide) == 2 * 6
    assert_allclose(wide["no"], wide["yes"] * 400.0**power)


def test_z_weighs_both_errors(trials):
    table = analysed(trials, readings.values, readings.readings)
    error = np.hypot(table["reproduced_se"], table["published_se"])
    assert_allclose(table["z"], (table["reproduced"] - table["published"]) / error)
    means = table[table["figure"] == "mean"]
    assert set(means["published_se"].round(6)) == {
        round((variance / 100) ** 0.5, 6) for variance in (0.3146437, 0.2315692, 0.1958714)
    }


def test_a_summary_has_mean_and_variance_of_each_measure_of_each_estimator(fitted):
    table = analysed(fitted, summary.values, summary.summarise).set_index(["estimator", "measure"])
    for (name, measure), row in table.drop(index="approximation_error", level=1).iterrows():
        sample = fitted.loc[fitted["estimator"] == name, measure]
        expected = sample.mean(), sample.var(), sample.sem()
        assert_allclose(row[["mean", "variance", "mean_se"]].astype(float), expected)
    difference = (fitted["posterior_rms"] - fitted["posterior_error"]).groupby(fitted["estimator"])
    approximation = table.xs("approximation_error", level="measure")["mean"]
    assert_allclose(approximation, difference.mean()[approximation.index])


def test_a_fit_without_a_finite_start_counts_as_bad_only(fitted):
    fitted["status"] = np.where(fitted["trial"] == 4, "line_search", fitted["status"])
    fitted.loc[fitted.index[:2], "status"] = "non_finite"
    fitted.loc[fitted.index[:2], "posterior_rms"] = np.nan
    table2 = summary.posterior_table(analysed(fitted, summary.values, summary.summarise))
    assert list(table2.index) == NAMES
    assert list(table2["trials"]) == [29, 29, 30]
    assert list(table2["bad_fits"]) == [2, 2, 1]
    assert table2["mean"].notna().all()


def test_rates_average_those_of_each_trial(fitted):
    tables = analysed(fitted, rates.values, rates.rate_tables)
    each = [[300 / 400, 100 / 400], [90 / 400, 310 / 400]]
    assert_allclose(tables["table5"], each)
    fitted.loc[(fitted["trial"] < 15) & (fitted["estimator"] == NAMES[2]), "count_1_1"] = 100
    tables = analysed(fitted, rates.values, rates.rate_tables)
    assert_allclose(tables["table5"].loc[1], [(300 / 400 + 100 / 200) / 2, (1 / 4 + 1 / 2) / 2])
    assert_allclose(tables["table5_se"].loc[1], np.std([0.75, 0.5] * 15, ddof=1) / np.sqrt(30))
    assert_allclose(tables["table4"], each)
    assert_allclose(tables["table4_se"], 0, atol=1e-15)
