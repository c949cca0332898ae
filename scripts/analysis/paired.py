"""Paired differences: the estimators compared with each other, trial by trial."""

from itertools import combinations

import numpy as np
import pandas as pd

from analysis import monte_carlo
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


def paired_differences(
    moments: dict[tuple[str, str, str], monte_carlo.Moments],
) -> pd.DataFrame:
    """Return a row per measure and pair of estimators: the difference and its interval."""
    rows = []
    for (measure, first, second), of_pair in moments.items():
        difference = monte_carlo.paired_difference(of_pair)
        sign = "larger" if difference.value > 0 else "smaller"
        unresolved = f"not distinguishable with {of_pair.count} trials"
        verdict = f"first is {sign}" if difference.resolved else unresolved
        rows.append((measure, first, second, of_pair.count, *difference, verdict))
    return pd.DataFrame(rows, columns=COLUMNS)
