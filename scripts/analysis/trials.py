"""The table of trials: a row per trial and estimator, with the measures of the fit.

It may be larger than memory, so it comes in parts of whole trials.
"""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiment.status import at_cap, usable, with_outputs
from files import load, trial_range, undamaged

TOGETHER = 5_000  # trials of a part

Fits = dict[str, np.ndarray]  # of one estimator to some trials, as `fit_range` returns them


def collect(paths: list[str], trials: int) -> Iterator[pd.DataFrame]:
    """Yield the measures of the first trials, in the same parts however files divide them.

    Within a trial, estimators are in the order of `ESTIMATORS`. The last file may hold more trials.
    """
    pieces = (
        piece
        for path in paths
        for piece in read(path).loc[:trials].groupby(lambda trial: (trial - 1) // TOGETHER)
    )
    for _, group in groupby(pieces, itemgetter(0)):
        yield pd.concat([rows for _, rows in group]).reset_index()


def collect_fits(paths: list[str], trials: int) -> Iterator[dict[str, dict[str, np.ndarray]]]:
    """Yield the fits of the first trials in such parts, by estimator: a folder of `paths` each."""
    folders = {name: list(each) for name, each in groupby(paths, lambda path: Path(path).parent)}
    for parts in zip(*(fits_of_one(each, trials) for each in folders.values()), strict=True):
        yield {folder.name: part for folder, part in zip(folders, parts, strict=True)}


def fits_of_one(
    paths: list[str], trials: int, cap: int | None = None
) -> Iterator[dict[str, np.ndarray]]:
    """Yield the fits of one estimator to the first trials, in the parts of `collect`.

    Where paths had several caps on the iterations, they are those of the largest or of this one.
    """

    def pieces() -> Iterator[tuple[int, dict[str, np.ndarray]]]:
        for path in paths:
            fits, numbers = at_cap(load(path), cap), np.array(trial_range(path))
            parts = (numbers[numbers <= trials] - 1) // TOGETHER
            for part in np.unique(parts):
                rows = np.flatnonzero(parts == part)
                yield part, {name: values[rows] for name, values in of_trials(fits).items()}

    for _, group in groupby(pieces(), itemgetter(0)):
        several = [fits for _, fits in group]
        yield {name: np.concatenate([fits[name] for fits in several]) for name in several[0]}


def of_trials(fits: Fits) -> Fits:
    """Return what has a row for each trial."""
    return {name: values for name, values in fits.items() if name != "picture"}


def read(path: str) -> pd.DataFrame:
    """Return the measures that one file holds, by trial."""
    with undamaged(path):
        rows = pd.DataFrame(load(path)).set_index("trial")
        if set(rows.index) != set(trial_range(path)):
            raise ValueError("it holds other trials")
    return rows.sort_index(kind="stable")


def finite(fits: Fits) -> Fits:
    """Return the fits that are some, as weights or as outputs."""
    return with_outputs(fits, usable(fits["status"]))


def by_estimator(trials: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return a measure with a row per trial and a column per estimator, in their order."""
    wide = trials.pivot(index="trial", columns="estimator", values=measure)
    return wide[trials["estimator"].unique()]


def confusion_matrices(trials: pd.DataFrame) -> np.ndarray:
    """Return the confusion matrices (R, q, q), true by ascribed class, of one estimator's rows."""
    counts = trials.filter(regex=r"^count_\d+_\d+$")
    classes = round(counts.shape[1] ** 0.5)
    return counts.to_numpy().reshape(-1, classes, classes)


def matrix(values: np.ndarray) -> pd.DataFrame:
    """Lay out true class by ascribed class, classes counted from 1."""
    classes = pd.RangeIndex(1, len(values) + 1)
    return pd.DataFrame(values, classes.rename("true_class"), classes)


def cell(value: Any) -> Any:
    """Return a setting as it stands in a table: numbers as they are, lists as text."""
    return str(value).replace(" ", "") if isinstance(value, list) else value


def read_table(path: str, **options) -> pd.DataFrame:
    """Return a CSV file that an earlier job wrote, with the options of pandas."""
    with undamaged(path):
        return pd.read_csv(path, **options)
