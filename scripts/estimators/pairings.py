"""Pairings of output activation and penalty: the penalty, and the Δ_k sent back to the weights.

Arrays carry the trial first and the observation last: scores z, outputs z*, Δ and targets t are
(R, q, n). Targets are one of q, so that Σ t log t = 0. Functions overwrite the scores they get.
A pairing is composed of its activation and its penalty; those below are written out, as they
then take less time, or their logarithms neither overflow nor lose their digits.
"""

from collections.abc import Callable

import numpy as np

from estimators.activations import ACTIVATIONS, logistic, softmax
from estimators.penalties import PENALTIES

Pairing = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]


def softplus(z: np.ndarray) -> np.ndarray:
    """Return log(1 + exp(z)), by vectorised functions that do not overflow."""
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def total_product(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return Σ_kn a_kn b_kn of each trial, (R,), summed in double precision."""
    return np.vecdot(a, b).sum(axis=-1, dtype=float)


def logistic_least_squares(z: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return ½Σ(t − z*)² and Δ_k = (z*_k − t_k) z*_k (1 − z*_k)."""
    output = logistic(z)
    delta = output - t
    value = 0.5 * total_product(delta, delta)
    delta *= output
    delta *= np.subtract(1, output, out=output)
    return value, delta


def logistic_cross_entropy(z: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return Σ t log(t/z*) and Δ_k = −t_k (1 − z*_k): the pairing the paper calls not sensible."""
    value = total_product(softplus(-z), t)
    delta = logistic(z)
    delta -= 1
    delta *= t
    return value, delta


def logistic_binary_cross_entropy(z: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return −Σ {t log z* + (1 − t) log(1 − z*)} and Δ_k = z*_k − t_k."""
    value = softplus(z).sum(axis=-1, dtype=float).sum(axis=-1) - total_product(z, t)
    delta = logistic(z)
    delta -= t
    return value, delta


def softmax_least_squares(z: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return ½Σ(t − z*)² and Δ_k = z*_k {z*_k − t_k − Σ_j (z*_j − t_j) z*_j}."""
    output = softmax(z)
    delta = output - t
    value = 0.5 * total_product(delta, delta)
    delta *= output
    output *= delta.sum(axis=1, keepdims=True)
    delta -= output
    return value, delta


def softmax_cross_entropy(z: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return Σ t log(t/z*) and Δ_k = z*_k − t_k, equation (1)."""
    z -= z.max(axis=1, keepdims=True)
    value = -total_product(z, t)
    delta = np.exp(z, out=z)
    normaliser = delta.sum(axis=1, keepdims=True)
    delta /= normaliser
    value += np.log(normaliser, out=normaliser)[:, 0].sum(axis=1, dtype=float)
    delta -= t
    return value, delta


def softmax_binary_cross_entropy(z: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return −Σ {t log z* + (1 − t) log(1 − z*)} and its Δ_k.

    1 − z* of the largest output is the sum of the others, by a softmax of these alone: from the
    rounded output itself, the penalty of one that is confident and wrong would lose its digits.
    With r = z*/(1 − z*) of the classes that are neither true nor have the largest output,
    Δ_k = z*_k (2 + r_k − Σ r) − t_k (1 + z*_k), and, where the largest is wrong, less z*_k r of it.
    """
    z -= z.max(axis=1, keepdims=True)
    largest = z.argmax(axis=1)[:, None] == np.arange(z.shape[1])[:, None]
    others = np.where(largest, -np.inf, z)
    second = others.max(axis=1, keepdims=True)
    share = np.exp(others - second)
    total = share.sum(axis=1, keepdims=True)
    share /= total
    rest = second + np.log(total)  # log(1 − z*) − log z* of the largest
    log_sum = softplus(rest)
    output = np.where(largest, 1, share * np.exp(rest)) * np.exp(-log_sum)
    left = np.where(largest, 1, 1 - output)
    against = np.where(largest, log_sum - rest, -np.log(left))
    value = total_product(log_sum - z, t) + total_product(against, 1 - t)
    untrue = (1 - t) * output
    wrong = np.where(largest, untrue, 0).sum(axis=1, keepdims=True)
    odds = np.where(largest, 0, untrue) / left
    delta = output * (2 + odds - odds.sum(axis=1, keepdims=True)) - t * (1 + output) - wrong * share
    return value, delta


FUSED: dict[tuple[str, str], Pairing] = {
    ("logistic", "least_squares"): logistic_least_squares,
    ("logistic", "cross_entropy"): logistic_cross_entropy,
    ("logistic", "binary_cross_entropy"): logistic_binary_cross_entropy,
    ("softmax", "least_squares"): softmax_least_squares,
    ("softmax", "cross_entropy"): softmax_cross_entropy,
    ("softmax", "binary_cross_entropy"): softmax_binary_cross_entropy,
}


def composed(activation: str, penalty: str) -> Pairing:
    """Return a pairing made of its two parts: Δ by the chain rule from ∂ρ/∂z* to ∂ρ/∂z."""
    output, back, _ = ACTIVATIONS[activation]
    terms, slope, domain = PENALTIES[penalty]

    def pairing(z: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        precision = np.finfo(z.dtype)
        outputs = output(z)
        # An output that rounding puts on the edge of the domain is moved inside.
        np.clip(outputs, domain[0] + precision.tiny, domain[1] - precision.epsneg, out=outputs)
        value = terms(t, outputs).sum(axis=-1, dtype=float).sum(axis=-1)
        return value, back(outputs, slope(t, outputs))

    return pairing


def pairing(activation: str, penalty: str) -> Pairing:
    """Return the function of scores and targets that gives the penalty (R,) and Δ (R, q, n)."""
    return FUSED.get((activation, penalty)) or composed(activation, penalty)
