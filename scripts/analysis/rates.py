"""Class-conditional classification rates: Tables 3–6."""

import numpy as np
import pandas as pd

from analysis import monte_carlo
from analysis.paper import ESTIMATOR_OF_TABLE
from analysis.trials import confusion_matrices, matrix


def conditional(counts: np.ndarray) -> np.ndarray:
    """Return the class-conditional rates (R, q, q) of each trial.

    The observations of a trial share one fit and are not independent; the trials are. So the error
    of a rate is that of the mean of these, not a binomial one.

    Parameters
    ----------
    counts : (R, q, q) array of int
        True class by ascribed class, of each trial.
    """
    return counts / counts.sum(axis=2, keepdims=True)


def values(trials: pd.DataFrame) -> dict[int, np.ndarray]:
    """Return the class-conditional rates (R, q, q) that each of Tables 4–6 averages."""
    usable = trials[trials["status"] != "non_finite"]
    return {
        number: conditional(confusion_matrices(usable[usable["estimator"] == estimator]))
        for number, estimator in ESTIMATOR_OF_TABLE.items()
    }


def rate_tables(moments: dict[int, monte_carlo.Moments]) -> dict[str, pd.DataFrame]:
    """Return Tables 4–6 by name; `tableN_se` holds the standard errors of tableN."""
    return {
        f"table{number}{suffix}": matrix(estimate)
        for number, of_table in moments.items()
        for suffix, estimate in zip(("", "_se"), monte_carlo.mean(of_table), strict=True)
    }
