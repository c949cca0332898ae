"""The table of trials: a row per trial and estimator, with the measures of the fit."""

from pathlib import Path

import numpy as np
import pandas as pd

from inputs import load, undamaged
from tables import read_table


def collect(paths: list[str]) -> pd.DataFrame:
    """Return the measures in the order of trials; estimators in the order of the config."""
    parts = []
    for path in paths:
        first, last = map(int, Path(path).stem.split("-"))
        with undamaged(path):
            parts.append(pd.DataFrame(load(path)))
            if set(parts[-1]["trial"]) != set(range(first, last + 1)):
                raise ValueError("it holds other trials")
    return pd.concat(parts).sort_values("trial", kind="stable")


def read_trials(path: str, trials: int) -> pd.DataFrame:
    """Return the rows that `collect` wrote of so many trials; only a bad fit may lack a number."""
    table = read_table(path)
    with undamaged(path):
        names = table["estimator"].unique()
        rows = pd.MultiIndex.from_product([range(1, trials + 1), names])
        if table.empty or not pd.MultiIndex.from_frame(table[["trial", "estimator"]]).equals(rows):
            raise ValueError(f"it does not hold {trials} trials of each estimator")
        numbers = table.drop(columns=["estimator", "status"]).to_numpy(dtype=float)
        if not np.isfinite(numbers[table["status"] != "non_finite"]).all():
            raise ValueError("a number is missing")
    return table


def by_estimator(trials: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return a measure with a row per trial and a column per estimator, in the config's order."""
    wide = trials.pivot(index="trial", columns="estimator", values=measure)
    return wide[trials["estimator"].unique()]


def class_counts(trials: pd.DataFrame) -> np.ndarray:
    """Return the counts (R, q, q) of true by ascribed class from the rows of one estimator."""
    counts = trials.filter(regex=r"^count_\d+_\d+$")
    classes = round(counts.shape[1] ** 0.5)
    return counts.to_numpy().reshape(-1, classes, classes)
