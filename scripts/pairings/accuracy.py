"""How near fitted networks come to the truth."""

from collections.abc import Iterator

import numpy as np

from pairings.gaussian_classes import posterior
from pairings.network import outputs
from pairings.quadrature import Rule

TOGETHER = 32  # fits evaluated on the nodes of the quadrature at once


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


def posterior_error(
    fits: dict[str, np.ndarray], activation: str, truth: tuple, rule: Rule
) -> tuple[np.ndarray, np.ndarray]:
    """Return equation (4), integrated over the class mixture, and its accuracy, for each trial.

    Parameters
    ----------
    fits : dict
        The fitted weights `omega` (R, h, p+1) and `upsilon` (R, q, h+1).
    activation : str
        A key of `output_layer.ACTIVATIONS`.
    truth : tuple
        Means, covariance and priors of the classes.
    rule : Rule
        That of `mixture_rule` for these classes.

    Returns
    -------
    error, accuracy : (R,) arrays
    """
    exact = posterior(rule.nodes, *truth)

    def blocks() -> Iterator[np.ndarray]:
        for first in range(0, len(fits["omega"]), TOGETHER):
            block = slice(first, first + TOGETHER)
            weights = fits["omega"][block], fits["upsilon"][block]
            estimated = outputs(rule.nodes, *weights, activation)
            yield ((estimated - exact) ** 2).sum(axis=1)

    parts = [rule.integrate(squares) for squares in blocks()]
    square, accuracy = (np.concatenate(part) for part in zip(*parts, strict=True))
    error = np.sqrt(square)
    return error, np.divide(accuracy, 2 * error, out=np.zeros_like(error), where=error > 0)
