"""Summary statistics: each measure's mean and variance over trials, with their errors."""

import numpy as np
import pandas as pd

from analysis import monte_carlo
from experiment.measures import MEASURES

BAD = ("non_finite", "line_search")
STATISTICS = ("mean", "mean_se", "variance", "variance_se")
COLUMNS = ["estimator", "measure", *STATISTICS, "trials", "bad_fits"]


def measured(trials: pd.DataFrame) -> list[str]:
    """Return the measures that a summary has: the columns of trials, and what follows from them."""
    names = [name for name in (*MEASURES, "objective", "iterations") if name in trials]
    names.insert(names.index("posterior_error_accuracy") + 1, "approximation_error")
    return names


def values(trials: pd.DataFrame) -> dict[tuple[str, str], np.ndarray]:
    """Return each measure of each estimator, and which fits are bad."""
    trials = trials.assign(
        approximation_error=trials["posterior_rms"] - trials["posterior_error"],
        bad=trials["status"].isin(BAD),
    )
    arrays = {}
    for estimator, fits in trials.groupby("estimator", sort=False):
        usable = fits[fits["status"] != "non_finite"]
        for measure in measured(trials):
            arrays[estimator, measure] = usable[measure].to_numpy(dtype=float)
        arrays[estimator, "bad"] = fits["bad"].to_numpy(dtype=float)
    return arrays


def summarise(moments: dict[tuple[str, str], monte_carlo.Moments]) -> pd.DataFrame:
    """Return a row per estimator and measure; a fit with no finite start is counted as bad only.

    `approximation_error` is what the paper's test-set approximation of equation (4) adds to it.
    """
    rows = []
    for (estimator, measure), of_measure in moments.items():
        if measure != "bad":
            bad = moments[estimator, "bad"]
            mean, variance = monte_carlo.mean(of_measure), monte_carlo.variance(of_measure)
            counts = of_measure.count, round(bad.count * bad.mean)
            rows.append((estimator, measure, *mean, *variance, *counts))
    return pd.DataFrame(rows, columns=COLUMNS)


def posterior_table(summary: pd.DataFrame) -> pd.DataFrame:
    """Return Table 2: mean and variance over trials of the posterior error, for each estimator."""
    rows = summary[summary["measure"] == "posterior_rms"]
    return rows.drop(columns="measure").set_index("estimator")
