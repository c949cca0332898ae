"""The rows of trials: one per trial and estimator, with the measures of the fit.

They may be larger than memory, so they come as parts of whole trials.
"""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import numpy as np
import pandas as pd

from inputs import load, undamaged

TOGETHER = 5_000  # trials of a part


def collect(paths: list[str]) -> Iterator[pd.DataFrame]:
    """Yield the measures in the order of trials, in the same parts however files divide them.

    Within a trial, estimators are in the order of the config.
    """
    pieces = (
        piece
        for path in paths
        for piece in read(path).groupby(lambda trial: (trial - 1) // TOGETHER)
    )
    for _, group in groupby(pieces, itemgetter(0)):
        yield pd.concat([rows for _, rows in group]).reset_index()


def read(path: str) -> pd.DataFrame:
    """Return the measures that one file holds, by trial."""
    first, last = map(int, Path(path).stem.split("-"))
    with undamaged(path):
        rows = pd.DataFrame(load(path)).set_index("trial")
        if set(rows.index) != set(range(first, last + 1)):
            raise ValueError("it holds other trials")
    return rows.sort_index(kind="stable")


def by_estimator(trials: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return a measure with a row per trial and a column per estimator, in the config's order."""
    wide = trials.pivot(index="trial", columns="estimator", values=measure)
    return wide[trials["estimator"].unique()]


def class_counts(trials: pd.DataFrame) -> np.ndarray:
    """Return the counts (R, q, q) of true by ascribed class from the rows of one estimator."""
    counts = trials.filter(regex=r"^count_\d+_\d+$")
    classes = round(counts.shape[1] ** 0.5)
    return counts.to_numpy().reshape(-1, classes, classes)
