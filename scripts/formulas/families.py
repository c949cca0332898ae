"""For which classes are log-odds linear in x, as equation (3), and how far are others from it?"""

from typing import Any, NamedTuple

import numpy as np
from scipy.special import softmax
from scipy.stats import binom, expon, gamma, geom, nbinom, norm, poisson, rv_discrete, uniform

COUNTS, REAL = np.arange(16.0), np.linspace(0.05, 6, 120)  # where densities are compared
Distribution = Any  # of scipy.stats, with its parameters


class Case(NamedTuple):
    """Two distributions of one family."""

    family: str
    parameters: str
    common: bool  # do they share the parameters that are no θ in equation (3)?
    first: Distribution
    second: Distribution


CASES = [
    Case("binomial", "n = 10; p = 0.3, 0.6", True, binom(10, 0.3), binom(10, 0.6)),
    Case("binomial", "n = 10, 14; p = 0.3, 0.6", False, binom(10, 0.3), binom(14, 0.6)),
    Case("Poisson", "mean 2, 5", True, poisson(2), poisson(5)),
    Case("negative binomial", "r = 3; p = 0.3, 0.6", True, nbinom(3, 0.3), nbinom(3, 0.6)),
    Case("negative binomial", "r = 3, 6; p = 0.3, 0.6", False, nbinom(3, 0.3), nbinom(6, 0.6)),
    Case("gamma", "shape 2; scale 1, 2", True, gamma(2), gamma(2, scale=2)),
    Case("gamma", "shape 2, 4; scale 1, 2", False, gamma(2), gamma(4, scale=2)),
    Case("Gaussian", "variance 1; mean 0, 1", True, norm(0, 1), norm(1, 1)),
    Case("Gaussian", "variance 1, 4; mean 0, 1", False, norm(0, 1), norm(1, 2)),
    Case("uniform", "from 0 to 1, to 2", True, uniform(0, 1), uniform(0, 2)),
    Case("geometric", "p = 0.2, 0.5", True, geom(0.2), geom(0.5)),
    Case("exponential", "scale 1, 2", True, expon(), expon(scale=2)),
]


def from_linear(case: Case) -> tuple[float, float]:
    """Return how far the log-odds of two distributions are from a linear function of x.

    Returns
    -------
    departure : float
        Largest distance from the straight line of least squares, where both densities are positive.
    infinite : float
        Probability of an x at which the other's density is 0, the larger of the two.
    """
    pair = case.first, case.second
    with np.errstate(divide="ignore"):
        logs = np.array([log_density(each) for each in pair])
    both = np.isfinite(logs).all(axis=0)
    odds, x = logs[0, both] - logs[1, both], points(case.first)[both]
    departure = np.abs(odds - np.polynomial.Polynomial.fit(x, odds, 1)(x)).max()
    return departure, max(beyond(*pair), beyond(*pair[::-1]))


def discrete(distribution: Distribution) -> bool:
    return isinstance(distribution.dist, rv_discrete)


def points(distribution: Distribution) -> np.ndarray:
    return COUNTS if discrete(distribution) else REAL


def log_density(distribution: Distribution) -> np.ndarray:
    """Return the logarithm of the density, or of the probability, at the points."""
    name = "logpmf" if discrete(distribution) else "logpdf"
    return getattr(distribution, name)(points(distribution))


def beyond(distribution: Distribution, other: Distribution) -> float:
    """Return the probability of an x outside the support of another distribution."""
    low, high = other.support()
    return distribution.cdf(low - discrete(other)) + distribution.sf(high)


def from_softmax_of_linear(classes) -> float:
    """Return the distance, equation (4), of the posterior from softmax of linear functions.

    They are those of `linear_functions`.
    """
    rule = classes.rule()
    nodes, weights = rule.nodes, rule.weights.mean(axis=0)
    offsets, slopes = np.split(linear_functions(classes)[0], [1], axis=1)
    nearest = softmax(offsets + slopes @ nodes.T, axis=0)
    return float(np.sqrt(((nearest - classes.posterior(nodes)) ** 2).sum(axis=0) @ weights))


def linear_functions(classes) -> tuple[np.ndarray, float, float]:
    """Return the linear functions whose softmax comes nearest to the posterior.

    Those of equation (3) where the family has them; else those nearest, by least squares over the
    mixture, to the logarithms of prior and density, centred over the classes.

    Returns
    -------
    linear : (q, p + 1) array
        Offset in column 0, then the slopes.
    departure : float
        Root mean square over mixture and classes of what the linear functions leave of these
        logarithms, where all are finite.
    undefined : float
        Share of the mixture where one is not.
    """
    rule = classes.rule()
    nodes, weights = rule.nodes, rule.weights.mean(axis=0)
    scores = np.log(classes.priors)[:, None] + classes.log_densities(nodes)
    finite = np.isfinite(scores).all(axis=0)
    centred = scores[:, finite] - scores[:, finite].mean(axis=0)
    basis = np.column_stack([np.ones(finite.sum()), nodes[finite]])
    root = np.sqrt(weights[finite] / weights.sum())[:, None]
    if hasattr(classes, "coefficients"):
        linear = classes.coefficients()
        nearest = linear - linear.mean(axis=0)
    else:
        linear = nearest = np.linalg.lstsq(root * basis, root * centred.T)[0].T
    left = root.T * (centred - nearest @ basis.T)
    departure = np.sqrt((left**2).mean(axis=0).sum()) if finite.any() else np.nan
    return linear, float(departure), float(weights[~finite].sum() / weights.sum())
