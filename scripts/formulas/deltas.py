"""Section 2: what each pairing sends back to the weights, Δ_k = ∂ρ/∂z_k.

Scores z, outputs z* and targets t are (n, q) here, an observation a row.
"""

from collections.abc import Callable

import numpy as np

from estimators.pairings import pairing
from estimators.printed_deltas import ACTIVATE, PRINTED, numerical_delta

Formula = Callable[[np.ndarray, np.ndarray], np.ndarray]  # of outputs and targets: Δ
CLASSES, POINTS = 4, 1000
NATURAL = [
    ("linear", "least_squares"),
    ("logistic", "binary_cross_entropy"),
    ("softmax", "cross_entropy"),
]
PAIRINGS = list(dict.fromkeys([*NATURAL, *PRINTED]))  # and those of Table 1


def output_less_target(output: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Return z* − t, the Δ_k of Bishop's natural pairings."""
    return output - t


def equation_1(output: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Return (Σ_j t_j) z*_k − t_k."""
    return t.sum(axis=1, keepdims=True) * output - t


def targets(kind: str, classes: int = CLASSES) -> np.ndarray:
    """Return random targets (n, q): `one of q`, `adding to one`, or `any` between 0 and 1."""
    generator = np.random.default_rng(1)
    if kind == "one of q":
        return np.eye(classes)[generator.integers(classes, size=POINTS)]
    if kind == "adding to one":
        return generator.dirichlet(np.ones(classes), POINTS)
    return generator.uniform(size=(POINTS, classes))


def scores(classes: int = CLASSES) -> np.ndarray:
    """Return random scores (n, q) from the standard normal."""
    return np.random.default_rng(0).standard_normal((POINTS, classes))


def strays(activation: str, penalty: str, formula: Formula, t: np.ndarray) -> float:
    """Return how far a formula for Δ_k strays from the derivative found numerically, at most."""
    z = scores(t.shape[1])
    exact = numerical_delta(activation, penalty, z, t)
    return np.abs(formula(ACTIVATE[activation](z), t) - exact).max()


def fitted_strays(activation: str, penalty: str, t: np.ndarray) -> float:
    """Return how far the Δ_k by which networks are fitted strays from that derivative, at most."""
    z = scores(t.shape[1])
    _, delta = pairing(activation, penalty)(z.T[None].copy(), t.T[None])
    return np.abs(delta[0].T - numerical_delta(activation, penalty, z, t)).max()


def of_other_classes(activation: str, penalty: str) -> float:
    """Return how much Δ_k changes at most as the target moves from one other class to another."""
    z = scores()
    first, second = (np.eye(CLASSES)[[k] * POINTS] for k in (0, 1))
    change = numerical_delta(activation, penalty, z, second)
    change -= numerical_delta(activation, penalty, z, first)
    return np.abs(change[:, 2:]).max()


def unexplained(activation: str, penalty: str) -> float:
    """Return the share of the variance of Δ_k that a linear function of z*_k − t_k leaves."""
    z, t = scores(), targets("one of q")
    delta = numerical_delta(activation, penalty, z, t).ravel()
    correlation = np.corrcoef(delta, (ACTIVATE[activation](z) - t).ravel())[0, 1]
    return 1 - correlation**2
