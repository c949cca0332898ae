import numpy as np
import pytest
from conftest import PAPER, random_classes
from numpy.testing import assert_allclose
from scipy.stats import norm

from classes.polyhedra import bayes_rates

RIGHT, WRONG = norm.cdf([1, -1])


def product_rates(dimension):
    """Return the rates of classes at the corners of a cube: a coordinate each, independently."""
    rates = np.ones((1, 1))
    for _ in range(dimension):
        rates = np.kron(rates, [[RIGHT, WRONG], [WRONG, RIGHT]])
    return rates


def corners(dimension):
    means = np.stack(np.meshgrid(*[[-1.0, 1.0]] * dimension, indexing="ij"), axis=-1)
    count = 2**dimension
    return means.reshape(count, dimension), np.eye(dimension), np.full(count, 1 / count)


def rates_on_a_line(means, covariance, priors):
    """Cut the line wherever two classes have equal density, and see whose each piece is."""
    scale, centres = np.sqrt(covariance[0, 0]), means[:, 0]
    first, second = np.triu_indices(len(centres), 1)
    gap = centres[second] - centres[first]
    middle = (centres[first] + centres[second]) / 2
    cuts = np.sort(middle - scale**2 * np.log(priors[second] / priors[first]) / gap)
    inside = np.concatenate([[cuts[0] - 1], (cuts[1:] + cuts[:-1]) / 2, [cuts[-1] + 1]])
    owner = np.argmax(norm.logpdf(inside[:, None], centres, scale) + np.log(priors), axis=1)
    edges = np.concatenate([[-np.inf], cuts, [np.inf]])
    mass = np.diff(norm.cdf(edges[:, None], centres, scale), axis=0)
    return np.stack([mass[owner == k].sum(axis=0) for k in range(len(centres))], axis=1)


def test_table_3_in_closed_form():
    rates, error = bayes_rates(*PAPER)
    a, b, c = RIGHT**2, RIGHT * WRONG, WRONG**2
    expected = [[a, b, b, c], [b, a, c, b], [b, c, a, b], [c, b, b, a]]
    assert_allclose(rates, expected, rtol=0, atol=1e-9)
    assert_allclose(np.round([a, b, c], 4), [0.7079, 0.1335, 0.0252])
    assert error.max() < 1e-9


@pytest.mark.parametrize("dimension", [1, 2, 3])
def test_corners_of_a_cube_in_closed_form(dimension):
    rates, error = bayes_rates(*corners(dimension))
    assert (np.abs(rates - product_rates(dimension)) <= 5 * error + 1e-9).all()
    assert error.max() < 1e-3


@pytest.mark.parametrize("seed", range(6))
def test_classes_on_a_line_in_closed_form(seed):
    truth = random_classes(seed, 5, 1)
    assert_allclose(bayes_rates(*truth)[0], rates_on_a_line(*truth), atol=1e-12)


@pytest.mark.parametrize(("seed", "dimension"), [(0, 2), (1, 2), (2, 2), (0, 3), (1, 3), (0, 4)])
def test_five_classes_agree_with_monte_carlo(seed, dimension):
    truth, size = random_classes(seed, 5, dimension), 200_000
    rates, error = bayes_rates(*truth)
    generator = np.random.default_rng(seed)
    for mean, row, row_error in zip(truth.means, rates, error, strict=True):
        x = generator.multivariate_normal(mean, truth.covariance, size)
        shares = np.bincount(truth.posterior(x).argmax(axis=0), minlength=5) / size
        sampling = np.sqrt(row * (1 - row) / size)
        assert (np.abs(shares - row) <= 4.5 * np.hypot(sampling, row_error) + 1e-9).all()


@pytest.mark.parametrize("dimension", [1, 2, 3])
def test_rows_add_to_one(dimension):
    rates, error = bayes_rates(*random_classes(7, 5, dimension))
    assert_allclose(rates.sum(axis=1), 1, atol=1e-9 + 5 * error.max())


@pytest.mark.parametrize("dimension", [2, 3])
def test_classes_in_a_line_through_space_are_those_on_a_line(dimension):
    line = random_classes(1, 4, 1)
    direction = np.linspace(1, 2, dimension) / np.linalg.norm(np.linspace(1, 2, dimension))
    variance = line.covariance[0, 0]
    rates, _ = bayes_rates(line.means * direction, variance * np.eye(dimension), line.priors)
    assert_allclose(rates, rates_on_a_line(*line), atol=1e-10)


def test_classes_in_a_plane_through_space_are_those_in_the_plane():
    plane = random_classes(2, 5, 2)
    means = np.column_stack([plane.means, np.full(5, 0.3)])
    covariance = np.eye(3)
    covariance[:2, :2] = plane.covariance
    rates, _ = bayes_rates(means, covariance, plane.priors)
    assert_allclose(rates, bayes_rates(*plane)[0], atol=1e-9)


@pytest.mark.parametrize("dimension", [1, 2, 3])
def test_of_coincident_classes_the_first_is_ascribed(dimension):
    truth = random_classes(3, 4, dimension)
    rates, error = bayes_rates(*truth)
    again = [0, 1, 2, 3, 0]
    priors = truth.priors[again] / truth.priors[again].sum()
    doubled, _ = bayes_rates(truth.means[again], truth.covariance, priors)
    expected = np.column_stack([rates, np.zeros(4)])[again]
    assert_allclose(doubled, expected, rtol=0, atol=1e-9 + 7 * error.max())


@pytest.mark.parametrize("dimension", [1, 2, 3])
def test_of_coincident_classes_the_more_probable_is_ascribed(dimension):
    rates, _ = bayes_rates(np.ones((3, dimension)), np.eye(dimension), np.array([0.3, 0.4, 0.3]))
    assert_allclose(rates, [[0, 1, 0]] * 3)


@pytest.mark.parametrize("unit", [1e-7, 1e7])
@pytest.mark.parametrize("origin", [0, 1e8])
@pytest.mark.parametrize("dimension", [1, 2])
def test_units_and_origin_change_nothing(dimension, unit, origin):
    means, covariance, priors = corners(dimension)
    rates, _ = bayes_rates(unit * (means + origin), unit**2 * covariance, priors)
    assert_allclose(rates, product_rates(dimension), atol=1e-7)


@pytest.mark.parametrize("distance", [1e-100, 1e-13, 1e-7])
@pytest.mark.parametrize("dimension", [1, 2])
def test_classes_nearly_coincident_are_told_apart_by_chance(dimension, distance):
    means, covariance, priors = corners(dimension)
    rates, _ = bayes_rates(distance * means, covariance, priors)
    assert_allclose(rates, 1 / len(means), atol=1e-7)


@pytest.mark.parametrize("far", [1e3, 1e8, 1e14])
def test_classes_far_away_leave_two_near_ones_as_they_are(far):
    means = np.array([[-1.0, 0], [1, 0], [far, 0], [0, far]])
    rates, _ = bayes_rates(means, np.eye(2), np.full(4, 0.25))
    expected = np.eye(4)
    expected[:2, :2] = [[RIGHT, WRONG], [WRONG, RIGHT]]
    assert_allclose(rates, expected, atol=1e-9)


def test_a_direction_of_huge_variance_tells_nothing_and_one_of_tiny_variance_all():
    rates, _ = bayes_rates(PAPER.means, np.diag([1e15, 1e-15]), PAPER.priors)
    upper, lower = [0.5, 0.5, 0, 0], [0, 0, 0.5, 0.5]
    assert_allclose(rates, [upper, upper, lower, lower], atol=1e-7)


def test_a_class_too_rare_is_never_ascribed():
    means = np.array([[-1.0, 0], [0, 0], [1, 0]])
    rates, _ = bayes_rates(means, np.eye(2), np.array([0.499, 0.002, 0.499]))
    assert_allclose(rates[:, 1], 0, atol=1e-9)
