import numpy as np
import pytest
from conftest import PAPER, random_classes
from numpy.testing import assert_allclose
from scipy.integrate import quad
from scipy.special import expit
from scipy.stats import norm

from classes.quadrature import mixture_rule

PROBLEMS = {
    "paper": PAPER,
    "line": random_classes(0, 3, 1),
    "plane": random_classes(1, 5, 2),
    "space": random_classes(2, 5, 3),
}
each_problem = pytest.mark.parametrize("truth", PROBLEMS.values(), ids=PROBLEMS)


def agrees(truth, function, expected):
    """Is the integral right, to the accuracy that the rule states?"""
    integral, accuracy = mixture_rule(*truth).integrate(function)
    return (np.abs(integral - expected) <= 4 * accuracy + 1e-9).all()


@each_problem
def test_each_half_is_a_probability(truth):
    weights = mixture_rule(*truth).weights
    assert (weights >= 0).all()
    assert_allclose(weights.sum(axis=1), 1, rtol=1e-12)


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


@pytest.mark.parametrize(("name", "limit"), [("line", 1e-9), ("plane", 1e-4), ("space", 1e-3)])
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
