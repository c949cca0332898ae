"""The published tables, and how they are laid out."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

PUBLISHED = Path(__file__).parents[2] / "workflow" / "published"
ESTIMATOR_OF_TABLE = {
    4: "logistic-least_squares",
    5: "softmax-cross_entropy",
    6: "softmax-least_squares",
}
TRIALS, TRAIN_PER_CLASS = 100, 100


@cache
def published_rates(table: int) -> pd.DataFrame:
    """Return one of Tables 3–6: true class by ascribed class."""
    return pd.read_csv(PUBLISHED / f"table{table}.csv", index_col="true_class")


@cache
def published_posterior() -> pd.DataFrame:
    """Return Table 2: estimator by mean and variance."""
    return pd.read_csv(PUBLISHED / "table2.csv", index_col="estimator")


def published_posterior_errors(
    relative: pd.Series | float, trials: pd.Series | int
) -> pd.DataFrame:
    """Return the standard errors of the published Table 2.

    That of a mean follows from the published variance. The relative one of a variance depends on
    the tails of the distribution: it is taken from ours.

    Parameters
    ----------
    relative, trials : series by estimator, or the same for all
        The relative standard errors of our variances, and of how many trials.
    """
    variance = published_posterior()["variance"]
    errors = variance * relative * np.sqrt(trials / TRIALS)
    return pd.DataFrame({"mean": np.sqrt(variance / TRIALS), "variance": errors})


def with_z(comparison: pd.DataFrame, variances: pd.Series) -> pd.DataFrame:
    """Add z: the difference in units of its standard error, where both numbers have one.

    Variances are compared on the scale of logarithms, where they are nearer to normal.
    """
    ours, theirs = comparison["reproduced"], comparison["published"]
    z = (ours - theirs) / np.hypot(comparison["reproduced_se"], comparison["published_se"])
    logs = np.log((ours / theirs).where(variances & (ours > 0)))
    error = np.hypot(comparison["reproduced_se"] / ours, comparison["published_se"] / theirs)
    return comparison.assign(z=(logs / error).where(variances, z))
