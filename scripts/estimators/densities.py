"""The sampling paradigm: maximum likelihood of the densities P(x|C), plugged into Bayes' rule.

Of classes of one exponential family with a common scale the result is the softmax of a linear
function, equation (3), as a network without hidden units has it: with Gaussian densities, linear
discriminant analysis. Where each class has a scale of its own, the function is linear in more
features of x: with Gaussian densities, quadratic discriminant analysis. It maximises the likelihood
of x and the class; the multinomial logit, of the same form, that of the class given x (Efron,
Journal of the American Statistical Association 70, 1975). Uniform densities make no estimator:
beyond all fitted boxes each is 0, and Bayes' rule says nothing.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

Pair = tuple[np.ndarray, np.ndarray]  # θ (R, q, f), of f features of x, and Σ b(θ) (R, q)
SMALLEST = 1e-8  # a mean or a probability is no nearer to the limits of its space
NEVER = -1e300  # the log of a probability of 0; times 0 it is none of the nan that −∞ would be


class Density(NamedTuple):
    """The estimator that models P(x|C) by a family of densities."""

    density: str

    @property
    def name(self) -> str:
        """What files and tables call it."""
        return f"density-{self.density}"

    activation = "softmax"  # of a linear function of its features

    def features(self, x: np.ndarray, fits: dict[str, np.ndarray]) -> np.ndarray:
        """Return what its log-odds are linear in, (..., n, f), of observations (..., n, p).

        The fits hold what is known of the classes: `sizes` (R, q), the same in each trial.
        """
        if base := BASES.get(self.density):
            return np.concatenate([x, base(x[..., None, :], fits["sizes"][0][:, None])], axis=-1)
        return FEATURES.get(self.density, np.asarray)(x)


class Statistics(NamedTuple):
    """What the maximum likelihood estimates are functions of."""

    x: np.ndarray  # training samples, (R, n, p)
    of_class: np.ndarray  # 1 where an observation is of a class, (q, n)
    means: np.ndarray  # of each class, (R, q, p)
    size: np.ndarray | None  # draws of a binomial, size of a negative binomial: of all, or (q, 1)

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


def quadratic(x: np.ndarray) -> np.ndarray:
    """Return the numbers of observations (..., n, p) and the products of any two of them."""
    first, second = np.triu_indices(x.shape[-1])
    return np.concatenate([x, x[..., first] * x[..., second]], axis=-1)


def gaussian_unequal(of: Statistics) -> Pair:
    """Return θ and Σ b(θ) of Gaussian densities with covariance matrices of their own.

    They are linear in x and its products: quadratic discriminant analysis.
    """
    inputs = of.x.shape[2]
    first, second = np.triu_indices(inputs)
    away = (of.x - of.each(of.means))[:, None] * of.of_class[:, :, None]
    covariances = np.swapaxes(away, 2, 3) @ away / of.of_class.sum(axis=1)[:, None, None]
    covariances[np.linalg.matrix_rank(covariances) < inputs] = np.nan
    with np.errstate(invalid="ignore"):
        precisions = np.linalg.inv(covariances)
        slopes = np.matvec(precisions, of.means)
        spread = np.linalg.slogdet(covariances).logabsdet
    products = precisions[..., first, second] * np.where(first == second, -0.5, -1)
    theta = np.concatenate([slopes, products], axis=-1)
    return theta, 0.5 * (np.vecdot(slopes, of.means) + spread)


def poisson(of: Statistics) -> Pair:
    """Return θ = log λ and Σ b(θ) = Σ λ of Poisson densities."""
    means = np.maximum(of.means, SMALLEST)
    return np.log(means), means.sum(axis=2)


def binomial(of: Statistics) -> Pair:
    """Return θ = log{π/(1 − π)} and Σ b(θ) = −m Σ log(1 − π) of binomial densities of m draws."""
    share = np.clip(of.means / of.size, SMALLEST, 1 - SMALLEST)
    return np.log(share) - np.log1p(-share), -(of.size * np.log1p(-share)).sum(axis=2)


def negative_binomial(of: Statistics) -> Pair:
    """Return θ = log(1 − π) and Σ b(θ) = −r Σ log π of negative binomial densities of size r."""
    means = np.maximum(of.means, SMALLEST)
    return -np.log1p(of.size / means), (of.size * np.log1p(means / of.size)).sum(axis=2)


def log_choices(x: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Return Σ_j log{m!/(m − x_j)!}, the factor of a binomial density that knows its draws m."""
    from scipy.special import gammaln  # slow to import

    left = np.maximum(sizes - x, 0)
    return np.where(x > sizes, NEVER, gammaln(sizes + 1) - gammaln(left + 1)).sum(axis=-1)


def log_orders(x: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Return Σ_j log{Γ(x_j + r)/Γ(r)}, that of a negative binomial density of size r."""
    from scipy.special import gammaln  # slow to import

    return (gammaln(x + sizes) - gammaln(sizes)).sum(axis=-1)


def gamma(of: Statistics) -> Pair:
    """Return θ = −β and Σ b(θ) = −ν Σ log β of gamma densities; their common shape ν is fitted."""
    gap = of.each(np.log(of.means)) - np.log(of.x)
    return gamma_of_shape(of.means, shape_of(gap.mean(axis=(1, 2)))[:, None, None])


def gamma_unequal(of: Statistics) -> Pair:
    """Return θ and Σ b(θ) of gamma densities, a shape ν for each class, in x and Σ log x.

    θ = (−β, ν), b = log Γ(ν) − ν log β.
    """
    from scipy.special import gammaln  # slow to import

    gap = (of.each(np.log(of.means)) - np.log(of.x)).mean(axis=2)
    shape = shape_of(gap @ of.of_class.T / of.of_class.sum(axis=1))[..., None]
    slopes, b = gamma_of_shape(of.means, shape)
    theta = np.concatenate([slopes, shape], axis=-1)
    return theta, b + of.x.shape[2] * gammaln(shape[..., 0])


def with_logarithms(x: np.ndarray) -> np.ndarray:
    """Return the numbers of observations (..., n, p) and the sum of their logarithms."""
    logarithms = np.log(np.maximum(x, SMALLEST))  # a picture may show what no class can have
    return np.concatenate([x, logarithms.sum(axis=-1, keepdims=True)], axis=-1)


def shape_of(gap: np.ndarray) -> np.ndarray:
    """Return the maximum likelihood estimate of the shape ν of gamma densities.

    ν solves log ν − ψ(ν) = the mean of log μ̂ − log x (Choi & Wette, Technometrics 11, 1969).
    """
    from scipy.special import digamma, polygamma  # slow to import

    shape = (3 - gap + np.sqrt((gap - 3) ** 2 + 24 * gap)) / (12 * gap)
    for _ in range(5):  # of Newton's method; the start is right to 2 %
        wrong = np.log(shape) - digamma(shape) - gap
        shape -= wrong / (1 / shape - polygamma(1, shape))
    return shape


def exponential(of: Statistics) -> Pair:
    """Return θ = −β and Σ b(θ) = −Σ log β of exponential densities."""
    return gamma_of_shape(of.means, np.ones(1))


def gamma_of_shape(means: np.ndarray, shape: np.ndarray) -> Pair:
    """Return θ = −β and Σ b(θ) of gamma densities of these means and this shape."""
    rates = shape / means
    return -rates, -(shape * np.log(rates)).sum(axis=2)


DENSITIES: dict[str, Callable[[Statistics], Pair]] = {
    "gaussian": gaussian,
    "gaussian_unequal": gaussian_unequal,
    "poisson": poisson,
    "binomial": binomial,
    "binomial_unequal": binomial,
    "negative_binomial": negative_binomial,
    "negative_binomial_unequal": negative_binomial,
    "geometric": lambda of: negative_binomial(of._replace(size=1.0)),
    "gamma": gamma,
    "gamma_unequal": gamma_unequal,
    "exponential": exponential,
}
FEATURES = {"gaussian_unequal": quadratic, "gamma_unequal": with_logarithms}  # of others, x itself
# ... and, of densities with sizes of their own, for each class what it alone has of c(x).
BASES = {"binomial_unequal": log_choices, "negative_binomial_unequal": log_orders}


def fit_density(
    x: np.ndarray,
    labels: np.ndarray,
    density: str,
    classes: int,
    size: float | Sequence[float] | None = None,
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
    size : float or q floats, optional
        The draws of a binomial, the size of a negative binomial, known; of each class, or of all.

    Returns
    -------
    dict
        `omega` (R, 0, f+1), `upsilon` (R, q, f+1), the same as starts; `sizes` (R, q) as given, if
        each class has its own; `objective`, the cross-entropy at the fit, `iterations` and
        `status` (R,): `gradient`, or `non_finite` where the likelihood has no maximum, as within a
        class no feature varies.
    """
    of_class = (labels == np.arange(classes)[:, None]).astype(float)
    counts = of_class.sum(axis=1)
    present = counts > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        means = of_class[present] @ x / counts[present, None]
        own = np.reshape(size, (-1, 1))[present] if density in BASES else size
        theta, b = DENSITIES[density](Statistics(x, of_class[present], means, own))
    known = {}
    if density in BASES:
        known["sizes"] = np.tile(np.asarray(size, dtype=float), (len(x), 1))
        units = np.eye(classes)[present]
        theta = np.concatenate([theta, np.broadcast_to(units, (len(x), *units.shape))], axis=2)
    features = Density(density).features(x, known)
    upsilon = np.zeros((len(x), classes, features.shape[2] + 1))
    upsilon[:, ~present, 0] = NEVER
    upsilon[:, present, 0] = np.log(counts[present] / counts.sum()) - b
    upsilon[:, present, 1:] = theta
    scores = upsilon[..., :1] + upsilon[..., 1:] @ np.swapaxes(features, 1, 2)
    of_label = np.take_along_axis(scores, np.tile(labels, (len(x), 1, 1)), axis=1)[:, 0]
    with np.errstate(invalid="ignore"):
        objective = (np.logaddexp.reduce(scores, axis=1) - of_label).sum(axis=1)
    omega = np.zeros((len(x), 0, features.shape[2] + 1))
    return known | {
        "start_omega": omega,
        "omega": omega,
        "start_upsilon": upsilon,
        "upsilon": upsilon,
        "objective": objective,
        "iterations": np.zeros(len(x), dtype=int),
        "status": np.where(np.isfinite(objective), "gradient", "non_finite").astype("U11"),
    }
