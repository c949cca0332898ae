"""Each measure's mean and variance over trials, with their errors."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from pairings import monte_carlo

BAD = ("non_finite", "line_search")
MEASURES = (
    "posterior_rms",
    "posterior_rms_without_half",
    "posterior_error",
    "posterior_error_accuracy",
    "approximation_error",
    "sum_deviation",
    "mean_output",
    "accuracy",
    "objective",
    "iterations",
)


def values(trials: pd.DataFrame) -> dict[tuple[str, str], np.ndarray]:
    """Return each measure of each estimator, and which fits are bad."""
    trials = trials.assign(
        approximation_error=trials["posterior_rms"] - trials["posterior_error"],
        bad=trials["status"].isin(BAD),
    )
    arrays = {}
    for estimator, fits in trials.groupby("estimator", sort=False):
        usable = fits[fits["status"] != "non_finite"]
        for measure in MEASURES:
            arrays[estimator, measure] = usable[measure].to_numpy(dtype=float)
        arrays[estimator, "bad"] = fits["bad"].to_numpy(dtype=float)
    return arrays


def summarise(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return a row per estimator and measure; a fit with no finite start is counted as bad only.

    `approximation_error` is what the paper's test-set approximation of equation (4) adds to it.
    """
    moments = monte_carlo.moments(parts, values)
    rows = []
    for (estimator, measure), of_measure in moments.items():
        if measure in MEASURES:
            mean, variance = monte_carlo.mean(of_measure), monte_carlo.variance(of_measure)
            bad = moments[estimator, "bad"]
            rows.append(
                {
                    "estimator": estimator,
                    "measure": measure,
                    "mean": mean.value,
                    "mean_se": mean.error,
                    "variance": variance.value,
                    "variance_se": variance.error,
                    "trials": of_measure.count,
                    "bad_fits": round(bad.count * bad.mean),
                }
            )
    return pd.DataFrame(rows)


def posterior_table(summary: pd.DataFrame) -> pd.DataFrame:
    """Return Table 2: mean and variance over trials of the posterior error, for each estimator."""
    rows = summary[summary["measure"] == "posterior_rms"]
    return rows.drop(columns="measure").set_index("estimator")
