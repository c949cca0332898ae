"""Classes whose features are independent given the class: what their families share.

A family is a record of its parameters with two or three things of its own: the space of each
parameter that a config gives, the `distribution()` of each feature of each class, (q, p), a frozen
one of SciPy, and, of an exponential family with a common scale, θ and b(θ) of each, `natural()`.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from classes import by_density

if TYPE_CHECKING:
    from classes.quadrature import Rule

TAIL = 1e-13  # probability of each feature of each class that a lattice of counts leaves out
PRUNED = 1e-12  # probability of the nodes of a lattice that are then left out
MOST_CELLS = 200_000  # of a lattice


class Space(NamedTuple):
    """The values that a parameter can have."""

    words: str
    low: float
    high: float
    whole: bool = False

    def holds(self, value: Any) -> bool:
        """Is every number of a value, nested lists or a number, in it?"""
        if isinstance(value, list):
            return all(map(self.holds, value))
        return self.low < value < self.high and not (self.whole and value % 1)


POSITIVE = Space("numbers above 1e-6 and below 1e6", 1e-6, 1e6)
BETWEEN = Space("numbers above 1e-4 and below 1 - 1e-4", 1e-4, 1 - 1e-4)
WHOLE = Space("whole numbers from 1 to 10000", 0, 10_001, whole=True)


def frozen(name: str, *parameters: Any, **keywords: Any) -> Any:
    """Return a distribution of SciPy of these parameters."""
    from scipy import stats  # slow to import

    return getattr(stats, name)(*parameters, **keywords)


def independent(record: type) -> type:
    """Give a family of classes all that follows from the distributions of its features."""
    record.of, record.counted = classmethod(of), property(counted)
    if not hasattr(record, "faults"):
        record.faults = classmethod(faults)
    for each in (log_densities, scatter, centres, extent, by_density.draw, lattice):
        setattr(record, each.__name__, each)
    record.posterior, record.rule, record.bayes_rates = by_density.posterior, rule, bayes_rates
    if hasattr(record, "natural"):
        record.posterior, record.coefficients = linear_posterior, coefficients
    return record


def of(record: type, **parameters: Any) -> NamedTuple:
    """Return the classes of parameters as the config has them."""
    return record(**{key: np.asarray(value, dtype=float) for key, value in parameters.items()})


def faults(record: type, settings: dict[str, Any]) -> Iterator[tuple[str, Any, str]]:
    """Yield key, value and what is allowed of each parameter that is none."""
    first, *others = record.spaces
    for key, space in record.spaces.items():
        if not space.holds(settings[key]):
            yield key, settings[key], space.words
    for key in others:
        value, rows = settings[key], settings[first]
        if isinstance(value, list) and np.shape(value) not in (np.shape(rows)[:1], np.shape(rows)):
            yield key, value, f"{len(rows)} of them, one a class, as of {first}"


def log_densities(self, x: np.ndarray) -> np.ndarray:
    """Return log P(x|C_k), (..., q, n), at points (..., n, p); −∞ where it is 0."""
    distribution = self.distribution()
    logarithm = distribution.logpmf if self.counted else distribution.logpdf
    return np.swapaxes(logarithm(np.asarray(x)[..., None, :]).sum(axis=-1), -1, -2)


def scatter(self, uniform: np.ndarray) -> np.ndarray:
    """Return observations of uniform numbers (..., q, p), by inversion."""
    return self.distribution().ppf(uniform)


def centres(self) -> np.ndarray:
    """Return the mean of each class, (q, p)."""
    return self.distribution().mean()


def extent(self) -> tuple[np.ndarray, np.ndarray]:
    """Return the lowest and the highest value (p,) of each feature that a picture shows."""
    distribution = self.distribution()
    return distribution.ppf(0.0015).min(axis=0), distribution.ppf(0.9985).max(axis=0)


def coefficients(self) -> np.ndarray:
    """Return the linear function of x whose softmax is the exact posterior, equation (3).

    log P(C_k|x) = Σ_j {θ_kj x_j − b(θ_kj)} + log P(C_k) up to a term common to all classes.

    Returns
    -------
    (q, p + 1) array
        Offset in column 0, as the biases of the network, then the slopes θ.
    """
    theta, b = self.natural()
    return np.column_stack([np.log(self.priors) - b.sum(axis=1), theta])


def linear_posterior(self, x: np.ndarray) -> np.ndarray:
    """Return P(C_k|x), (..., q, n), at points (..., n, p), by equation (3)."""
    offsets, slopes = np.split(self.coefficients(), [1], axis=1)
    scores = offsets + slopes @ np.swapaxes(np.asarray(x, dtype=float), -1, -2)
    scores -= scores.max(axis=-2, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-2, keepdims=True)
    return scores


def counted(self) -> bool:
    """Are the features counts?"""
    return hasattr(self.distribution().dist, "pmf")


def lattice(self) -> list[np.ndarray] | None:
    """Return the counts of each feature but for a tail; none of values that are not counted.

    None also if the lattice has too many cells to be summed.
    """
    if not self.counted:
        return None
    distribution = self.distribution()
    lowest, highest = distribution.ppf(TAIL).min(axis=0), distribution.isf(TAIL).max(axis=0)
    if np.prod(highest - lowest + 1) > MOST_CELLS:
        return None
    return [np.arange(low, high + 1) for low, high in zip(lowest, highest, strict=True)]


def summed(self, axes: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return the nodes (M, p) of a lattice but for a tail, and the mass of each class, (q, M)."""
    nodes = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, len(axes))
    mass = np.exp(self.log_densities(nodes))
    total = self.priors @ mass
    order = np.argsort(total)
    kept = order[np.cumsum(total[order]) > PRUNED]
    return nodes[kept], mass[:, kept]


def rule(self) -> "Rule":
    """Return a quadrature rule for E f(X), X drawn from the mixture of the classes.

    Counts are summed; the two parts of the sum are the same, but that one lacks the tail.
    """
    from classes.quadrature import Rule  # samples and fits do not depend on it

    axes = self.lattice()
    if axes is None:
        return by_density.rule(self)
    nodes, mass = summed(self, axes)
    weights = self.priors @ mass
    return Rule(nodes, np.stack([weights, weights / weights.sum()]))


def bayes_rates(self) -> tuple[np.ndarray, np.ndarray]:
    """Return the rates (q, q) of Bayes' rule, true by ascribed class, and the error of each.

    That of a sum over counts is what it leaves out; else it is a standard error.
    """
    axes = self.lattice()
    if axes is None:
        return by_density.bayes_rates(self)
    nodes, mass = summed(self, axes)
    missing = np.abs(1 - mass.sum(axis=1, keepdims=True))
    rates = mass @ by_density.ascribed(self, nodes)
    return rates, np.broadcast_to(missing, rates.shape)
