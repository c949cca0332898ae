"""The MLP of the paper's section 1, for a stack of trials: weights, outputs, objective, gradient.

A trial's weights are Ω (h, p+1) and Υ (q, h+1), biases in column 0. With no hidden units, h = 0,
the outputs see the inputs themselves and Υ is (q, p+1): the multinomial logit.
Arrays carry the trial first and the observation last, so that every matrix product is a wide one.
"""

import numpy as np

from estimators import Estimator
from estimators.activations import ACTIVATIONS, logistic
from estimators.pairings import pairing
from optimisers.stopping import StackedFunction

BLOCK = 100_000  # bytes of one unit's outputs evaluated together: few enough to stay in cache


def start_weights(
    generator: np.random.Generator, inputs: int, hidden: int, outputs: int, start_range: float
) -> tuple[np.ndarray, np.ndarray]:
    """Draw start weights uniformly on (−start_range, start_range).

    They are drawn unit by unit, so that a smaller network from the same generator state is a part
    of a larger one.

    Parameters
    ----------
    generator : numpy.random.Generator
    inputs, hidden, outputs : int
        p, h and q.
    start_range : float

    Returns
    -------
    omega : (h, p+1) array
    upsilon : (q, h+1) array, or (q, p+1) if h = 0
    """
    biases = generator.uniform(-start_range, start_range, size=(1, outputs))
    into_hidden = inputs + 1 if hidden else 0
    units = generator.uniform(
        -start_range, start_range, size=(hidden or inputs, into_hidden + outputs)
    )
    omega = units[:hidden, :into_hidden].reshape(hidden, inputs + 1)
    return omega, np.concatenate([biases, units[:, into_hidden:]]).T


def pack(omega: np.ndarray, upsilon: np.ndarray) -> np.ndarray:
    """Return the weights of each trial, (R, h, p+1) and (R, q, h+1), as one point, (R, m)."""
    count = len(upsilon)
    return np.concatenate([omega.reshape(count, -1), upsilon.reshape(count, -1)], axis=1)


def unpack(
    points: np.ndarray, inputs: int, hidden: int, outputs: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return Ω (R, h, p+1) and Υ (R, q, h+1), views of the points (R, m): undoes `pack`."""
    count = len(points)
    into_hidden = hidden * (inputs + 1)
    omega = points[:, :into_hidden].reshape(count, hidden, inputs + 1)
    return omega, points[:, into_hidden:].reshape(count, outputs, -1)


def with_bias(x: np.ndarray, dtype: type = np.float64) -> np.ndarray:
    """Return observations (..., n, p) features first and augmented by the bias, (..., p+1, n)."""
    *stack, n, p = x.shape
    features = np.ones((*stack, p + 1, n), dtype)
    features[..., 1:, :] = np.swapaxes(x, -1, -2)
    return features


def outputs(x: np.ndarray, omega: np.ndarray, upsilon: np.ndarray, activation: str) -> np.ndarray:
    """Return z* = mlp(x, Υ, Ω).

    Parameters
    ----------
    x : (R, n, p) or (n, p) array
        Each trial's observations, or the same for all.
    omega : (R, h, p+1) array
    upsilon : (R, q, h+1) array
    activation : str
        A key of `ACTIVATIONS`.

    Returns
    -------
    (R, q, n) array
    """
    layer = with_bias(x)
    with np.errstate(over="ignore"):  # exp may overflow on the way to an output of 0
        if omega.shape[1]:
            hidden = np.ones((len(omega), omega.shape[1] + 1, layer.shape[-1]))
            logistic(np.matmul(omega, layer, out=hidden[:, 1:]))
            layer = hidden
        return ACTIVATIONS[activation].output(upsilon @ layer)


def objective(
    x: np.ndarray,
    labels: np.ndarray,
    hidden: int,
    classes: int,
    estimator: Estimator,
    weight_decay: float = 0.0,
    dtype: type = np.float64,
) -> StackedFunction:
    """Return the penalty and its gradient as functions of the weights of any of the trials.

    Parameters
    ----------
    x : (R, n, p) array
        Training observations of R trials.
    labels : (n,) array of int, or (q, n) array
        Their classes 0 … q−1, or their targets, the same in all trials. Where targets are not one
        of q, the penalty may lack the constant Σ t log t.
    hidden, classes : int
        h and q.
    estimator : Estimator
    weight_decay : float
        Multiple of the sum of squared weights added to the penalty.
    dtype : type
        Precision of the arithmetic.

    Returns
    -------
    callable
        Takes points (A, m) as made by `pack` and the trials (A,) they belong to; returns the values
        (A,) and gradients (A, m).
    """
    features = with_bias(x, dtype)
    penalise = pairing(*estimator)
    count, n, inputs = x.shape
    together = min(count, max(1, BLOCK // (n * np.dtype(dtype).itemsize)))
    # In memory the unit comes first, so that one unit, or all but the bias, is one contiguous run.
    hidden_layer = np.ones((hidden + 1, together, n), dtype).swapaxes(0, 1)
    scores = np.empty((classes, together, n), dtype).swapaxes(0, 1)
    returned = np.empty((hidden, together, n), dtype).swapaxes(0, 1)
    targets = np.empty((classes, together, n), dtype).swapaxes(0, 1)
    targets[:] = labels if labels.ndim > 1 else labels == np.arange(classes)[:, None]

    def evaluate_block(
        points: np.ndarray, trials: np.ndarray, value: np.ndarray, gradient: np.ndarray
    ) -> None:
        count = len(points)
        omega, upsilon = unpack(points, inputs, hidden, classes)
        omega_gradient, upsilon_gradient = unpack(gradient, inputs, hidden, classes)
        layer = block_features = features[trials]
        if hidden:
            layer = hidden_layer[:count]
            units = logistic(np.matmul(omega, block_features, out=layer[:, 1:]))
        z = np.matmul(upsilon, layer, out=scores[:count])
        value[:], delta = penalise(z, targets[:count])
        upsilon_gradient[:] = delta @ layer.mT
        if hidden:
            back = np.matmul(upsilon[:, :, 1:].mT, delta, out=returned[:count])
            back *= units
            back *= np.subtract(1, units, out=units)
            omega_gradient[:] = back @ block_features.mT

    @np.errstate(over="ignore", invalid="ignore")  # the minimiser rejects what is not finite
    def evaluate(points: np.ndarray, trials: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        value = np.empty(len(points))
        gradient = np.empty_like(points)
        weights = points.astype(dtype, copy=False)
        for first in range(0, len(points), together):
            block = slice(first, first + together)
            evaluate_block(weights[block], trials[block], value[block], gradient[block])
        value += weight_decay * np.vecdot(points, points)
        gradient += 2 * weight_decay * points
        return value, gradient

    return evaluate
