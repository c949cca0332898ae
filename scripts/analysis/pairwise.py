"""The estimators compared with each other, trial by trial."""

from collections.abc import Iterable
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.trials import by_estimator
from pairings import monte_carlo

MEASURES = ("posterior_rms", "posterior_error", "accuracy")


def differences(trials: pd.DataFrame) -> dict[tuple[str, str, str], np.ndarray]:
    """Return each estimator minus each later one, on the trials that both could fit."""
    arrays = {}
    for measure in MEASURES:
        values = by_estimator(trials, measure)
        for first, second in combinations(values, 2):
            difference = values[first] - values[second]
            arrays[measure, first, second] = difference.dropna().to_numpy()
    return arrays


def paired_differences(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return a row per measure and pair of estimators: how they differ, and what that is worth."""
    rows = []
    for (measure, first, second), moments in monte_carlo.moments(parts, differences).items():
        difference = monte_carlo.paired_difference(moments)
        sign = "larger" if difference.value > 0 else "smaller"
        unresolved = f"not distinguishable with {moments.count} trials"
        rows.append(
            {"measure": measure, "first": first, "second": second, "trials": moments.count}
            | difference._asdict()
            | {"verdict": f"first is {sign}" if difference.resolved else unresolved}
        )
    names = {"value": "difference", "error": "difference_se"}
    return pd.DataFrame(rows).rename(columns=names)
