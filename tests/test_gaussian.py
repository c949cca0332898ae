import numpy as np
import pytest
from conftest import PAPER, random_classes
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import softmax
from scipy.stats import multivariate_normal

from classes import FAMILIES, build, family
from classes.gaussian import Gaussian, is_covariance
from classes.polyhedra import bayes_rates
from classes.quadrature import mixture_rule

PROBLEMS = {
    "paper": PAPER,
    "two classes on a line": random_classes(0, 2, 1),
    "five classes in the plane": random_classes(1, 5, 2),
    "five classes in space": random_classes(2, 5, 3),
}
each_problem = pytest.mark.parametrize("truth", PROBLEMS.values(), ids=PROBLEMS)


def points(truth, *stack):
    shape = *stack, 50, truth.means.shape[1]
    return 3 * np.random.default_rng(0).standard_normal(shape)


@each_problem
def test_posterior_is_that_of_bayes_rule(truth):
    x = points(truth)
    joint = [
        prior * multivariate_normal(mean, truth.covariance).pdf(x)
        for mean, prior in zip(truth.means, truth.priors, strict=True)
    ]
    assert_allclose(truth.posterior(x), joint / np.sum(joint, axis=0), rtol=1e-9)


@each_problem
def test_posterior_is_the_softmax_of_a_linear_function(truth):
    x = points(truth)
    coefficients = truth.coefficients()
    linear = coefficients[:, :1] + coefficients[:, 1:] @ x.T
    assert_allclose(truth.posterior(x), softmax(linear, axis=0), rtol=1e-12)


@each_problem
def test_posterior_of_a_stack_is_that_of_each_sample(truth):
    x = points(truth, 3)
    assert_allclose(truth.posterior(x), [truth.posterior(each) for each in x], rtol=1e-12)


def test_posterior_far_away_is_certain():
    x = 1e6 * PAPER.means
    assert_array_equal(PAPER.posterior(x), np.eye(4))


@each_problem
@pytest.mark.parametrize("unit", [1e-7, 1e7])
@pytest.mark.parametrize("origin", [0, 1e7])
def test_posterior_does_not_depend_on_units_and_origin(truth, unit, origin):
    x = points(truth)
    moved = truth._replace(
        means=unit * (truth.means + origin), covariance=unit**2 * truth.covariance
    )
    assert_allclose(moved.posterior(unit * (x + origin)), truth.posterior(x), atol=1e-7)


def test_posterior_of_two_near_classes_is_theirs_alone_however_far_the_others():
    means = np.array([[0.0, 0], [1, 1], [1e8, 0], [0, 1e8]])
    truth = Gaussian.of(means, 1.0, np.full(4, 0.25))
    p = truth.posterior(np.array([[0.2, 0.3]]))
    assert_allclose(p[:, 0], [1 / (1 + np.exp(-0.5)), 1 / (1 + np.exp(0.5)), 0, 0])


@pytest.mark.parametrize("counts", [[3, 3, 3, 3], [0, 5, 2, 9]])
def test_a_sample_holds_exactly_the_counts_ordered_by_class(counts):
    truth = PAPER._replace(covariance=1e-6 * np.eye(2))
    x = truth.draw(np.random.default_rng(0), np.array(counts))
    assert_allclose(x, np.repeat(PAPER.means, counts, axis=0), atol=0.01)


@each_problem
def test_a_smaller_sample_is_part_of_a_larger(truth):
    classes = len(truth.means)
    small, large = (
        truth.draw(np.random.default_rng(5), np.full(classes, count)) for count in (10, 25)
    )
    by_class = large.reshape(classes, 25, -1)
    assert_array_equal(small.reshape(classes, 10, -1), by_class[:, :10])


@each_problem
def test_a_sample_has_the_moments_of_its_classes(truth):
    size, (classes, inputs) = 40_000, truth.means.shape
    means, covariance = truth.means, truth.covariance
    x = truth.draw(np.random.default_rng(6), np.full(classes, size))
    scale = np.sqrt(np.diag(covariance) / size)
    for k, sample in enumerate(x.reshape(classes, size, inputs)):
        assert_allclose((sample.mean(axis=0) - means[k]) / scale, 0, atol=4)
        tolerance = 4 * np.sqrt(2) * size * np.outer(scale, scale) / np.sqrt(size)
        assert (np.abs(np.cov(sample.T) - covariance) < tolerance).all()


def test_a_covariance_that_is_not_positive_definite_is_refused():
    truth = PAPER._replace(covariance=np.array([[1, 2], [2, 1]]))
    with pytest.raises(np.linalg.LinAlgError):
        truth.draw(np.random.default_rng(0), np.ones(4, dtype=int))


@each_problem
def test_without_the_half_the_density_falls_as_the_square_of_the_distance(truth):
    x = points(truth)
    inverse = np.linalg.inv(truth.covariance)
    joint = [
        prior * np.exp(-np.einsum("ni,ij,nj->n", x - mean, inverse, x - mean))
        for mean, prior in zip(truth.means, truth.priors, strict=True)
    ]
    expected = joint / np.sum(joint, axis=0)
    assert_allclose(truth.without_half().posterior(x), expected, rtol=1e-9)


@each_problem
def test_rule_and_bayes_rates_are_those_of_its_parameters(truth):
    assert_array_equal(truth.rule().nodes, mixture_rule(*truth).nodes)
    assert_array_equal(truth.rule().weights, mixture_rule(*truth).weights)
    assert_array_equal(truth.bayes_rates(), bayes_rates(*truth))


@each_problem
def test_a_picture_shows_nearly_all_of_a_sample(truth):
    x = truth.draw(np.random.default_rng(7), np.full(len(truth.means), 10_000))
    low, high = truth.extent()
    assert ((low < x) & (x < high)).all(axis=1).mean() > 0.99


def test_a_number_for_the_covariance_stands_for_its_multiple_of_the_identity():
    assert_array_equal(Gaussian.of([[0, 0, 1], [1, 0, 0]], 2, [0.5, 0.5]).covariance, 2 * np.eye(3))


@each_problem
def test_classes_are_built_from_lists_as_they_were(truth):
    lists = {key: value.tolist() for key, value in truth._asdict().items()}
    for built, own in zip(build({"family": "gaussian"} | lists), truth, strict=True):
        assert_array_equal(built, own)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_is_found_by_its_name(name):
    assert family({"family": name}) is FAMILIES[name]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([[1, 0.5], [0.5, 1]], True),
        ([[1e15, 0], [0, 1e-15]], True),
        ([[1, 0.5], [0.4, 1]], False),
        ([[1, 2], [2, 1]], False),
        ([[1, 1], [1, 1]], False),
        ([[1, 0], [0, 0]], False),
        ([[1, 0]], False),
        ([[1, 0], [0]], False),
        ([[1]], False),
    ],
)
def test_a_covariance_is_square_symmetric_and_positive_definite(rows, expected):
    assert is_covariance(rows, 2) == expected
    settings = {"means": [[0, 0], [1, 1]], "covariance": rows}
    assert [key for key, _, _ in Gaussian.faults(settings)] == ["covariance"] * (not expected)
