"""The sampling paradigm, against scikit-learn and the maximum likelihood of SciPy."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats
from scipy.optimize import minimize
from scipy.special import softmax
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from test_families import EXAMPLES

from classes import build
from estimators.densities import DENSITIES, Density, fit_density
from experiment.draws import draw
from experiment.equation4 import posterior_errors
from workflow.scenarios import resolve

LABELS = np.repeat(np.arange(3), [20, 30, 25])


def outputs(fits, x, density="gaussian"):
    upsilon, features = fits["upsilon"], Density(density).features(x, fits)
    return softmax(upsilon[..., :1] + upsilon[..., 1:] @ np.swapaxes(features, -1, -2), axis=-2)


def test_gaussian_densities_are_linear_discriminant_analysis():
    x = np.random.default_rng(0).standard_normal((3, 75, 2)) + LABELS[:, None]
    found = outputs(fit_density(x, LABELS, "gaussian", 3), x)
    for k in range(3):
        peer = LinearDiscriminantAnalysis(solver="lsqr").fit(x[k], LABELS)
        assert_allclose(found[k].T, peer.predict_proba(x[k]), atol=1e-10)


@pytest.mark.parametrize("inputs", [1, 3])
def test_gaussian_densities_of_unequal_covariances_are_quadratic_discriminant_analysis(inputs):
    noise = np.random.default_rng(0).standard_normal((3, 75, inputs))
    x = noise * (1 + LABELS[:, None]) + LABELS[:, None]
    found = outputs(fit_density(x, LABELS, "gaussian_unequal", 3), x, "gaussian_unequal")
    for k in range(3):
        densities = [
            stats.multivariate_normal(rows.mean(axis=0), np.cov(rows.T, bias=True)).logpdf(x[k])
            for rows in (x[k][j == LABELS] for j in range(3))
        ]
        expected = softmax(np.log(np.bincount(LABELS) / 75)[:, None] + densities, axis=0)
        assert_allclose(found[k], expected, atol=1e-10)


@pytest.mark.parametrize("name", [name for name in DENSITIES if name != "gaussian"])
def test_a_large_sample_gives_the_true_posterior(name):
    classes = build(resolve(EXAMPLES[name] | {"priors": [1, 2, 2, 3]})["classes"])
    sample = draw(range(1, 3), 5, "train", classes, 20_000)
    fits = fit_density(*sample, name, 4, getattr(classes, "size", getattr(classes, "sizes", None)))
    nodes = classes.rule().nodes
    weights = classes.rule().weights.mean(axis=0)
    squares = (outputs(fits, nodes[None], name) - classes.posterior(nodes)) ** 2
    error = np.sqrt(squares.sum(axis=1) @ weights)
    assert (error < 0.01).all()
    measured, *_ = posterior_errors({f"density-{name}": fits}, classes)[f"density-{name}"]
    assert_allclose(measured, error, rtol=0.05)


def test_the_shape_of_gamma_densities_maximises_their_likelihood():
    x = np.random.default_rng(1).gamma(2.5, size=(1, 75, 1)) * (1 + LABELS[:, None])

    def minus_log_likelihood(logs):
        shape, *rates = np.exp(logs)
        return -stats.gamma(shape, scale=1 / np.array(rates)[LABELS]).logpdf(x[0, :, 0]).sum()

    best = minimize(minus_log_likelihood, np.zeros(4), tol=1e-10)
    rates = np.exp(best.x[1:])
    upsilon = fit_density(x, LABELS, "gamma", 3)["upsilon"]
    assert_allclose(-upsilon[0, :, 1], rates, rtol=1e-4)


@pytest.mark.parametrize("name", DENSITIES)
def test_a_class_that_a_sample_lacks_gets_no_probability(name):
    x = 1.0 + np.random.default_rng(2).integers(0, 5, (2, 75, 2))
    size = [9.0, 7.0, 8.0] if "unequal" in name else 9.0
    fits = fit_density(x, np.where(LABELS == 1, 0, LABELS), name, 3, size)
    found = outputs(fits, x, name)
    assert (fits["status"] == "gradient").all()
    assert (found[:, 1] == 0).all()
    assert_allclose(found.sum(axis=1), 1)


@pytest.mark.parametrize("name", ["poisson", "binomial", "negative_binomial", "geometric"])
def test_counts_that_are_all_zero_give_finite_outputs(name):
    x = np.zeros((1, 75, 1))
    x[0, LABELS == 2] = 1
    fits = fit_density(x, LABELS, name, 3, 4.0)
    assert np.isfinite(fits["upsilon"]).all()
    assert_allclose(outputs(fits, x)[0, 2, LABELS == 2], 1, atol=1e-6)


def test_a_sample_without_a_maximum_is_left_out():
    x = np.ones((1, 75, 2))
    assert fit_density(x, LABELS, "gaussian", 3)["status"] == ["non_finite"]
