import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from analysis.monte_carlo import (
    Joint,
    Moments,
    hotelling,
    mean,
    moments,
    variance,
    variance_interval,
)
from analysis.paired import paired_difference
from analysis.power import effect_interval, noncentral_t, trials_needed
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


HEAVY = {  # excess kurtosis 6, 3 and 6: as that of the posterior errors of fits
    "exponential": stats.gamma(1),
    "gamma": stats.gamma(2),
    "lognormal": stats.lognorm(0.5),
}


@pytest.mark.parametrize("trials", [50, 100, 200])
@pytest.mark.parametrize("name", HEAVY)
def test_the_interval_of_a_variance_covers_it_as_often_as_it_says(name, trials):
    repeated = Moments.of(HEAVY[name].rvs(size=(trials, 4000), random_state=5))
    low, high = variance_interval(repeated)
    covered = np.mean((low < HEAVY[name].var()) & (HEAVY[name].var() < high))
    assert 0.925 < covered < 0.975
    value, error = variance(repeated)
    assert np.mean(np.abs(value - HEAVY[name].var()) < 2 * error) < 0.925


def test_the_interval_of_a_variance_is_never_narrower_than_that_of_the_normal_theory():
    repeated = Moments.of(stats.norm.rvs(size=(100, 2000), random_state=6))
    low, high = variance_interval(repeated)
    assert 0.95 < np.mean((low < 1) & (high > 1)) < 0.995
    assert np.median(high / low) < 1.35 * stats.chi2.ppf(0.975, 99) / stats.chi2.ppf(0.025, 99)


@pytest.mark.parametrize("trials", [2, 3, 4])
def test_the_variance_of_few_trials_has_an_interval_and_that_of_a_constant_no_width(trials):
    low, high = variance_interval(Moments.of(np.arange(trials, dtype=float)))
    assert 0 < low < high < np.inf
    assert_array_equal(variance_interval(Moments.of(np.full(trials, 3.0))), 0)


def test_joint_moments_of_parts_are_those_of_the_whole():
    values = 1e3 + stats.expon.rvs(size=(50, 3), random_state=4)
    parts = np.split(values, [0, 7, 30])
    (taken,) = moments(parts, lambda part: {"all": Joint.of(part)})
    assert taken["all"].count == 50
    assert_allclose(taken["all"].mean, values.mean(axis=0))
    assert_allclose(taken["all"].products / 49, np.cov(values.T), rtol=1e-9)


def test_hotellings_test_of_one_number_is_students():
    values = stats.expon.rvs(size=(30, 1), random_state=4)
    tested = hotelling(Joint.of(values), np.array([0.8]))
    assert_allclose(tested.p, stats.ttest_1samp(values[:, 0], 0.8).pvalue)
    assert (tested.df1, tested.df2) == (1, 29)


def test_hotellings_test_does_not_depend_on_the_coordinates():
    values = stats.norm.rvs(size=(20, 3), random_state=4)
    turn = stats.norm.rvs(size=(3, 3), random_state=5) * [1, 1e-4, 1e4]
    plain = hotelling(Joint.of(values), np.ones(3))
    turned = hotelling(Joint.of(values @ turn), np.ones(3) @ turn)
    assert_allclose(plain[:4], turned[:4], rtol=1e-6)


def test_nothing_is_said_from_too_few_trials_or_of_numbers_that_depend_on_each_other():
    values = stats.norm.rvs(size=(20, 3), random_state=4)
    assert "3 free numbers need more than 3 trials" in hotelling(Joint.of(values[:3]), [0, 0, 0])
    for last in (values.sum(axis=1), np.ones(20)):
        tested = hotelling(Joint.of(np.column_stack([values, last])), np.zeros(4))
        assert np.isnan([tested.statistic, tested.p]).all()
        assert "do not vary freely" in tested.reason


@pytest.mark.parametrize("freedom", [2, 9, 99, 10_000])
@pytest.mark.parametrize("shift", [0, 0.5, 3.0])
def test_the_noncentral_t_distribution_is_scipys(freedom, shift):
    for t in (-2, 0.3, 3, 6):
        expected = stats.nct.cdf(t, freedom, shift)
        assert_allclose(noncentral_t(t, freedom, shift), expected, atol=1e-5)


@pytest.mark.parametrize(("effect", "needed"), [(2.5, 4), (1.2, 8), (0.84, 14)])
def test_a_few_trials_are_planned_by_the_t_test_and_not_the_normal(effect, needed):
    assert trials_needed(effect) == needed
    normal = np.ceil(((stats.norm.ppf(0.975) + stats.norm.ppf(0.8)) / effect) ** 2)
    assert normal == needed - 2


def test_the_trials_needed_pass_smoothly_into_the_normal_limit():
    effects = np.linspace(0.0884, 0.0888, 9)  # from 1004 trials to 995
    needed = np.array([trials_needed(effect) for effect in effects])
    assert needed[0] > 1000 > needed[-1]
    assert np.abs(np.diff(needed, 2)).max() <= 1


@pytest.mark.parametrize("effect", [1e-200, 1e-8, 20, 1e8, np.inf])
def test_any_effect_needs_some_trials(effect):
    assert trials_needed(effect) >= 2


@pytest.mark.parametrize("trials", [5, 100])
def test_the_interval_of_an_effect_covers_it(trials):
    values = stats.norm.rvs(0.5, size=(400, trials), random_state=7)
    found = [effect_interval(t, trials) for t in stats.ttest_1samp(values, 0, axis=1).statistic]
    covered = np.mean([low < 0.5 < high for low, high in found])
    assert 0.925 < covered < 0.98


def test_an_effect_that_may_be_zero_may_need_any_number_of_trials():
    values = stats.norm.rvs(0.05, size=50, random_state=3)
    for shift in (0, 0.2, 0.5, 3):
        difference = paired_difference(Moments.of(values + shift))
        assert (
            difference.trials_needed_low
            <= difference.trials_needed
            <= difference.trials_needed_high
        )
        assert difference.resolved == np.isfinite(difference.trials_needed_high)


@pytest.mark.parametrize("effect", [0.05, 0.2, 0.8, 3])
def test_the_trials_needed_give_the_test_a_power_of_four_in_five(effect):
    values = np.tile([1, -1], 50) * np.sqrt(99 / 100)
    needed = paired_difference(Moments.of(values + effect)).trials_needed
    limit, shift = stats.t.ppf(0.975, needed - 1), effect * np.sqrt(needed)
    power = stats.nct.sf(limit, needed - 1, shift) + stats.nct.cdf(-limit, needed - 1, shift)
    assert power >= 0.8
    fewer = stats.t.ppf(0.975, needed - 2)
    assert stats.nct.sf(fewer, needed - 2, effect * np.sqrt(needed - 1)) < 0.8


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
