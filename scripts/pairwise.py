"""The estimators compared with each other, trial by trial."""

from itertools import combinations

import pandas as pd

from pairings import monte_carlo
from trials import by_estimator

MEASURES = ("posterior_rms", "posterior_error", "accuracy")


def paired_differences(trials: pd.DataFrame) -> pd.DataFrame:
    """Return each estimator minus each later one, on the trials that both could fit."""
    rows = []
    for measure in MEASURES:
        values = by_estimator(trials, measure)
        for first, second in combinations(values, 2):
            both = values[[first, second]].dropna().to_numpy()
            difference = monte_carlo.paired_difference(*both.T)
            sign = "larger" if difference.value > 0 else "smaller"
            unresolved = f"not distinguishable with {len(both)} trials"
            rows.append(
                {"measure": measure, "first": first, "second": second, "trials": len(both)}
                | difference._asdict()
                | {"verdict": f"first is {sign}" if difference.resolved else unresolved}
            )
    names = {"value": "difference", "error": "difference_se"}
    return pd.DataFrame(rows).rename(columns=names)
