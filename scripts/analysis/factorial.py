"""The effects of activation and penalty, and their interaction: a factorial design of 2 × 2."""

import numpy as np
import pandas as pd

from analysis import monte_carlo
from analysis.trials import by_estimator
from experiment.measures import MEASURES

CELLS = [
    *("logistic-least_squares", "logistic-binary_cross_entropy"),
    *("softmax-least_squares", "softmax-cross_entropy"),
]
# What is better by how much, of the cells' means in their order, if larger is better.
EFFECTS = {
    "penalty under logistic": (-1, 1, 0, 0),
    "penalty under softmax": (0, 0, -1, 1),
    "activation under least squares": (-1, 0, 1, 0),
    "activation under cross-entropy": (0, -1, 0, 1),
    "penalty": (-0.5, 0.5, -0.5, 0.5),
    "activation": (-0.5, -0.5, 0.5, 0.5),
    "interaction": (1, -1, -1, 1),
}
COMPARED = ("posterior_error", "accuracy")
COLUMNS = ["measure", "effect", "trials", "improvement", "improvement_se", "low", "high"]


def values(trials: pd.DataFrame) -> dict[tuple[str, str], np.ndarray]:
    """Return each effect on each measure in the trials that all four cells could fit.

    It is positive where softmax is better than logistic outputs, and cross-entropy than least
    squares; the interaction where each is more so together with the other.
    """
    arrays = {}
    for measure in COMPARED:
        wide = by_estimator(trials, measure)
        if set(CELLS) <= set(wide):
            sign = 1 if MEASURES[measure].better == "larger" else -1
            cells = sign * wide[CELLS].dropna().to_numpy()
            for effect, contrast in EFFECTS.items():
                arrays[measure, effect] = cells @ contrast
    return arrays


def factorial(moments: dict[tuple[str, str], monte_carlo.Moments]) -> pd.DataFrame:
    """Return a row per measure and effect, none if a cell is lacking: the mean and its interval."""
    rows = [(*key, each.count, *monte_carlo.mean_interval(each)) for key, each in moments.items()]
    return pd.DataFrame(rows, columns=COLUMNS)
