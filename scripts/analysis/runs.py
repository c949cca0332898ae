"""Two runs side by side: each measure of each estimator, paired where their trials are the same."""

from typing import Any

import numpy as np
import pandas as pd

from analysis import monte_carlo
from experiment.measures import MEASURES
from experiment.status import usable

COLUMNS = [
    *("estimator", "measure", "first", "first_se", "first_trials"),
    *("second", "second_se", "second_trials", "paired", "difference", "difference_se"),
    *("low", "high"),
]
APART = ("trials", "trials_per_job", "estimators", "hidden_units", "start_range", "starts")
APART += ("optimiser", "iterations", "weight_decay")  # what no sample depends on


def same_samples(first: dict[str, Any], second: dict[str, Any]) -> bool:
    """Have the trials of two runs the same samples, by their settings?"""
    drawn = [{k: v for k, v in each.items() if k not in APART} for each in (first, second)]
    return drawn[0] == drawn[1]


def side_by_side(first: pd.DataFrame, second: pd.DataFrame, paired: bool) -> pd.DataFrame:
    """Return a row per estimator and measure of either run, from their tables of trials.

    Parameters
    ----------
    first, second : DataFrame
        A row per trial and estimator.
    paired : bool
        Whether trials of one number have the same samples: then the difference is over the trials
        of both, and its interval Student's; if not, Welch's (Biometrika 34, 1947).
    """
    runs = [each[usable(each["status"])] for each in (first, second)]
    known = [dict(list(each.groupby("estimator", sort=False))) for each in runs]
    names = list(dict.fromkeys(pd.concat([first, second])["estimator"]))
    rows = []
    for name in names:
        for measure in [each for each in MEASURES if each in first and each in second]:
            values = [
                (each[name] if name in each else runs[k].iloc[:0]).set_index("trial")[measure]
                for k, each in enumerate(known)
            ]
            of_runs = [monte_carlo.Moments.of(each.to_numpy()) for each in values]
            means = [(*monte_carlo.mean(each), each.count) for each in of_runs]
            if paired:
                both = (values[0] - values[1]).dropna()
                found = monte_carlo.mean_interval(monte_carlo.Moments.of(both.to_numpy()))
            else:
                found = welch(*of_runs)
            word = "yes" if paired else "no"
            rows.append((name, measure, *means[0], *means[1], word, *found))
    return pd.DataFrame(rows, columns=COLUMNS)


def welch(
    first: monte_carlo.Moments, second: monte_carlo.Moments
) -> tuple[float, float, float, float]:
    """Return the difference of two independent means, its error and its 95 % interval."""
    from scipy.special import stdtrit  # slow to import, and pairs do without

    (a, error_a), (b, error_b) = map(monte_carlo.mean, (first, second))
    error = np.hypot(error_a, error_b)
    if not error > 0:
        return a - b, error, a - b, a - b
    parts = error_a**4 / (first.count - 1) + error_b**4 / (second.count - 1)
    reach = stdtrit(error**4 / parts, 1 - monte_carlo.LEVEL / 2) * error
    return a - b, error, a - b - reach, a - b + reach
