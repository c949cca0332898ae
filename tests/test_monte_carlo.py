import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from pairings.monte_carlo import mean, paired_difference, rates, trace, variance

DISTRIBUTIONS = {"normal": stats.norm(), "uniform": stats.uniform(), "skewed": stats.expon()}
each_distribution = pytest.mark.parametrize("name", DISTRIBUTIONS)
each_statistic = pytest.mark.parametrize(
    ("statistic", "plain"), [(mean, np.mean), (variance, lambda x, axis: x.var(axis, ddof=1))]
)


def bootstrap_error(values, statistic, resamples=2000):
    generator = np.random.default_rng(0)
    picks = generator.integers(len(values), size=(resamples, len(values)))
    return np.std([statistic(values[pick]) for pick in picks], axis=0, ddof=1)


def counts_of_trials(trials=300):
    """Return counts that vary more between trials than a multinomial, as fits do."""
    generator = np.random.default_rng(1)
    weights = generator.dirichlet([6, 3, 2, 1], size=(trials, 4))
    return generator.multinomial(50, weights)


@each_statistic
@each_distribution
def test_standard_error_is_that_of_the_bootstrap(name, statistic, plain):
    values = DISTRIBUTIONS[name].rvs(size=400, random_state=0)
    estimate = statistic(values)
    assert_allclose(estimate.value, plain(values, axis=0))
    bootstrap = stats.bootstrap([values], plain, n_resamples=4000, rng=0, method="basic")
    assert_allclose(estimate.error, bootstrap.standard_error, rtol=0.06)


@pytest.mark.parametrize("statistic", [mean, variance])
@each_distribution
def test_standard_error_is_the_spread_over_repetitions(name, statistic):
    repeated = DISTRIBUTIONS[name].rvs(size=(200, 20_000), random_state=2)
    estimate = statistic(repeated)
    assert_allclose(np.sqrt(np.mean(estimate.error**2)), estimate.value.std(), rtol=0.04)


@pytest.mark.parametrize(("statistic", "places"), [(rates, (4, 4)), (trace, ())])
def test_standard_errors_of_rates_are_those_of_the_bootstrap_over_trials(statistic, places):
    counts = counts_of_trials()
    estimate = statistic(counts)
    assert np.shape(estimate.value) == places
    expected = bootstrap_error(counts, lambda resample: statistic(resample).value)
    assert_allclose(estimate.error, expected, rtol=0.1)


def test_mean_by_hand():
    assert_allclose(mean(np.array([1, 2, 3, 4])), [2.5, np.sqrt(5 / 3 / 4)])


def test_variance_by_hand():
    fourth = (1.5**4 + 0.5**4) / 2
    error = np.sqrt((fourth - (5 / 3) ** 2 / 3) / 4)
    assert_allclose(variance(np.array([1, 2, 3, 4])), [5 / 3, error])


def test_variance_of_a_constant_is_certain():
    assert_array_equal(variance(np.full(5, 3.0)), [0, 0])


def test_rates_and_trace_by_hand():
    counts = np.array([[[8, 2], [1, 9]], [[6, 4], [3, 7]]])
    assert_allclose(rates(counts).value, [[0.7, 0.3], [0.2, 0.8]])
    assert_allclose(rates(counts).error, np.full((2, 2), 0.1))
    assert_allclose(trace(counts), [1.5, 0.2])


@pytest.mark.parametrize("shift", [0, 0.05, 0.5])
def test_paired_difference_is_students_paired_test(shift):
    generator = np.random.default_rng(3)
    first = generator.exponential(size=60)
    second = first + 0.3 * generator.standard_normal(60) + shift
    difference = paired_difference(first, second)
    test = stats.ttest_rel(first, second)
    assert_allclose([difference.low, difference.high], test.confidence_interval(0.95))
    assert_allclose(difference.value / difference.error, test.statistic)
    assert difference.resolved == (test.pvalue < 0.05)


@pytest.mark.parametrize("effect", [0.05, 0.2])
def test_the_trials_needed_give_the_test_a_power_of_four_in_five(effect):
    values = np.tile([1, -1], 50) * np.sqrt(99 / 100)
    needed = paired_difference(values + effect, np.zeros(100)).trials_needed
    limit, shift = stats.t.ppf(0.975, needed - 1), effect * np.sqrt(needed)
    power = stats.nct.sf(limit, needed - 1, shift) + stats.nct.cdf(-limit, needed - 1, shift)
    assert_allclose(power, 0.8, atol=0.005)


def test_the_trials_needed_do_not_depend_on_the_trials_made():
    values = np.tile([0.7, -0.3], 1000)
    few, many = (paired_difference(values[:count], 0 * values[:count]) for count in (200, 2000))
    assert_allclose(few.trials_needed, many.trials_needed, rtol=0.01)


def test_estimators_that_always_agree_are_not_resolved_by_any_number_of_trials():
    difference = paired_difference(np.arange(5), np.arange(5))
    assert difference.value == difference.error == 0
    assert not difference.resolved
    assert difference.trials_needed == np.inf


@pytest.mark.parametrize("trials", [0, 1])
def test_fewer_than_two_trials_tell_nothing(trials):
    values, counts = np.ones(trials), np.ones((trials, 4, 4), dtype=int)
    assert np.isnan([mean(values), variance(values), trace(counts)]).all()
    assert np.isnan(rates(counts)).all()
    assert not paired_difference(values, values).resolved
