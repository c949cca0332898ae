"""The table of trials: a row per trial and estimator, with the measures of the fit.

It may be larger than memory, so it is made, and read, as parts of whole trials.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from inputs import load, undamaged
from tables import read_table

TOGETHER = 5_000  # trials of a part that is read
HEAD = 20  # rows in which all estimators occur


def collect(paths: list[str]) -> Iterator[pd.DataFrame]:
    """Yield the measures in the order of trials; estimators in the order of the config."""
    for path in paths:
        first, last = map(int, Path(path).stem.split("-"))
        with undamaged(path):
            part = pd.DataFrame(load(path))
            if set(part["trial"]) != set(range(first, last + 1)):
                raise ValueError("it holds other trials")
        yield part.sort_values("trial", kind="stable")


def read_trials(path: str, trials: int, together: int = TOGETHER) -> Iterator[pd.DataFrame]:
    """Yield the rows that `collect` wrote of so many trials; only a bad fit may lack a number."""
    with undamaged(path):
        other = ValueError(f"it does not hold {trials} trials of each estimator")
        names = read_table(path, nrows=HEAD)["estimator"].unique()
        with read_table(path, chunksize=max(1, together * len(names))) as parts:
            for first in range(1, trials + 1, together):
                part = next(parts, pd.DataFrame(columns=["trial", "estimator"]))
                last = min(first + together - 1, trials)
                rows = pd.MultiIndex.from_product([range(first, last + 1), names])
                found = pd.MultiIndex.from_frame(part[["trial", "estimator"]])
                if part.empty or not found.equals(rows):
                    raise other
                numbers = part.drop(columns=["estimator", "status"]).to_numpy(dtype=float)
                if not np.isfinite(numbers[part["status"] != "non_finite"]).all():
                    raise ValueError("a number is missing")
                yield part
            if next(parts, None) is not None:
                raise other


def by_estimator(trials: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return a measure with a row per trial and a column per estimator, in the config's order."""
    wide = trials.pivot(index="trial", columns="estimator", values=measure)
    return wide[trials["estimator"].unique()]


def class_counts(trials: pd.DataFrame) -> np.ndarray:
    """Return the counts (R, q, q) of true by ascribed class from the rows of one estimator."""
    counts = trials.filter(regex=r"^count_\d+_\d+$")
    classes = round(counts.shape[1] ** 0.5)
    return counts.to_numpy().reshape(-1, classes, classes)
