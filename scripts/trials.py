"""The table of trials: a row per trial and estimator, with the measures of the fit."""

import numpy as np
import pandas as pd


def collect(paths: list[str]) -> pd.DataFrame:
    """Return the measures in the order of trials; estimators in the order of the config."""
    parts = []
    for path in paths:
        with np.load(path) as measures:
            parts.append(pd.DataFrame({name: measures[name] for name in measures.files}))
    return pd.concat(parts).sort_values("trial", kind="stable")


def by_estimator(trials: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return a measure with a row per trial and a column per estimator, in the config's order."""
    wide = trials.pivot(index="trial", columns="estimator", values=measure)
    return wide[trials["estimator"].unique()]


def class_counts(trials: pd.DataFrame) -> np.ndarray:
    """Return the counts (R, q, q) of true by ascribed class from the rows of one estimator."""
    counts = trials.filter(regex=r"^count_\d+_\d+$")
    classes = round(counts.shape[1] ** 0.5)
    return counts.to_numpy().reshape(-1, classes, classes)
