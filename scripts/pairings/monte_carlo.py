"""What a number estimated from R independent trials is worth."""

from typing import NamedTuple

import numpy as np
from scipy.special import ndtri, stdtrit

POWER, LEVEL = 0.8, 0.05  # of the comparison that `trials_needed` plans


class Estimate(NamedTuple):
    """A number and its Monte Carlo standard error."""

    value: np.ndarray
    error: np.ndarray


def unknown(values: np.ndarray) -> Estimate:
    """Return what is known from fewer than two trials, axis 0: nothing."""
    nothing = np.full(np.shape(values)[1:], np.nan)[()]
    return Estimate(nothing, nothing)


def mean(values: np.ndarray) -> Estimate:
    """Return the mean over trials, axis 0, and its standard error s/√R.

    Parameters
    ----------
    values : (R, ...) array
        One entry a trial.
    """
    count = len(values)
    if count < 2:
        return unknown(values)
    return Estimate(np.mean(values, axis=0), np.std(values, axis=0, ddof=1) / np.sqrt(count))


def variance(values: np.ndarray) -> Estimate:
    """Return the variance over trials, with R − 1 in the denominator, and its standard error.

    Var(s²) = {μ₄ − σ⁴ (R−3)/(R−1)}/R for any distribution (Mood, Graybill & Boes, Introduction to
    the Theory of Statistics, 1974, VI.2), with the sample's own moments put in.

    Parameters
    ----------
    values : (R, ...) array
        One entry a trial.
    """
    count = len(values)
    if count < 2:
        return unknown(values)
    deviations = values - np.mean(values, axis=0)
    square = np.sum(deviations**2, axis=0) / (count - 1)
    fourth = np.mean(deviations**4, axis=0)
    spread = fourth - square**2 * (count - 3) / (count - 1)
    return Estimate(square, np.sqrt(np.maximum(spread, 0) / count))


def rates(counts: np.ndarray) -> Estimate:
    """Return class-conditional rates and their between-trial standard errors.

    The observations of a trial share one fit and are not independent; the trials are.

    Parameters
    ----------
    counts : (R, q, q) array of int
        True class by ascribed class, of each trial; row sums the same in all trials.
    """
    return mean(counts / counts.sum(axis=2, keepdims=True))


def trace(counts: np.ndarray) -> Estimate:
    """Return the trace of the matrix of class-conditional rates: counts as in `rates`."""
    return mean((counts / counts.sum(axis=2, keepdims=True)).trace(axis1=1, axis2=2))


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


def paired_difference(first: np.ndarray, second: np.ndarray) -> Difference:
    """Compare two estimators on the same trials.

    Parameters
    ----------
    first, second : (R,) array
        The same measure of both, trial by trial.

    Returns
    -------
    Difference
        Of `first` − `second`: the interval is Student's 95 % interval, and `trials_needed` the
        trials after which a two-sided 5 % test would find a difference of this size with
        probability 0.8, {(z_0.975 + z_0.8) s/d}².
    """
    differences = np.asarray(first) - np.asarray(second)
    value, error = mean(differences)
    reach = stdtrit(len(differences) - 1, 1 - LEVEL / 2) * error
    sigmas = ndtri(1 - LEVEL / 2) + ndtri(POWER)
    needed = np.ceil(len(differences) * np.square(sigmas * error / value)) if value else np.inf
    return Difference(value, error, value - reach, value + reach, needed)
