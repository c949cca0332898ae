"""Section 1: the network and its penalties, written out number by number, and their gradient."""

import math

import numpy as np

from estimators import ESTIMATORS, Estimator
from estimators.network import objective, outputs, pack, start_weights

INPUTS, HIDDEN, CLASSES, OBSERVATIONS = 3, 2, 4, 20
STEP = 1e-5  # of central differences
TERMS = {
    "least_squares": lambda t, output: 0.5 * (t - output) ** 2,
    "cross_entropy": lambda t, output: t * math.log(t / output) if t else 0.0,
}


def written_out(x: list, omega: list, upsilon: list, activation: str) -> list[float]:
    """Return z* = f_q(Υ[1, f_h(Ω[1, x])]) of one observation, logistic or softmax, as section 1."""

    def weighted(rows: list, inputs: list) -> list[float]:
        return [sum(w * each for w, each in zip(row, [1.0, *inputs], strict=True)) for row in rows]

    def logistic(y: float) -> float:
        return 1 / (1 + math.exp(-y))

    z = weighted(upsilon, [logistic(y) for y in weighted(omega, x)])
    if activation == "logistic":
        return [logistic(each) for each in z]
    return [math.exp(each) / sum(map(math.exp, z)) for each in z]


def random_case() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return observations (1, n, p), labels (n,), and weights (1, h, p+1) and (1, q, h+1)."""
    generator = np.random.default_rng(0)
    x = generator.standard_normal((1, OBSERVATIONS, INPUTS))
    omega, upsilon = start_weights(generator, INPUTS, HIDDEN, CLASSES, 2.0)
    return x, np.arange(OBSERVATIONS) % CLASSES, omega[None], upsilon[None]


def from_formula(activation: str, penalty: str) -> tuple[float, float]:
    """Return how far outputs and penalty are from those of section 1, at random weights.

    Parameters
    ----------
    activation : str
        `logistic` or `softmax`.
    penalty : str
        A key of `TERMS`.

    Returns
    -------
    outputs, value : float
        Largest absolute deviation of the outputs, and the relative one of the penalty.
    """
    x, labels, omega, upsilon = random_case()
    weights = omega[0].tolist(), upsilon[0].tolist()
    expected = [written_out(row, *weights, activation) for row in x[0].tolist()]
    found = outputs(x, omega, upsilon, activation)[0].T
    evaluate = objective(x, labels, HIDDEN, CLASSES, Estimator(activation, penalty))
    value = evaluate(pack(omega, upsilon), np.array([0]))[0][0]
    total = sum(
        TERMS[penalty](float(k == label), output)
        for label, row in zip(labels, expected, strict=True)
        for k, output in enumerate(row)
    )
    return np.abs(found - expected).max(), abs(value / total - 1)


def largest_start(
    generator: np.random.Generator, sizes: tuple[int, int, int], reach: float
) -> float:
    """Return the largest start weight, of p inputs, h units and q outputs, that a trial draws."""
    omega, upsilon = start_weights(generator, *sizes, reach)
    return max(np.abs(each).max(initial=0) for each in (omega, upsilon))


def gradient_deviations() -> dict[str, float]:
    """Return `gradient_deviation` of every estimator, by name."""
    return {each.name: gradient_deviation(each) for each in ESTIMATORS}


def gradient_deviation(estimator: Estimator) -> float:
    """Return how far the gradient by all weights is from central differences of the penalty.

    It is relative to the largest component.
    """
    x, labels, omega, upsilon = random_case()
    evaluate = objective(x, labels, HIDDEN, CLASSES, estimator)
    point = pack(omega, upsilon)[0]
    steps = STEP * np.eye(len(point))
    ahead, behind = (
        evaluate(point + step, np.zeros(len(point), dtype=int))[0] for step in (steps, -steps)
    )
    gradient = evaluate(point[None], np.array([0]))[1][0]
    return np.abs((ahead - behind) / (2 * STEP) - gradient).max() / np.abs(gradient).max()
