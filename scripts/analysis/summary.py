"""Summary statistics: each measure's mean and variance over trials, with their errors."""

import numpy as np
import pandas as pd

from analysis import monte_carlo
from experiment.measures import MEASURES
from experiment.status import usable

STATISTICS = ("mean", "mean_se", "variance", "variance_se", "variance_low", "variance_high")
COUNTS = ("left_out", "stopped_early", "stuck")  # fits that did not end as they should
COLUMNS = ["estimator", "measure", *STATISTICS, "trials", *COUNTS]


def measured(trials: pd.DataFrame) -> list[str]:
    """Return the measures that a summary has: the columns of trials, and what follows from them."""
    names = [name for name in (*MEASURES, "objective", "iterations") if name in trials]
    names.insert(names.index("posterior_error_accuracy") + 1, "approximation_error")
    return names


def values(trials: pd.DataFrame) -> dict[tuple[str, str], np.ndarray]:
    """Return each measure of each estimator, and which fits each of `COUNTS` counts.

    A fit that is none, as without a finite start, is left out, one that met the cap on iterations
    stopped early. One whose line search ends at the precision of the machine is as near to its
    minimum as it can be.
    """
    trials = trials.assign(
        approximation_error=trials["posterior_rms"] - trials["posterior_error"],
        left_out=~usable(trials["status"]),
        stopped_early=trials["status"] == "iterations",
    )
    measures = measured(trials)
    arrays = {}
    for estimator, fits in trials.groupby("estimator", sort=False):
        known = fits[~fits["left_out"]]
        for measure in measures:
            arrays[estimator, measure] = known[measure].to_numpy(dtype=float)
        for count in COUNTS:
            arrays[estimator, count] = fits[count].to_numpy(dtype=float)
    return arrays


def summarise(moments: dict[tuple[str, str], monte_carlo.Moments]) -> pd.DataFrame:
    """Return a row per estimator and measure, over the fits that are not left out.

    `approximation_error` is what the paper's test-set approximation of equation (4) adds to it.
    """
    rows = []
    for (estimator, measure), of_measure in moments.items():
        if measure not in COUNTS:
            mean, variance = monte_carlo.mean(of_measure), monte_carlo.variance(of_measure)
            interval = monte_carlo.variance_interval(of_measure)
            counted = [moments[estimator, count] for count in COUNTS]
            counts = [round(each.count * each.mean) for each in counted]
            rows.append(
                (estimator, measure, *mean, *variance, *interval, of_measure.count, *counts)
            )
    return pd.DataFrame(rows, columns=COLUMNS)


def posterior_table(summary: pd.DataFrame) -> pd.DataFrame:
    """Return Table 2: mean and variance over trials of the posterior error, for each estimator."""
    rows = summary[summary["measure"] == "posterior_rms"]
    return rows.drop(columns="measure").set_index("estimator")
