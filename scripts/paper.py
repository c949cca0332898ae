"""The published tables, and how they are laid out."""

from pathlib import Path

import numpy as np
import pandas as pd

PUBLISHED = Path(__file__).parents[1] / "workflow" / "published"
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


def class_counts(trials: pd.DataFrame) -> np.ndarray:
    """Return the counts (R, q, q) of true by ascribed class from the rows of one estimator."""
    counts = trials.filter(regex=r"^count_\d+_\d+$")
    classes = round(counts.shape[1] ** 0.5)
    return counts.to_numpy().reshape(-1, classes, classes)


def matrix(values: np.ndarray) -> pd.DataFrame:
    """Lay out true class by ascribed class, classes counted from 1."""
    classes = pd.RangeIndex(1, len(values) + 1)
    return pd.DataFrame(values, classes.rename("true_class"), classes)
