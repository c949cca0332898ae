"""What each estimator can reach: nothing is left where the truth is among what it expresses."""

import numpy as np
import pandas as pd
import pytest
import yaml
from conftest import PAPER, ROOT
from numpy.testing import assert_allclose
from scipy.optimize import minimize

from classes.gaussian import Gaussian
from estimators import ESTIMATORS, named
from estimators.network import objective, pack, start_weights
from experiment.equation4 import posterior_errors
from experiment.population import population_fits, sizes
from floor import floor_table
from report.claims.theory import closure, closure_table, reach_in_words
from workflow.scenarios import resolve

CONFIG = yaml.safe_load((ROOT / "config.yaml").read_text("utf-8"))
LOGISTIC, SOFTMAX, LIKELIHOOD = map(
    named, ("logistic-least_squares", "softmax-least_squares", "softmax-cross_entropy")
)


def settings_of(**change):
    return resolve(CONFIG | change)


def floor_of(estimator, **change):
    """Return the posterior error that an estimator reaches."""
    settings = settings_of(**change)
    fits = population_fits(settings, estimator, 1000, (300,))
    classes = Gaussian.of(**{key: settings["classes"][key] for key in Gaussian._fields})
    return posterior_errors({estimator.name: fits}, classes)[estimator.name][0][0]


@pytest.mark.parametrize("estimator", [SOFTMAX, LIKELIHOOD], ids=lambda each: each.name)
def test_softmax_of_linear_scores_is_the_truth_itself(estimator):
    assert floor_of(estimator, hidden_units=0) < 1e-5
    classes = {"means": [[0, 0, 0], [1, 0, 2], [0, 1, 0]], "priors": [1, 2, 3]}
    assert floor_of(estimator, hidden_units=0, **classes) < 1e-5


def test_of_two_classes_a_logistic_of_linear_scores_is_the_truth_too():
    assert floor_of(LOGISTIC, hidden_units=0, means=[[-1], [1]]) < 1e-5


def test_classes_that_coincide_are_met_by_constant_outputs():
    for estimator in (LOGISTIC, SOFTMAX, LIKELIHOOD):
        assert floor_of(estimator, means=[[0, 0]] * 3, priors=[1, 2, 3]) < 1e-4


def test_two_hidden_units_hold_the_truth_with_softmax_and_not_with_logistic_outputs():
    assert floor_of(SOFTMAX) < 1e-3
    assert floor_of(LIKELIHOOD) < 1e-3
    assert 0.09 < floor_of(LOGISTIC) < 0.1


def test_linear_scores_of_logistic_outputs_end_at_the_least_squares_of_the_mixture():
    """Each output is fitted by itself: an independent minimisation at the nodes of the rule."""
    rule = PAPER.rule()
    weights, exact = rule.weights.mean(axis=0), PAPER.posterior(rule.nodes)
    x = np.column_stack([np.ones(len(rule.nodes)), rule.nodes])

    def square(beta, target):
        return weights @ (1 / (1 + np.exp(-x @ beta)) - target) ** 2

    least = sum(minimize(square, np.zeros(3), args=(target,)).fun for target in exact)
    assert_allclose(floor_of(LOGISTIC, hidden_units=0), np.sqrt(least), rtol=2e-3)


@pytest.mark.parametrize("estimator", ESTIMATORS, ids=lambda each: each.name)
def test_targets_that_are_one_of_q_are_the_labels(estimator):
    generator = np.random.default_rng(0)
    x, labels = generator.standard_normal((1, 30, 2)), generator.integers(3, size=30)
    omega, upsilon = start_weights(generator, 2, 4, 3, 1.0)
    point = pack(omega[None], upsilon[None])
    ours, theirs = (
        objective(x, given, 4, 3, estimator)(point, np.array([0]))
        for given in (labels, 1.0 * (labels == np.arange(3)[:, None]))
    )
    assert_allclose(ours[0], theirs[0])
    assert_allclose(ours[1], theirs[1])


@pytest.mark.parametrize("estimator", ESTIMATORS, ids=lambda each: each.name)
def test_the_gradient_is_that_of_the_penalty_for_any_targets(estimator):
    generator = np.random.default_rng(1)
    x, targets = generator.standard_normal((1, 20, 2)), generator.dirichlet(np.ones(3), 20).T
    start = pack(*(each[None] for each in start_weights(generator, 2, 2, 3, 1.0)))
    function = objective(x, targets, 2, 3, estimator)
    _, gradient = function(start, np.array([0]))
    steps = 1e-6 * np.eye(start.shape[1])
    ends = [function(start + sign * steps, np.zeros(len(steps), int))[0] for sign in (1, -1)]
    assert_allclose(gradient[0], (ends[0] - ends[1]) / 2e-6, rtol=1e-5, atol=1e-6)


def test_sizes_are_of_slopes_and_weights_without_biases():
    omega = np.array([[[9, 3, 4], [0, 0, 1.0]], [[np.nan] * 3] * 2])
    upsilon = np.array([[[500, 1, -2], [7, 0, 1.0]]] * 2)
    fits = {"omega": omega, "upsilon": upsilon, "status": np.array(["gradient", "non_finite"])}
    assert_allclose(sizes(fits), [[1, 2], [np.nan, np.nan]])
    without = fits | {"omega": np.empty((2, 0, 3))}
    assert_allclose(sizes(without), [[np.nan, 2], [np.nan, np.nan]])


def rows_of(errors, estimator="softmax-least_squares"):
    columns = {"estimator": estimator, "fitted_to": "posterior", "iterations": [300, 3000]}
    return pd.DataFrame(columns | {"fits": 5, "posterior_error": errors})


@pytest.mark.parametrize(
    ("errors", "says"),
    [
        ([0.1, 0.1], "has a floor, 0.1000, the same from 300 to 3000 iterations"),
        ([0.1, 0.06], "has come to 0.0600, 40 % lower from 300 to 3000 iterations"),
        ([0.1, 0.0002], "comes to it within 0.001: no floor is seen"),
        ([0.0, 0.0], "comes to it within 0.001: no floor is seen"),
        ([np.nan, np.nan], "has no finite fit"),
    ],
)
def test_a_floor_is_told_only_where_more_iterations_lower_nothing(errors, says):
    assert reach_in_words(rows_of(errors)) == f"softmax + least squares {says}"


class Given:
    """Evidence of a floor alone."""

    estimators = (SOFTMAX.name,)

    def __init__(self, settings, floor):
        self.settings, self.floor, self.classes = settings, floor, PAPER


@pytest.mark.parametrize("hidden_units", [0, 2])
def test_the_finding_holds_for_fits_and_where_none_is_finite(hidden_units):
    settings = settings_of(hidden_units=hidden_units)
    shape = (3, hidden_units, 3), (3, 4, (hidden_units or 2) + 1)
    fits = {"omega": np.ones(shape[0]), "upsilon": np.full(shape[1], 101.0)}
    for status, says in (("gradient", "above 100 in 100 %"), ("non_finite", "none is finite")):
        fitted = {SOFTMAX.name: [fits | {"status": np.full(3, status)}]}
        evidence = Given(settings, floor_table(settings, fitted, 40, (2, 5)))
        found = closure(evidence).found
        assert says in found
        assert ("ω → 0" in found) == (hidden_units > 0)
        assert "nan" not in str(closure_table(evidence))
