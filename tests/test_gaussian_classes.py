import numpy as np
import pytest
from conftest import PAPER, random_classes
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import softmax
from scipy.stats import multivariate_normal

from pairings.gaussian_classes import class_counts, draw, posterior, posterior_coefficients

PROBLEMS = {
    "paper": PAPER,
    "two classes on a line": random_classes(0, 2, 1),
    "five classes in the plane": random_classes(1, 5, 2),
    "five classes in space": random_classes(2, 5, 3),
}
each_problem = pytest.mark.parametrize("truth", PROBLEMS.values(), ids=PROBLEMS)


def points(truth, *stack):
    shape = *stack, 50, truth["means"].shape[1]
    return 3 * np.random.default_rng(0).standard_normal(shape)


@each_problem
def test_posterior_is_that_of_bayes_rule(truth):
    x = points(truth)
    joint = [
        prior * multivariate_normal(mean, truth["covariance"]).pdf(x)
        for mean, prior in zip(truth["means"], truth["priors"], strict=True)
    ]
    assert_allclose(posterior(x, **truth), joint / np.sum(joint, axis=0), rtol=1e-9)


@each_problem
def test_posterior_is_the_softmax_of_a_linear_function(truth):
    x = points(truth)
    coefficients = posterior_coefficients(**truth)
    linear = coefficients[:, :1] + coefficients[:, 1:] @ x.T
    assert_allclose(posterior(x, **truth), softmax(linear, axis=0), rtol=1e-12)


@each_problem
def test_posterior_of_a_stack_is_that_of_each_sample(truth):
    x = points(truth, 3)
    assert_allclose(posterior(x, **truth), [posterior(each, **truth) for each in x], rtol=1e-12)


def test_posterior_far_away_is_certain():
    x = 1e6 * PAPER["means"]
    assert_array_equal(posterior(x, **PAPER), np.eye(4))


@each_problem
@pytest.mark.parametrize("unit", [1e-7, 1e7])
@pytest.mark.parametrize("origin", [0, 1e7])
def test_posterior_does_not_depend_on_units_and_origin(truth, unit, origin):
    x = points(truth)
    moved = truth | {
        "means": unit * (truth["means"] + origin),
        "covariance": unit**2 * truth["covariance"],
    }
    assert_allclose(posterior(unit * (x + origin), **moved), posterior(x, **truth), atol=1e-7)


def test_posterior_of_two_near_classes_is_theirs_alone_however_far_the_others():
    means = np.array([[0.0, 0], [1, 1], [1e8, 0], [0, 1e8]])
    p = posterior(np.array([[0.2, 0.3]]), means, np.eye(2), np.full(4, 0.25))
    assert_allclose(p[:, 0], [1 / (1 + np.exp(-0.5)), 1 / (1 + np.exp(0.5)), 0, 0])


@pytest.mark.parametrize("counts", [[3, 3, 3, 3], [0, 5, 2, 9]])
def test_a_sample_holds_exactly_the_counts_ordered_by_class(counts):
    x = draw(np.random.default_rng(0), np.array(counts), PAPER["means"], 1e-6 * np.eye(2))
    assert_allclose(x, np.repeat(PAPER["means"], counts, axis=0), atol=0.01)


@each_problem
def test_a_smaller_sample_is_part_of_a_larger(truth):
    means, covariance = truth["means"], truth["covariance"]
    small, large = (
        draw(np.random.default_rng(5), np.full(len(means), count), means, covariance)
        for count in (10, 25)
    )
    by_class = large.reshape(len(means), 25, -1)
    assert_array_equal(small.reshape(len(means), 10, -1), by_class[:, :10])


@each_problem
def test_a_sample_has_the_moments_of_its_classes(truth):
    size, (classes, inputs) = 40_000, truth["means"].shape
    means, covariance = truth["means"], truth["covariance"]
    x = draw(np.random.default_rng(6), np.full(classes, size), means, covariance)
    scale = np.sqrt(np.diag(covariance) / size)
    for k, sample in enumerate(x.reshape(classes, size, inputs)):
        assert_allclose((sample.mean(axis=0) - means[k]) / scale, 0, atol=4)
        tolerance = 4 * np.sqrt(2) * size * np.outer(scale, scale) / np.sqrt(size)
        assert (np.abs(np.cov(sample.T) - covariance) < tolerance).all()


def test_a_covariance_that_is_not_positive_definite_is_refused():
    with pytest.raises(np.linalg.LinAlgError):
        draw(np.random.default_rng(0), np.ones(4, dtype=int), PAPER["means"], [[1, 2], [2, 1]])


@given(st.integers(1, 1000), st.lists(st.floats(0.01, 1), min_size=2, max_size=8))
def test_class_counts_share_out_all_observations_to_within_one_of_the_quota(per_class, weights):
    priors = np.array(weights) / sum(weights)
    counts = class_counts(per_class, priors)
    total = len(priors) * per_class
    assert counts.sum() == total
    assert (np.abs(counts - priors * total) < 1).all()


@given(st.integers(1, 10_000), st.integers(2, 100))
def test_class_counts_of_equal_priors_are_equal(per_class, classes):
    priors = np.full(classes, 1 / classes)
    assert_array_equal(class_counts(per_class, priors / priors.sum()), per_class)


def test_class_counts_give_what_is_left_to_the_largest_remainders():
    assert_array_equal(class_counts(3, np.array([0.2, 0.3, 0.5])), [2, 3, 4])
    assert_array_equal(class_counts(1, np.array([0.55, 0.25, 0.2])), [2, 1, 0])
