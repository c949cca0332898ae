"""Power of the paired t test: how many trials a difference needs, and what is known of its size."""

from functools import lru_cache

import numpy as np
from scipy.special import gammaincinv, ndtr, ndtri, stdtrit

from analysis.monte_carlo import LEVEL

POWER = 0.8  # with which `trials_needed` finds an effect
HALVINGS = 60  # of a bracket, until its ends differ by rounding errors
MANY = 1000  # trials from which the normal limit of the test is exact enough
NODES, WEIGHTS = np.polynomial.legendre.leggauss(100)  # on (−1, 1)


def noncentral_t(t: float, freedom: float, shift: np.ndarray | float) -> np.ndarray:
    """Return P(T ≤ t) of the noncentral t distribution, E Φ(tχ/√ν − shift), for each shift.

    SciPy's is nan for large shifts, and its inverse may not return. This is an integral over the
    quantiles of χ.
    """
    return ndtr(t * chi_quantiles(freedom) - np.asarray(shift)[..., None]) @ WEIGHTS / 2


@lru_cache
def chi_quantiles(freedom: float) -> np.ndarray:
    """Return the quantiles of χ/√ν at the nodes of the integral."""
    return np.sqrt(gammaincinv(freedom / 2, (NODES + 1) / 2) * 2 / freedom)


def power(trials: int, effect: float) -> float:
    """Return the power of the two-sided t test at an effect of so many standard deviations."""
    limit, shift = stdtrit(trials - 1, 1 - LEVEL / 2), effect * np.sqrt(trials)
    above, below = (noncentral_t(each, trials - 1, shift) for each in (limit, -limit))
    return 1 - above + below


def trials_needed(effect: float) -> float:
    """Return the fewest trials with which that test finds the effect with probability 0.8."""
    if effect == 0:
        return np.inf
    sigmas = ndtri(1 - LEVEL / 2) + ndtri(POWER)
    with np.errstate(over="ignore"):
        normal = np.square(sigmas / np.float64(effect))
    if normal > MANY:
        return np.ceil(normal + ndtri(1 - LEVEL / 2) ** 2 / 2)
    count = max(2, int(np.ceil(normal)))
    while power(count, effect) < POWER:
        count += 1
    return float(count)


def effect_interval(t: float, trials: int) -> tuple[float, float]:
    """Return the 95 % interval of a mean in standard deviations, from its t over R trials.

    Its ends, the shifts with P(T ≤ t) of 0.975 and 0.025, are found by bisection: all of
    scipy.optimize would be loaded for them.
    """
    if not np.isfinite(t):
        return t, t
    ends = t * chi_quantiles(trials - 1)[[0, -1]]
    low, high = np.array([[ends.min() - 8] * 2, [ends.max() + 8] * 2])
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        below = noncentral_t(t, trials - 1, middle) > [1 - LEVEL / 2, LEVEL / 2]
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return tuple(middle / np.sqrt(trials))
