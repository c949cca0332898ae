"""Paired differences: the estimators compared with each other, trial by trial."""

from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.monte_carlo import Moments, mean_interval
from analysis.power import effect_interval, trials_needed
from analysis.trials import by_estimator
from experiment.measures import MEASURES

COLUMNS = [
    *("measure", "first", "second", "trials", "difference", "difference_se"),
    *("low", "high", "trials_needed", "trials_needed_low", "trials_needed_high", "verdict"),
]
PAIRED = [name for name, measure in MEASURES.items() if measure.paired]


def values(trials: pd.DataFrame) -> dict[tuple[str, str, str], np.ndarray]:
    """Return each estimator minus each later one, on the trials that both could fit."""
    arrays = {}
    for measure in filter(trials.__contains__, PAIRED):
        wide = by_estimator(trials, measure)
        for first, second in combinations(wide, 2):
            difference = wide[first] - wide[second]
            arrays[measure, first, second] = difference.dropna().to_numpy()
    return arrays


class Difference(NamedTuple):
    """The mean of a paired difference, its error and interval, and the trials it needs."""

    value: float
    error: float
    low: float
    high: float
    trials_needed: float
    trials_needed_low: float
    trials_needed_high: float

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
        two-sided 5 % t test would find a difference of this size, in standard deviations, with
        probability 0.8; its own 95 % interval is infinite where that of the difference has zero.
    """
    count = differences.count
    value, error, *ends = mean_interval(differences)
    if count < 2:
        return Difference(*[np.nan] * 7)
    if value == error == 0:
        return Difference(0.0, 0.0, 0.0, 0.0, *[np.inf] * 3)
    t = value / error if error else np.copysign(np.inf, value)
    low, high = effect_interval(t, count)
    largest, smallest = max(-low, high), max(low, -high, 0)
    needed = map(trials_needed, (abs(t) / np.sqrt(count), largest, smallest))
    return Difference(value, error, *ends, *needed)


def paired_differences(moments: dict[tuple[str, str, str], Moments]) -> pd.DataFrame:
    """Return a row per measure and pair of estimators: the difference and its interval."""
    rows = []
    for (measure, first, second), of_pair in moments.items():
        difference = paired_difference(of_pair)
        sign = "larger" if difference.value > 0 else "smaller"
        unresolved = f"not distinguishable with {of_pair.count} trials"
        verdict = f"first is {sign}" if difference.resolved else unresolved
        rows.append((measure, first, second, of_pair.count, *difference, verdict))
    return pd.DataFrame(rows, columns=COLUMNS)
