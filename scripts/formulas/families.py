"""Footnote 2: for which distributions are log-odds of two classes linear in x, as equation (3)?"""

from typing import Any, NamedTuple

import numpy as np
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
