"""How near fitted networks come to the truth."""

import numpy as np


def posterior_rms(estimated: np.ndarray, exact: np.ndarray) -> np.ndarray:
    """Return the paper's approximation of equation (4), for each trial.

    Parameters
    ----------
    estimated, exact : (R, q, n) array
        Class probabilities at the n observations of each trial.

    Returns
    -------
    (R,) array
        sqrt{ Σ_i (1/n) Σ_n (P̂(C_i|x_n) − P(C_i|x_n))² }; at most √2 if both add to one.
    """
    squares = (estimated - exact) ** 2
    return np.sqrt(squares.sum(axis=1).mean(axis=1))


def classification_counts(estimated: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Count the observations of each true class ascribed to each class (that of largest output).

    Parameters
    ----------
    estimated : (R, q, n) array
    labels : (n,) array of int
        True classes 0 … q−1.

    Returns
    -------
    (R, q, q) array of int
        True class by ascribed class.
    """
    count, classes, _ = estimated.shape
    cells = labels * classes + estimated.argmax(axis=1)
    cells += np.arange(count)[:, None] * classes**2
    return np.bincount(cells.ravel(), minlength=count * classes**2).reshape(count, classes, classes)


def sum_deviation(estimated: np.ndarray) -> np.ndarray:
    """Return the mean over observations of |Σ_k z*_k − 1|, for each trial: (R, q, n) to (R,)."""
    return np.abs(estimated.sum(axis=1) - 1).mean(axis=1)
