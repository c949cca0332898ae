"""Bias and variance of the estimated posterior over trials, on the scale of equation (4).

With d_r = z*_r − P the error of the fit of trial r and <a, b> = Σ_k E_X a_k(X) b_k(X), X from the
mixture of the classes, the mean squared error E‖d‖² is ‖E d‖², the squared bias, and E‖d − E d‖²,
the variance (Geman, Bienenstock & Doursat, Neural Computation 4, 1992, section 3).
"""

from collections.abc import Callable, Iterable
from itertools import combinations

import numpy as np
import pandas as pd

from analysis import monte_carlo
from analysis.paired import paired_differences
from analysis.trials import Fits, finite
from experiment.equation4 import outputs_in_blocks
from experiment.status import usable

PARTS = ("squared_bias", "fit_variance")  # of the mean squared error
FEWEST = 3  # trials: the jackknife leaves one out, and then two must be left
COLUMNS = ["estimator", "measure", "mean", "mean_se", "low", "high", "trials"]


def inner_products(
    read: Callable[[], Iterable[Fits]], estimator, classes
) -> tuple[np.ndarray, np.ndarray]:
    """Return ‖d_r‖² and <d_r, d̄> of the fit of each trial, (R,); nan of those that are not finite.

    d̄ is the mean error of all. It takes two passes over the fits: the mean, then the
    products with it; nothing is kept of a fit but its two numbers.

    Parameters
    ----------
    read : callable
        Returns an iterator over parts of the fits of one estimator, each time from the first trial.
    estimator
        Theirs, a record.
    classes
        The true classes, of any family.
    """
    rule = classes.rule()
    exact, weights = classes.posterior(rule.nodes), rule.weights.mean(axis=0)
    total, count = np.zeros_like(exact), 0
    for fits in map(finite, read()):
        for _, estimated in outputs_in_blocks(rule.nodes, fits, estimator):
            total = sum(estimated, total)  # in the order of trials, however files divide them
            count += len(estimated)
    weighted = weights * (total / max(1, count) - exact)
    parts = []
    for fits in read():
        found = np.full((2, len(fits["status"])), np.nan)
        known = np.flatnonzero(usable(fits["status"]))
        for block, errors in outputs_in_blocks(rule.nodes, finite(fits), estimator):
            errors -= exact
            found[1, known[block]] = np.vecdot(errors, weighted).sum(axis=1)
            errors *= errors
            found[0, known[block]] = np.vecdot(errors, weights).sum(axis=1)
        parts.append(found)
    squares, products = np.concatenate(parts, axis=1)
    return squares, products


def components(squares: np.ndarray, products: np.ndarray) -> dict[str, np.ndarray]:
    """Return a value for each trial, (R,), of each component, whose mean estimates it.

    The squared bias is estimated by the mean of <d_r, d_s> over all pairs of different trials, a
    U-statistic: ‖d̄‖² would count the variance of the mean fit as bias. Unbiased itself, it may be
    below zero. The values are the jackknife's pseudo-values (Efron & Stein, Annals of Statistics 9,
    1981): their standard error is that of the estimate, and never too small on average; where there
    is no bias it is √2 times too large. Those of the share are made linear in the other two.

    Parameters
    ----------
    squares, products : (R,) arrays
        ‖d_r‖² and <d_r, d̄> as from `inner_products`; nan where a fit is left out.
    """
    count = np.isfinite(squares).sum()
    if count < FEWEST:
        squares, count = np.full_like(squares, np.nan), np.nan
    with_others = (count * products - squares) / (count - 1)  # means of <d_r, d_s> over s ≠ r
    level = mean(with_others)
    bias = level + 2 * (count - 1) / (count - 2) * (with_others - level)
    whole = mean(squares)
    share = level / whole if whole > 0 else np.nan
    return {
        "mean_squared_error": squares,
        "squared_bias": bias,
        "fit_variance": squares - bias,
        "bias_share": share + (bias - share * squares) / (whole or np.nan),
    }


def mean(values: np.ndarray) -> float:
    """Return the mean of those values that are numbers, nan of none."""
    known = values[np.isfinite(values)]
    return known.mean() if len(known) else np.nan


def of_finite(values: np.ndarray) -> monte_carlo.Moments:
    """Return the moments of the values of the trials that are not left out."""
    return monte_carlo.Moments.of(values[np.isfinite(values)])


def decomposition(values: dict[str, dict[str, np.ndarray]]) -> pd.DataFrame:
    """Return a row per estimator and component: its estimate, error and 95 % interval.

    Parameters
    ----------
    values : dict
        What `components` returns, by estimator. From fewer than `FEWEST` trials there is no number.
    """
    rows = [
        (estimator, measure, *monte_carlo.mean_interval(found), found.count)
        for estimator, of_estimator in values.items()
        for measure, each in of_estimator.items()
        for found in [of_finite(each)]
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def differences(values: dict[str, dict[str, np.ndarray]]) -> pd.DataFrame:
    """Return the paired differences of the two parts, in the columns of paired.csv."""
    found = {}
    for measure in PARTS:
        for first, second in combinations(values, 2):
            difference = values[first][measure] - values[second][measure]
            found[measure, first, second] = of_finite(difference)
    return paired_differences(found)
