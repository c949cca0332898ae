"""Each measure's mean and variance over trials, with their errors."""

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


def summarise(trials: pd.DataFrame) -> pd.DataFrame:
    """Return a row per estimator and measure; a fit with no finite start is counted as bad only.

    `approximation_error` is what the paper's test-set approximation of equation (4) adds to it.
    """
    trials = trials.assign(approximation_error=trials["posterior_rms"] - trials["posterior_error"])
    rows = []
    for estimator, fits in trials.groupby("estimator", sort=False):
        usable = fits[fits["status"] != "non_finite"]
        for measure in MEASURES:
            values = usable[measure].to_numpy(dtype=float)
            mean, variance = monte_carlo.mean(values), monte_carlo.variance(values)
            rows.append(
                {
                    "estimator": estimator,
                    "measure": measure,
                    "mean": mean.value,
                    "mean_se": mean.error,
                    "variance": variance.value,
                    "variance_se": variance.error,
                    "trials": len(usable),
                    "bad_fits": fits["status"].isin(BAD).sum(),
                }
            )
    return pd.DataFrame(rows)
