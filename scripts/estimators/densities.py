"""The sampling paradigm: maximum likelihood of the densities P(x|C), plugged into Bayes' rule.

Of classes of one exponential family with a common scale the result is the softmax of a linear
function, equation (3), as a network without hidden units has it: with Gaussian densities, linear
discriminant analysis. It maximises the likelihood of x and the class; the multinomial logit, of the
same form, that of the class given x (Efron, Journal of the American Statistical Association 70,
1975).
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

Pair = tuple[np.ndarray, np.ndarray]  # θ (R, q, p) and Σ_j b(θ_j) (R, q)
SMALLEST = 1e-8  # a mean or a probability is no nearer to the limits of its space


class Density(NamedTuple):
    """The estimator that models P(x|C) by a family of densities."""

    density: str

    @property
    def name(self) -> str:
        """What files and tables call it."""
        return f"density-{self.density}"

    activation = "softmax"  # of its linear function


class Statistics(NamedTuple):
    """What the maximum likelihood estimates are functions of."""

    x: np.ndarray  # training samples, (R, n, p)
    of_class: np.ndarray  # 1 where an observation is of a class, (q, n)
    means: np.ndarray  # of each class, (R, q, p)
    size: float | None  # the draws of a binomial, the size of a negative binomial

    def each(self, values: np.ndarray) -> np.ndarray:
        """Return for each observation (R, n, p) the value (R, q, p) of its class."""
        return self.of_class.T @ values


def gaussian(of: Statistics) -> Pair:
    """Return θ and Σ b(θ) of Gaussian densities with a common covariance matrix."""
    away = of.x - of.each(of.means)
    covariance = np.swapaxes(away, 1, 2) @ away / away.shape[1]
    singular = np.linalg.matrix_rank(covariance) < away.shape[2]
    covariance[singular] = np.nan
    with np.errstate(invalid="ignore"):
        slopes = np.swapaxes(np.linalg.solve(covariance, np.swapaxes(of.means, 1, 2)), 1, 2)
    return slopes, 0.5 * np.vecdot(slopes, of.means)


def poisson(of: Statistics) -> Pair:
    """Return θ = log λ and Σ b(θ) = Σ λ of Poisson densities."""
    means = np.maximum(of.means, SMALLEST)
    return np.log(means), means.sum(axis=2)


def binomial(of: Statistics) -> Pair:
    """Return θ = log{π/(1 − π)} and Σ b(θ) = −m Σ log(1 − π) of binomial densities of m draws."""
    share = np.clip(of.means / of.size, SMALLEST, 1 - SMALLEST)
    return np.log(share) - np.log1p(-share), -of.size * np.log1p(-share).sum(axis=2)


def negative_binomial(of: Statistics) -> Pair:
    """Return θ = log(1 − π) and Σ b(θ) = −r Σ log π of negative binomial densities of size r."""
    means = np.maximum(of.means, SMALLEST)
    return -np.log1p(of.size / means), of.size * np.log1p(means / of.size).sum(axis=2)


def gamma(of: Statistics) -> Pair:
    """Return θ = −β and Σ b(θ) = −ν Σ log β of gamma densities; their common shape ν is fitted.

    ν solves log ν − ψ(ν) = the mean of log μ̂ − log x over all numbers (Choi & Wette, Technometrics
    11, 1969).
    """
    from scipy.special import digamma, polygamma  # slow to import

    gap = (of.each(np.log(of.means)) - np.log(of.x)).mean(axis=(1, 2))
    shape = (3 - gap + np.sqrt((gap - 3) ** 2 + 24 * gap)) / (12 * gap)
    for _ in range(5):  # of Newton's method; the start is right to 2 %
        wrong = np.log(shape) - digamma(shape) - gap
        shape -= wrong / (1 / shape - polygamma(1, shape))
    return gamma_of_shape(of.means, shape[:, None, None])


def exponential(of: Statistics) -> Pair:
    """Return θ = −β and Σ b(θ) = −Σ log β of exponential densities."""
    return gamma_of_shape(of.means, np.ones(1))


def gamma_of_shape(means: np.ndarray, shape: np.ndarray) -> Pair:
    """Return θ = −β and Σ b(θ) of gamma densities of these means and this shape."""
    rates = shape / means
    return -rates, -(shape * np.log(rates)).sum(axis=2)


DENSITIES: dict[str, Callable[[Statistics], Pair]] = {
    "gaussian": gaussian,
    "poisson": poisson,
    "binomial": binomial,
    "negative_binomial": negative_binomial,
    "geometric": lambda of: negative_binomial(of._replace(size=1.0)),
    "gamma": gamma,
    "exponential": exponential,
}


def fit_density(
    x: np.ndarray, labels: np.ndarray, density: str, classes: int, size: float | None = None
) -> dict[str, np.ndarray]:
    """Return the maximum likelihood fits, as a network without hidden units has its weights.

    Parameters
    ----------
    x : (R, n, p) array
        Training samples.
    labels : (n,) array of int
        Their classes. One that a sample lacks gets the probability 0.
    density : str
        A key of `DENSITIES`.
    classes : int
        q.
    size : float, optional
        The draws of a binomial, the size of a negative binomial: known.

    Returns
    -------
    dict
        `omega` (R, 0, p+1), `upsilon` (R, q, p+1), the same as starts; `objective`, the
        cross-entropy at the fit, `iterations` and `status` (R,): `gradient`, or `non_finite` where
        the likelihood has no maximum, as within a class no feature varies.
    """
    of_class = (labels == np.arange(classes)[:, None]).astype(float)
    counts = of_class.sum(axis=1)
    present = counts > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        means = of_class[present] @ x / counts[present, None]
        theta, b = DENSITIES[density](Statistics(x, of_class[present], means, size))
    upsilon = np.zeros((len(x), classes, x.shape[2] + 1))
    upsilon[:, ~present, 0] = -np.inf
    upsilon[:, present, 0] = np.log(counts[present] / counts.sum()) - b
    upsilon[:, present, 1:] = theta
    scores = upsilon[..., :1] + upsilon[..., 1:] @ np.swapaxes(x, 1, 2)
    of_label = np.take_along_axis(scores, np.tile(labels, (len(x), 1, 1)), axis=1)[:, 0]
    with np.errstate(invalid="ignore"):
        objective = (np.logaddexp.reduce(scores, axis=1) - of_label).sum(axis=1)
    omega = np.zeros((len(x), 0, x.shape[2] + 1))
    return {
        "start_omega": omega,
        "omega": omega,
        "start_upsilon": upsilon,
        "upsilon": upsilon,
        "objective": objective,
        "iterations": np.zeros(len(x), dtype=int),
        "status": np.where(np.isfinite(objective), "gradient", "non_finite").astype("U11"),
    }
