import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from analysis.monte_carlo import Moments, mean, moments, paired_difference, variance
from analysis.rates import conditional

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
    estimate = statistic(Moments.of(values))
    assert_allclose(estimate.value, plain(values, axis=0))
    bootstrap = stats.bootstrap([values], plain, n_resamples=4000, rng=0, method="basic")
    assert_allclose(estimate.error, bootstrap.standard_error, rtol=0.06)


@pytest.mark.parametrize("statistic", [mean, variance])
@each_distribution
def test_standard_error_is_the_spread_over_repetitions(name, statistic):
    repeated = DISTRIBUTIONS[name].rvs(size=(200, 20_000), random_state=2)
    estimate = statistic(Moments.of(repeated))
    assert_allclose(np.sqrt(np.mean(estimate.error**2)), estimate.value.std(), rtol=0.04)


def test_standard_errors_of_rates_are_those_of_the_bootstrap_over_trials():
    each = conditional(counts_of_trials())
    expected = bootstrap_error(each, lambda resample: resample.mean(axis=0))
    assert_allclose(mean(Moments.of(each)).error, expected, rtol=0.1)


def test_mean_by_hand():
    assert_allclose(mean(Moments.of(np.array([1, 2, 3, 4]))), [2.5, np.sqrt(5 / 3 / 4)])


def test_variance_by_hand():
    fourth = (1.5**4 + 0.5**4) / 2
    error = np.sqrt((fourth - (5 / 3) ** 2 / 3) / 4)
    assert_allclose(variance(Moments.of(np.array([1, 2, 3, 4]))), [5 / 3, error])


def test_variance_of_a_constant_is_certain():
    assert_array_equal(variance(Moments.of(np.full(5, 3.0))), [0, 0])


def test_rates_by_hand():
    counts = np.array([[[8, 2], [1, 9]], [[6, 4], [3, 7]]])
    estimate = mean(Moments.of(conditional(counts)))
    assert_allclose(estimate.value, [[0.7, 0.3], [0.2, 0.8]])
    assert_allclose(estimate.error, np.full((2, 2), 0.1))


@pytest.mark.parametrize("cuts", [[7], [0, 1, 1, 299], [100, 200]])
@pytest.mark.parametrize("offset", [0, 1e6])
def test_moments_of_parts_are_those_of_the_whole(cuts, offset):
    values = offset + stats.expon.rvs(size=(300, 2), random_state=4)
    (taken,) = moments(np.split(values, cuts), lambda part: {"each": part})
    found = taken["each"]
    assert found.count == 300
    assert_allclose(found.mean, values.mean(axis=0), rtol=1e-14)
    for name, order in (("second", 2), ("third", 3), ("fourth", 4)):
        expected = 300 * stats.moment(values, order)
        assert_allclose(getattr(found, name), expected, rtol=1e-8 if offset else 1e-12)


def test_every_taker_has_its_own_moments_of_one_pass_over_the_parts():
    parts = iter(np.arange(12.0).reshape(3, 4))
    plain, squared = moments(
        parts, lambda part: {"a": part, "b": -part}, lambda part: {"a": part**2}
    )
    assert_allclose([plain["a"].mean, plain["b"].mean], [5.5, -5.5])
    assert_allclose(squared["a"].mean, np.mean(np.arange(12) ** 2))
    assert (set(plain), set(squared)) == ({"a", "b"}, {"a"})


@pytest.mark.parametrize("shift", [0, 0.05, 0.5])
def test_paired_difference_is_students_paired_test(shift):
    generator = np.random.default_rng(3)
    first = generator.exponential(size=60)
    second = first + 0.3 * generator.standard_normal(60) + shift
    difference = paired_difference(Moments.of(first - second))
    test = stats.ttest_rel(first, second)
    assert_allclose([difference.low, difference.high], test.confidence_interval(0.95))
    assert_allclose(difference.value / difference.error, test.statistic)
    assert difference.resolved == (test.pvalue < 0.05)


@pytest.mark.parametrize("effect", [0.05, 0.2])
def test_the_trials_needed_give_the_test_a_power_of_four_in_five(effect):
    values = np.tile([1, -1], 50) * np.sqrt(99 / 100)
    needed = paired_difference(Moments.of(values + effect)).trials_needed
    limit, shift = stats.t.ppf(0.975, needed - 1), effect * np.sqrt(needed)
    power = stats.nct.sf(limit, needed - 1, shift) + stats.nct.cdf(-limit, needed - 1, shift)
    assert_allclose(power, 0.8, atol=0.005)


def test_the_trials_needed_do_not_depend_on_the_trials_made():
    values = np.tile([0.7, -0.3], 1000)
    few, many = (paired_difference(Moments.of(values[:count])) for count in (200, 2000))
    assert_allclose(few.trials_needed, many.trials_needed, rtol=0.01)


def test_estimators_that_always_agree_are_not_resolved_by_any_number_of_trials():
    difference = paired_difference(Moments.of(np.zeros(5)))
    assert difference.value == difference.error == 0
    assert not difference.resolved
    assert difference.trials_needed == np.inf


@pytest.mark.parametrize("trials", [0, 1])
def test_fewer_than_two_trials_tell_nothing(trials):
    values = Moments.of(np.ones((trials, 2)))
    assert np.isnan([mean(values), variance(values)]).all()
    assert not paired_difference(Moments.of(np.ones(trials))).resolved
