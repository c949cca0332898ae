"""Class-conditional classification rates: Tables 3–6."""

import numpy as np
import pandas as pd

from analysis import monte_carlo
from analysis.paper import ESTIMATOR_OF_TABLE
from analysis.trials import confusion_matrices, matrix
from experiment.status import usable


def conditional(counts: np.ndarray) -> np.ndarray:
    """Return the class-conditional rates (..., q, q) of confusion matrices.

    The observations of a trial share one fit and are not independent; the trials are. So the error
    of a rate is that of the mean of these, not a binomial one.

    Parameters
    ----------
    counts : (..., q, q) array of int
        True class by ascribed class, of each trial.
    """
    total = counts.sum(axis=-1, keepdims=True)
    return np.divide(counts, total, out=np.full(counts.shape, np.nan), where=total > 0)


def values(trials: pd.DataFrame) -> dict[str, np.ndarray]:
    """Return the class-conditional rates (R, q, q) of each estimator that is run."""
    known = usable(trials["status"])
    return {
        estimator: conditional(
            confusion_matrices(trials[known & (trials["estimator"] == estimator)])
        )
        for estimator in trials["estimator"].unique()
    }


def all_rates(moments: dict[str, monte_carlo.Moments]) -> pd.DataFrame:
    """Return a row for each cell of each estimator: the rate and its standard error."""
    parts = []
    for estimator, of_estimator in moments.items():
        rate, error = map(matrix, monte_carlo.mean(of_estimator))
        cells = pd.DataFrame({"rate": rate.stack(), "rate_se": error.stack()})
        cells.index.names = ["true_class", "ascribed_class"]
        parts.append(pd.concat({estimator: cells}, names=["estimator"]))
    return pd.concat(parts)


def rate_tables(moments: dict[str, monte_carlo.Moments]) -> dict[str, pd.DataFrame]:
    """Return Tables 4–6 by name, without rates where the estimator is not run.

    `tableN_se` holds the standard errors of tableN.
    """
    shape = next(iter(moments.values())).mean.shape
    nothing = monte_carlo.Moments.of(np.empty((0, *shape)))
    return {
        f"table{number}{suffix}": matrix(estimate)
        for number, name in ESTIMATOR_OF_TABLE.items()
        for suffix, estimate in zip(
            ("", "_se"), monte_carlo.mean(moments.get(name, nothing)), strict=True
        )
    }
