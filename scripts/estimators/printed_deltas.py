"""Table 1: is each printed Δ_k the derivative of its penalty with respect to the score z_k?"""

from collections.abc import Callable

import numpy as np

from estimators.penalties import PENALTIES

Function = Callable[[np.ndarray, np.ndarray], np.ndarray]

# The paper's activations of scores (n, q), real or complex, as it writes them.
ACTIVATE: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "logistic": lambda z: 1 / (1 + np.exp(-z)),
    "softmax": lambda z: np.exp(z) / np.exp(z).sum(axis=1, keepdims=True),
    "linear": lambda z: z,
}

STEP = 1e-30  # of complex-step differentiation, which has no cancellation to fear


def numerical_delta(activation: str, penalty: str, z: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Return ∂ρ/∂z_k, (n, q), by the complex step (Squire & Trapp, SIAM Review 40, 1998)."""
    delta = np.empty_like(z)
    for k in range(z.shape[1]):
        shifted = z.astype(complex)
        shifted[:, k] += 1j * STEP
        terms = PENALTIES[penalty].terms(t, ACTIVATE[activation](shifted))
        delta[:, k] = terms.sum(axis=1).imag / STEP
    return delta


def total(terms: np.ndarray) -> np.ndarray:
    return terms.sum(axis=1, keepdims=True)


PRINTED: dict[tuple[str, str], Function] = {
    ("logistic", "least_squares"): lambda o, t: (o - t) * (o - o**2),
    ("logistic", "cross_entropy"): lambda o, t: o - t,
    ("softmax", "least_squares"): lambda o, t: o**2 - t * o - o * total(t * o - o**2),
    ("softmax", "cross_entropy"): lambda o, t: o - t,
}
DERIVED: dict[tuple[str, str], tuple[str, Function]] = {
    ("logistic", "least_squares"): (
        "(z*_k − t_k)(z*_k − z*_k²)",
        PRINTED["logistic", "least_squares"],
    ),
    ("logistic", "cross_entropy"): ("t_k z*_k − t_k", lambda o, t: t * o - t),
    ("softmax", "least_squares"): (
        "z*_k² − t_k z*_k + z*_k Σ_j (t_j z*_j − z*_j²)",
        lambda o, t: o**2 - t * o + o * total(t * o - o**2),
    ),
    ("softmax", "cross_entropy"): ("z*_k − t_k", PRINTED["softmax", "cross_entropy"]),
}


def deviations(activation: str, penalty: str, points: int = 1000) -> tuple[float, float]:
    """Return how far the printed and the derived Δ_k stray from the derivative at random points.

    Parameters
    ----------
    activation, penalty : str
        A pairing of Table 1.
    points : int
        Number of points: scores of four classes from the standard normal, targets one of four.

    Returns
    -------
    printed, derived : float
        Largest absolute deviation of each.
    """
    generator = np.random.default_rng(0)
    z = generator.standard_normal((points, 4))
    t = np.eye(4)[generator.integers(4, size=points)]
    output = ACTIVATE[activation](z)
    truth = numerical_delta(activation, penalty, z, t)
    printed = PRINTED[activation, penalty](output, t)
    derived = DERIVED[activation, penalty][1](output, t)
    return np.abs(printed - truth).max(), np.abs(derived - truth).max()
