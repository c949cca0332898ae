"""The asymptotic error of the correct softmax: closed forms, and what fits come to."""

from math import exp, pi, sqrt

import numpy as np
import pandas as pd
import pytest
from conftest import PAPER, random_classes
from numpy.testing import assert_allclose
from scipy.integrate import quad

from analysis import monte_carlo, summary
from analysis.asymptotics import ASYMPTOTIC, beside_theory, constants, with_asymptotic_errors
from classes.gaussian import Gaussian
from estimators import Estimator
from experiment.draws import draw
from experiment.equation4 import posterior_errors
from experiment.fits import fit_range
from experiment.measures import measure_range

LINE = Gaussian.of([[-1.0], [1.0]], 1.0, [0.4, 0.6])
FITTING = {"optimiser": "bfgs", "iterations": 300, "weight_decay": 0.0, "starts": 1}
NETWORK = {"hidden_units": 0, "start_range": 1.0}


def two_classes_on_a_line(classes, squared, stratified):
    """Return c by numerical integration of the scores of a logistic regression.

    Both penalties are functions of p = P(C_1|x) = σ(a + bx) alone: the score of cross-entropy is
    (p − t)(1, x), that of least squares 2 p(1 − p)(p − t)(1, x).
    """

    def mean(function, density):
        return quad(lambda x: function(x) * density(x), -12, 12, epsabs=1e-12, limit=200)[0]

    densities = [
        lambda x, centre=centre: exp(-((x - centre) ** 2) / 2) / sqrt(2 * pi)
        for (centre,) in classes.means
    ]

    def p(x):
        joint = [
            prior * density(x) for prior, density in zip(classes.priors, densities, strict=True)
        ]
        return joint[0] / sum(joint)

    def weight(x):
        return 2 * p(x) * (1 - p(x)) if squared else 1

    def mixture(x):
        return sum(
            prior * density(x) for prior, density in zip(classes.priors, densities, strict=True)
        )

    def matrix(function, density):
        moments = [mean(lambda x, k=k: function(x) * x**k, density) for k in range(3)]
        return np.array([moments[:2], moments[1:]])

    def variance(x):
        return p(x) * (1 - p(x))

    A, V = matrix(lambda x: weight(x) * variance(x), mixture), np.zeros((2, 2))
    for t, density, prior in zip((1, 0), densities, classes.priors, strict=True):

        def score(x, t=t):
            return weight(x) * (p(x) - t)

        V += prior * matrix(lambda x, score=score: score(x) ** 2, density)
        if stratified:
            middle = matrix(score, density)[0]
            V -= prior * np.outer(middle, middle)
    squares = matrix(lambda x: 2 * variance(x) ** 2, mixture)
    inverse = np.linalg.inv(A)
    return np.trace(squares @ inverse @ V @ inverse)


@pytest.mark.parametrize("stratified", [True, False])
def test_two_classes_on_a_line_have_the_constants_of_logistic_regression(stratified):
    found = constants(LINE, stratified)
    for penalty, c in found.items():
        expected = two_classes_on_a_line(LINE, penalty == "least_squares", stratified)
        assert_allclose(c, expected, rtol=1e-7)


def test_fixed_class_sizes_leave_less_error_and_maximum_likelihood_the_least():
    for seed, (q, p) in enumerate([(2, 1), (3, 2), (4, 2), (5, 3)]):
        classes = random_classes(seed, q, p)
        fixed, free = constants(classes), constants(classes, stratified=False)
        assert fixed["cross_entropy"] < fixed["least_squares"]
        assert all(0 < fixed[penalty] < free[penalty] for penalty in fixed)


def test_classes_that_coincide_have_as_many_constants_as_free_coefficients():
    """The posterior is the priors: G has the eigenvalue 1/q, q − 1 times, for each of (1, x).

    Of the offsets nothing is left to estimate where the numbers of each class are fixed.
    """
    same = Gaussian.of(np.zeros((3, 2)), 1.0, np.full(3, 1 / 3))
    for c in constants(same, stratified=False).values():
        assert_allclose(c, 3 * 2 / 3, rtol=1e-6)
    for c in constants(same).values():
        assert_allclose(c, 2 * 2 / 3, rtol=1e-6)


def test_the_constants_do_not_depend_on_origin_and_units_of_x():
    moved = PAPER._replace(means=1e4 + 1e-3 * PAPER.means, covariance=1e-6 * PAPER.covariance)
    for penalty, c in constants(PAPER).items():
        assert_allclose(constants(moved)[penalty], c, rtol=1e-5)


def test_classes_that_do_not_overlap_have_none():
    apart = PAPER._replace(means=1e3 * PAPER.means)
    assert np.isnan(list(constants(apart).values())).all()
    rows = summary_of(20, PAPER, 40)
    assert len(with_asymptotic_errors(rows, constants(apart), 40 * len(apart.priors))) == len(rows)


def test_classes_whose_posterior_is_no_softmax_have_none():
    class Others(tuple):
        priors = PAPER.priors

    rows = summary_of(20, PAPER, 40)
    assert with_asymptotic_errors(rows, constants(Others()), 40) is rows


def test_the_papers_problem_has_the_errors_that_were_worked_out_for_it():
    errors = {penalty: np.sqrt(c / 400) for penalty, c in constants(PAPER).items()}
    assert_allclose(errors["cross_entropy"], 0.0642, atol=5e-5)
    assert_allclose(errors["least_squares"], 0.0767, atol=5e-5)


ESTIMATORS = [Estimator("softmax", penalty) for penalty in ("least_squares", "cross_entropy")]


def fitted(count, classes, per_class):
    trials = range(1, count + 1)
    sample = draw(trials, 5, "train", classes, per_class)
    q = len(classes.priors)
    return {e.name: fit_range(trials, 5, sample, e, q, NETWORK, FITTING) for e in ESTIMATORS}


def summary_of(count, classes, per_class):
    fits, trials = fitted(count, classes, per_class), range(1, count + 1)
    rows = measure_range(trials, classes, draw(trials, 5, "test", classes, 10), fits)
    (moments,) = monte_carlo.moments([pd.DataFrame(rows)], summary.values)
    return summary.summarise(moments)


@pytest.mark.parametrize(
    "classes", [PAPER, Gaussian.of([[0, 0], [1, 1], [2, 0]], 1.0, [0.2, 0.5, 0.3])]
)
def test_the_errors_of_fits_to_large_samples_are_the_asymptotic_ones(classes):
    trials, per_class = 200, 500
    for name, (error, *_) in posterior_errors(fitted(trials, classes, per_class), classes).items():
        c = len(classes.priors) * per_class * error**2
        expected = constants(classes)[name.partition("-")[2]]
        assert abs(c.mean() - expected) < 4 * c.std() / np.sqrt(trials)
        assert c.std() / np.sqrt(trials) < 0.06 * expected  # fine enough to tell stratification


def test_a_summary_has_the_errors_of_its_softmax_estimators_and_they_are_exact():
    rows = with_asymptotic_errors(summary_of(20, PAPER, 40), constants(PAPER), 160)
    added = rows[rows["measure"] == ASYMPTOTIC].set_index("estimator")
    assert set(added.index) == {each.name for each in ESTIMATORS}
    for name, c in constants(PAPER).items():
        assert_allclose(added.loc[f"softmax-{name}", "mean"], np.sqrt(c / 160))
    assert (added.drop(columns=["measure", "mean"]) == 0).all(axis=None)
    other = rows[rows["estimator"] == "softmax-least_squares"]
    again = with_asymptotic_errors(other[other["measure"] != ASYMPTOTIC], constants(PAPER), 160)
    assert set(again["estimator"]) == {"softmax-least_squares"}


def test_the_root_mean_square_is_that_of_the_trials():
    trials = 200
    fits = fitted(trials, PAPER, 40)
    table = beside_theory(
        with_asymptotic_errors(summary_of(trials, PAPER, 40), constants(PAPER), 160).set_index(
            ["estimator", "measure"]
        )
    )
    generator = np.random.default_rng(0)
    for name, (error, *_) in posterior_errors(fits, PAPER).items():
        assert_allclose(table.loc[name, "observed"], np.sqrt((error**2).mean()))
        samples = error[generator.integers(trials, size=(2000, trials))]
        spread = np.sqrt((samples**2).mean(axis=1)).std()
        assert spread < table.loc[name, "error"] < 1.5 * spread
