import tracemalloc

import numpy as np
import pytest
from conftest import PAPER, random_classes
from numpy.testing import assert_allclose
from scipy.integrate import quad
from scipy.linalg import hadamard
from scipy.spatial.distance import pdist
from scipy.special import expit
from scipy.stats import norm

from classes.gaussian import Gaussian
from classes.quadrature import HALVINGS, SPACING, TAIL, Rule, mixture_rule
from estimators import Estimator
from estimators.network import outputs
from experiment.draws import draw
from experiment.equation4 import WANTED, posterior_error, posterior_errors
from experiment.fits import fit_range

PROBLEMS = {
    "paper": PAPER,
    "line": random_classes(0, 3, 1),
    "plane": random_classes(1, 5, 2),
    "space": random_classes(2, 5, 3),
}
each_problem = pytest.mark.parametrize("truth", PROBLEMS.values(), ids=PROBLEMS)


def agrees(truth, function, expected):
    """Is the integral right, to the accuracy that the rule states and what its tail may hold?"""
    integral, accuracy = mixture_rule(*truth).integrate(function)
    tail = TAIL * np.abs(function).max()
    return (np.abs(integral - expected) <= accuracy + 2 * tail + 1e-12).all()


def rules(truth):
    """Return the rule of the classes, and the finer ones."""
    found = [mixture_rule(*truth)]
    while found[-1].finer:
        found.append(found[-1].finer())
    return found


@each_problem
def test_each_part_is_a_probability(truth):
    for rule in rules(truth):
        assert (rule.weights >= 0).all()
        assert_allclose(rule.weights.sum(axis=1), 1, rtol=1e-12)


@each_problem
def test_first_and_second_moments_are_those_of_the_mixture(truth):
    means, priors = truth.means, truth.priors
    x = mixture_rule(*truth).nodes.T
    assert agrees(truth, x, priors @ means)
    assert agrees(truth, x[:, None] * x, truth.covariance + (means.T * priors) @ means)


@each_problem
@pytest.mark.parametrize("steepness", [0.5, 2])
def test_a_logistic_function_has_the_integral_of_its_projection(truth, steepness):
    slopes = steepness * np.linspace(1, -0.5, truth.means.shape[1])
    scale = np.sqrt(slopes @ truth.covariance @ slopes)
    expected = sum(
        prior
        * quad(lambda z, m: expit(z) * norm.pdf(z, m, scale), m - 9 * scale, m + 9 * scale, m)[0]
        for prior, m in zip(truth.priors, truth.means @ slopes, strict=True)
    )
    assert agrees(truth, expit(mixture_rule(*truth).nodes @ slopes), expected)


@each_problem
def test_the_mean_posterior_is_the_prior(truth):
    probabilities = truth.posterior(mixture_rule(*truth).nodes)
    assert agrees(truth, probabilities, truth.priors)


@pytest.mark.parametrize(("name", "limit"), [("line", 1e-9), ("plane", 1e-6), ("space", 1e-2)])
def test_the_stated_accuracy_is_useful(name, limit):
    rule = mixture_rule(*PROBLEMS[name])
    _, accuracy = rule.integrate(PROBLEMS[name].posterior(rule.nodes))
    assert accuracy.max() < limit


def test_stacks_of_functions_are_integrated_one_by_one():
    rule = mixture_rule(*PAPER)
    values = np.random.default_rng(0).standard_normal((2, 3, len(rule.nodes)))
    together = rule.integrate(values)
    alone = [[rule.integrate(each) for each in row] for row in values]
    assert_allclose(together, np.moveaxis(alone, -1, 0), rtol=1e-12)


@pytest.mark.parametrize("parts", [2, 4, 16])
def test_the_accuracy_is_half_the_largest_difference_of_two_halves(parts):
    values = np.random.default_rng(parts).standard_normal((3, parts))
    integral, accuracy = Rule(np.empty((parts, 1)), np.eye(parts)).integrate(values)
    halves = [(values @ (signs > 0), values @ (signs < 0)) for signs in hadamard(parts)[1:]]
    differences = [np.abs(first - second) / (parts / 2) for first, second in halves]
    assert_allclose(accuracy, np.max(differences, axis=0) / 2)
    assert_allclose(integral, values.mean(axis=1))


@pytest.mark.parametrize("name", PROBLEMS)
def test_finer_rules_halve_the_spacing_of_a_grid(name):
    sizes = [len(rule.nodes) for rule in rules(PROBLEMS[name])]
    p = PROBLEMS[name].means.shape[1]
    assert len(sizes) == (1 + HALVINGS if p in SPACING else 1)
    assert_allclose(np.divide(sizes[1:], sizes[:-1]), 2**p, rtol=0.01)


def test_no_two_nodes_coincide():
    assert pdist(mixture_rule(*PAPER).nodes).min() > 0.99 * SPACING[2]


@pytest.mark.parametrize(
    "means",
    [
        [[-1e3, 1e3], [1e3, 1e3], [-1e3, -1e3], [1e3, -1e3]],
        [[1e15 * k, -1e15 * k] for k in range(6)],
        [[9.0 * k, 0] for k in range(12)],
        [[-1e9], [0], [1], [1e9]],
    ],
    ids=["square", "six", "chain", "line"],
)
def test_the_grid_is_only_where_the_density_is(means):
    truth = Gaussian.of(means, 1.0, np.full(len(means), 1 / len(means)))
    one = Gaussian.of(means[:1], 1.0, [1.0])
    tracemalloc.start()
    rule = mixture_rule(*truth)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1e8
    assert len(rule.nodes) <= 1.1 * len(means) * len(mixture_rule(*one).nodes)
    probabilities = truth.posterior(rule.nodes)
    integral, accuracy = rule.integrate(probabilities)
    assert (np.abs(integral - truth.priors) <= accuracy + 1e-8).all()


def brute_force(fits, activation):
    """Return equation (4) from a grid along the axes that is far finer than any rule's."""
    line = np.arange(-7.5, 7.5, 1 / 40)
    x = np.stack(np.meshgrid(line, line), axis=-1).reshape(-1, 2)
    density = norm.pdf(x - PAPER.means[:, None]).prod(axis=-1).mean(axis=0)
    x, density = x[density > 1e-11], density[density > 1e-11]
    exact = PAPER.posterior(x)
    squares = [
        ((outputs(x, *each, activation)[0] - exact) ** 2).sum(axis=0) @ density
        for each in zip(fits["omega"][:, None], fits["upsilon"][:, None], strict=True)
    ]
    return np.sqrt(squares / density.sum())


@pytest.mark.parametrize(
    "estimator",
    [Estimator("logistic", "least_squares"), Estimator("softmax", "least_squares")],
    ids=lambda each: each.name,
)
def test_the_accuracy_stated_for_fitted_networks_holds(estimator):
    # The fits of the last have hidden units that are steps almost along an axis.
    trials = [*range(1, 28), 183, 332, 534]
    network = {"hidden_units": 2, "start_range": 1.0}
    fitting = {"iterations": 300, "starts": 1}
    sample = draw(trials, 1997, "train", PAPER, 100)
    fits = fit_range(trials, 1997, sample, estimator, 4, network, fitting)
    expected = brute_force(fits, estimator.activation)
    error, accuracy, _ = posterior_errors({estimator.name: fits}, PAPER)[estimator.name]
    assert (np.abs(error - expected) > accuracy + 1e-8).sum() <= 1
    assert (np.abs(error - expected) > 1e-6).sum() <= 2
    assert np.abs(error - expected).max() < 1e-3
    assert np.mean(accuracy < WANTED) > 0.9
    rule = mixture_rule(*PAPER)
    coarse, *_ = posterior_error(fits, estimator, PAPER.posterior(rule.nodes), rule)
    assert (np.abs(coarse - expected) > 1e-6).sum() >= (np.abs(error - expected) > 1e-6).sum()
