"""The published tables, and how they are laid out."""

from pathlib import Path

import numpy as np
import pandas as pd

PUBLISHED = Path(__file__).parents[2] / "workflow" / "published"
ESTIMATOR_OF_TABLE = {
    4: "logistic-least_squares",
    5: "softmax-cross_entropy",
    6: "softmax-least_squares",
}
TRIALS = 100
OBSERVATIONS = 10_000  # of each class in Tables 4–6: each row adds to exactly 1.0000


def published_rates(table: int) -> pd.DataFrame:
    """Return one of Tables 3–6: true class by ascribed class."""
    return pd.read_csv(PUBLISHED / f"table{table}.csv", index_col="true_class")


def published_posterior() -> pd.DataFrame:
    """Return Table 2: estimator by mean and variance."""
    return pd.read_csv(PUBLISHED / "table2.csv", index_col="estimator")


def published_posterior_errors() -> pd.DataFrame:
    """Return the standard errors of the published Table 2, from its own variances.

    That of a mean is √(s²/R); that of a variance assumes normal errors, s²√(2/(R−1)).
    """
    published = published_posterior()
    return pd.DataFrame(
        {
            "mean": np.sqrt(published["variance"] / TRIALS),
            "variance": published["variance"] * np.sqrt(2 / (TRIALS - 1)),
        }
    )


def with_z(comparison: pd.DataFrame) -> pd.DataFrame:
    """Add z: the difference in units of its standard error, where both numbers have one."""
    difference = comparison["reproduced"] - comparison["published"]
    error = np.hypot(comparison["reproduced_se"], comparison["published_se"])
    return comparison.assign(z=difference / error)
