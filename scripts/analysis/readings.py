"""Table 2 beside the paper's, under each reading of what the paper's holds."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis import monte_carlo
from analysis.paper import published_posterior, published_posterior_errors, with_z
from analysis.trials import by_estimator

REFERENCES = {
    "exact": "posterior_rms",
    "without the ½": "posterior_rms_without_half",
}

COLUMNS = [
    *("reference", "divided_by_n", "estimator", "figure"),
    *("published", "reproduced", "reproduced_se", "published_se"),
]


def under_readings(trials: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Yield each reading and the errors under it, a row per trial and a column per estimator.

    A reading is a reference posterior, exact or proportional to exp(−‖x−μ‖²) (the ½ left out), and
    whether the sum of squares is divided by the number N of test observations, as printed.
    """
    observations = trials.filter(regex="^count_").sum(axis=1).max()
    for reference, measure in ((name, each) for name, each in REFERENCES.items() if each in trials):
        errors = by_estimator(trials, measure)
        for divided, scale in (("yes", 1.0), ("no", np.sqrt(observations))):
            yield reference, divided, scale * errors


def values(trials: pd.DataFrame) -> dict[tuple[str, str, str], np.ndarray]:
    """Return the errors of the paper's estimators under each reading."""
    return {
        (reference, divided, estimator): errors[estimator].dropna().to_numpy()
        for reference, divided, errors in under_readings(trials)
        for estimator in published_posterior().index.intersection(errors.columns)
    }


def readings(moments: dict[tuple[str, str, str], monte_carlo.Moments]) -> pd.DataFrame:
    """Return Table 2 under each reading of what it holds, with z against the published figures."""
    return beside_table2(moments, COLUMNS, published_posterior())


def beside_table2(
    moments: dict[tuple, monte_carlo.Moments], columns: list[str], published: pd.DataFrame
) -> pd.DataFrame:
    """Return mean and variance of errors, with z against published figures where there are any.

    Parameters
    ----------
    moments : dict
        Of the errors of an estimator under a reading, by what tells the reading, and the estimator.
    columns : list of str
        What the names of the moments tell comes first.
    published : DataFrame
        Table 2, or a part of it.
    """
    rows = []
    for (*reading, estimator), of_reading in moments.items():
        relative = monte_carlo.relative_error(of_reading)
        errors = published_posterior_errors(relative, of_reading.count)
        variance = monte_carlo.variance(of_reading).value
        estimates = {
            "mean": monte_carlo.mean(of_reading),
            "variance": (variance, variance * relative),
        }
        for figure, estimate in estimates.items():
            printed, error = np.nan, np.nan
            if estimator in published.index:
                printed, error = (table.loc[estimator, figure] for table in (published, errors))
            rows.append((*reading, estimator, figure, printed, *estimate, error))
    table = pd.DataFrame(rows, columns=columns)
    return with_z(table, table["figure"] == "variance")
