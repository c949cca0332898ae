"""Monte Carlo estimates from R independent trials, and their standard errors."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from scipy.special import ndtri, stdtrit

POWER, LEVEL = 0.8, 0.05  # of the comparison that `trials_needed` plans


@dataclass(frozen=True)
class Moments:
    """Sample moments of R independent values, numbers or arrays (...): all that estimates need.

    Attributes
    ----------
    count : int
        R.
    mean : (...) array
    second, third, fourth : (...) array
        Σ(x − mean)^k over the values x.
    """

    count: int
    mean: np.ndarray
    second: np.ndarray
    third: np.ndarray
    fourth: np.ndarray

    @classmethod
    def of(cls, values: np.ndarray) -> "Moments":
        """Return the moments of values (R, ...), one entry a trial."""
        mean = np.sum(values, axis=0) / max(1, len(values))
        deviations = values - mean
        return cls(len(values), mean, *(np.sum(deviations**k, axis=0) for k in (2, 3, 4)))

    def __add__(self, other: "Moments") -> "Moments":
        """Return the moments of the values of both (Pébay, SAND2008-6212, 2008, section 3.1)."""
        m, n = float(self.count), float(other.count)
        total = max(1, m + n)
        apart = other.mean - self.mean
        share = apart / total
        return Moments(
            self.count + other.count,
            self.mean + n * share,
            self.second + other.second + m * n * apart * share,
            self.third
            + other.third
            + m * n * (m - n) * apart * share**2
            + 3 * share * (m * other.second - n * self.second),
            self.fourth
            + other.fourth
            + m * n * (m**2 - m * n + n**2) * apart * share**3
            + 6 * share**2 * (m**2 * other.second + n**2 * self.second)
            + 4 * share * (m * other.third - n * self.third),
        )


def moments(
    parts: Iterable[Any], *takers: Callable[[Any], dict[Hashable, np.ndarray]]
) -> list[dict[Hashable, Moments]]:
    """Return the moments of every array that each taker takes, by name, in one pass over parts.

    Parameters
    ----------
    parts : iterable
        Parts of the trials, any number of them.
    takers : callable
        Each takes a part; returns arrays (R, ...) by name, one entry a trial.
    """
    found: list[dict[Hashable, Moments]] = [{} for _ in takers]
    for part in parts:
        for known, taker in zip(found, takers, strict=True):
            for name, array in taker(part).items():
                added = Moments.of(array)
                known[name] = known[name] + added if name in known else added
    return found


class Estimate(NamedTuple):
    """An estimate and its Monte Carlo standard error; both nan from fewer than two trials."""

    value: np.ndarray
    error: np.ndarray


def unknown(moments: Moments) -> Estimate:
    """Return the estimate from fewer than two trials: not a number."""
    nothing = np.full(np.shape(moments.mean), np.nan)[()]
    return Estimate(nothing, nothing)


def mean(moments: Moments) -> Estimate:
    """Return the mean over R trials and its standard error s/√R."""
    count = moments.count
    if count < 2:
        return unknown(moments)
    return Estimate(moments.mean, np.sqrt(moments.second / (count - 1) / count))


def variance(moments: Moments) -> Estimate:
    """Return the variance over R trials, with R − 1 in the denominator, and its standard error.

    Var(s²) = {μ₄ − σ⁴ (R−3)/(R−1)}/R for any distribution (Mood, Graybill & Boes, Introduction to
    the Theory of Statistics, 1974, VI.2), with the sample's own moments put in.
    """
    count = moments.count
    if count < 2:
        return unknown(moments)
    square = moments.second / (count - 1)
    spread = moments.fourth / count - square**2 * (count - 3) / (count - 1)
    return Estimate(square, np.sqrt(np.maximum(spread, 0) / count))


class Difference(NamedTuple):
    """The mean of a paired difference, its standard error and interval, and the trials it needs."""

    value: float
    error: float
    low: float
    high: float
    trials_needed: float

    @property
    def resolved(self) -> bool:
        """Does the interval exclude zero?"""
        return self.low > 0 or self.high < 0


def paired_difference(differences: Moments) -> Difference:
    """Compare two estimators on the same trials.

    Parameters
    ----------
    differences : Moments
        Of the measure of the first less that of the second, trial by trial.

    Returns
    -------
    Difference
        The interval is Student's 95 % interval, and `trials_needed` the trials after which a
        two-sided 5 % test would find a difference of this size with probability 0.8,
        {(z_0.975 + z_0.8) s/d}².
    """
    count = differences.count
    value, error = mean(differences)
    reach = stdtrit(count - 1, 1 - LEVEL / 2) * error
    sigmas = ndtri(1 - LEVEL / 2) + ndtri(POWER)
    needed = np.ceil(count * np.square(sigmas * error / value)) if value else np.inf
    return Difference(value, error, value - reach, value + reach, needed)
