import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy.stats import ttest_1samp, ttest_rel

from analysis import agreement, paired, rates, readings, summary
from analysis.monte_carlo import Joint, hotelling, moments
from analysis.paper import ESTIMATOR_OF_TABLE, published_rates

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
        posterior_error_accuracy=1e-6, status="gradient", stuck=0, count_2_1=90, count_2_2=310
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
    means, variances = (table[table["figure"] == each] for each in ("mean", "variance"))
    error = np.hypot(means["reproduced_se"], means["published_se"])
    assert_allclose(means["z"], (means["reproduced"] - means["published"]) / error)
    # A relative error at 30 trials is √(100/30) times that at 100.
    relative = variances["reproduced_se"] / variances["reproduced"]
    assert_allclose(variances["published_se"] / variances["published"], relative * np.sqrt(0.3))
    logs = np.log(variances["reproduced"] / variances["published"])
    assert_allclose(variances["z"], logs / (relative * np.sqrt(1.3)))
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


def test_fits_are_counted_by_how_they_ended_and_those_without_a_finite_start_left_out(fitted):
    ends = [fitted["trial"] == 4, fitted["trial"] < 7]
    fitted["status"] = np.select(ends, ["line_search", "iterations"], fitted["status"])
    fitted.loc[fitted.index[:2], "status"] = "non_finite"
    fitted.loc[fitted.index[:2], "posterior_rms"] = np.nan
    table2 = summary.posterior_table(analysed(fitted, summary.values, summary.summarise))
    assert list(table2.index) == NAMES
    assert list(table2["trials"]) == [29, 29, 30]
    assert list(table2["left_out"]) == [1, 1, 0]
    assert list(table2["stopped_early"]) == [5, 5, 6]
    assert list(table2["stuck"]) == [0, 0, 0]
    assert table2["mean"].notna().all()
    stuck = fitted.assign(stuck=(fitted["trial"] < 3).astype(int))
    rows = analysed(stuck, summary.values, summary.summarise)
    assert (rows["stuck"] == 3).all()
    assert "stuck" not in set(rows["measure"])


def test_every_estimator_has_rates_and_a_table_whose_estimator_is_not_run_has_none(fitted):
    renamed = fitted.assign(estimator=fitted["estimator"].replace(NAMES[1], "mine"))
    each = analysed(renamed, rates.values, rates.all_rates)
    assert list(each.index.unique("estimator")) == [NAMES[0], "mine", NAMES[2]]
    assert_allclose(each.query("estimator == 'mine'")["rate"], [0.75, 0.25, 90 / 400, 310 / 400])
    assert_allclose(each["rate_se"], 0, atol=1e-15)
    tables = analysed(renamed, rates.values, rates.rate_tables)
    assert tables["table6"].shape == (2, 2)
    assert tables["table6"].isna().all(axis=None)
    assert tables["table5"].notna().all(axis=None)


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


BAYES = published_rates(3).to_numpy() / published_rates(3).to_numpy().sum(axis=1, keepdims=True)


def simulated(generator, truth, *shape):
    """Return rates (…, 4, 4) of 100 observations a class, which vary between trials beyond chance.

    The factor of a trial's row is as large as in fits: the variance is 1.4 times the binomial one.
    """
    each = np.stack([generator.dirichlet(250 * row, size=shape) for row in truth], axis=-2)
    return generator.multinomial(100, each) / 100


@pytest.mark.parametrize(("shift", "low", "high"), [(0, 0.03, 0.07), (0.01, 0.25, 0.75)])
def test_a_table_disagrees_under_the_truth_in_one_of_twenty_runs(shift, low, high):
    generator = np.random.default_rng(8)
    other = BAYES + shift * (np.full((4, 4), 1 / 3) - np.eye(4) * 4 / 3)  # off the diagonal
    said = []
    for ours, theirs in zip(
        simulated(generator, BAYES, 600, 200), simulated(generator, other, 600, 100), strict=True
    ):
        free = Joint.of(agreement.free(ours))
        said.append(hotelling(free, agreement.free(theirs.mean(axis=0)), 100).p < 0.05)
    assert low < np.mean(said) < high


def like_the_paper(trials, seed=9):
    """Return trials of the paper's problem, whose trials share their luck between estimators."""
    generator = np.random.default_rng(seed)
    common = simulated(generator, BAYES, trials)
    tables = []
    for estimator in ESTIMATOR_OF_TABLE.values():
        own = np.rint(100 * (0.9 * common + 0.1 * simulated(generator, BAYES, trials)))
        own[:, range(4), range(4)] += 100 - own.sum(axis=2)
        cells = {f"count_{i + 1}_{j + 1}": own[:, i, j] for i, j in np.ndindex(4, 4)}
        columns = {"trial": np.arange(trials), "estimator": estimator, "status": "gradient"}
        tables.append(pd.DataFrame(columns | cells))
    return pd.concat(tables)


def test_traces_are_tested_by_students_test_with_the_papers_trials_as_variable_as_ours():
    trials = like_the_paper(60)
    answers = analysed(trials, agreement.values, lambda found: agreement.agreement(found, True))
    answers = answers.set_index("question")
    traces = {
        table: trials[trials["estimator"] == estimator]
        .filter(["count_1_1", "count_2_2", "count_3_3", "count_4_4"])
        .sum(axis=1)
        / 100
        for table, estimator in ESTIMATOR_OF_TABLE.items()
    }
    printed = {table: np.trace(published_rates(table)) for table in ESTIMATOR_OF_TABLE}
    for name, ours, theirs, per in (
        ("trace of table 4", traces[4], printed[4], 1 / 60 + 1 / 100),
        ("trace 5 - trace 4", traces[5] - traces[4], printed[5] - printed[4], 1 / 60 + 1 / 100),
    ):
        row = answers.loc[name]
        assert_allclose(row["difference"], ours.mean() - theirs)
        assert_allclose(row["error"], ours.std() * np.sqrt(per))
        expected = ttest_1samp(
            (ours - ours.mean()) * np.sqrt(per * 60), theirs - ours.mean()
        ).pvalue
        assert_allclose(row["p"], expected)
    row = answers.loc["trace 5 - trace 6 as printed"]
    error = (traces[5] - traces[6]).std() / 10
    assert_allclose([row["difference"], row["error"]], [printed[5] - printed[6], error])
    assert (answers["reason"] == "").all()


def test_nothing_is_said_where_nothing_can_be():
    def answers(trials, same_problem=True):
        (found,) = moments([trials], agreement.values)
        return agreement.agreement(found, same_problem).set_index("question")

    few = answers(like_the_paper(12))
    assert few.loc["table 5", "reason"] == "12 free numbers need more than 12 trials"
    assert few.loc["trace of table 5", "p"] <= 1
    two = like_the_paper(60).query("estimator != 'softmax-least_squares'")
    missing = answers(two)["reason"] == agreement.NO_FIT
    assert list(missing[missing].index) == [name for name in few.index if "6" in name]
    other = answers(like_the_paper(60), same_problem=False)
    assert other.drop(columns="reason").isna().all(axis=None)
    assert list(few.columns) == list(other.columns)
    assert list(few.index) == list(other.index)
