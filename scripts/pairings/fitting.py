"""Fit one pairing to the training samples of a stack of trials."""

import numpy as np

from pairings.bfgs import Minimum, minimise
from pairings.network import objective, pack

SINGLE_RESOLUTION = 1e-8  # relative decrease below which single precision sees only noise


def fit(
    x: np.ndarray,
    labels: np.ndarray,
    omega: np.ndarray,
    upsilon: np.ndarray,
    activation: str,
    penalty: str,
    iterations: int,
    weight_decay: float = 0.0,
) -> Minimum:
    """Minimise a penalty by BFGS on the full batch, from given weights.

    The first iterations are made with the objective in single precision, which costs a half to a
    third, until it resolves no further decrease; the others, from the same inverse Hessian, in
    double precision. The cap counts both.

    Parameters
    ----------
    x : (R, n, p) array
    labels : (n,) array of int
    omega : (R, h, p+1) array
    upsilon : (R, q, h+1) array
    activation, penalty : str
        A key of `output_layer.PAIRINGS`.
    iterations : int
        Cap on the iterations of each fit.
    weight_decay : float
        Multiple of the sum of squared weights added to the penalty.

    Returns
    -------
    Minimum
        Points as made by `network.pack`.
    """

    def stacked(dtype: type):
        return objective(
            x, labels, omega.shape[1], upsilon.shape[1], activation, penalty, weight_decay, dtype
        )

    start = pack(omega, upsilon)
    rough = minimise(
        stacked(np.float32),
        start,
        iterations,
        decrease_tolerance=SINGLE_RESOLUTION,
        restart=False,
    )
    fine = minimise(
        stacked(np.float64), rough.point, iterations - rough.iterations, rough.inverse_hessian
    )
    return fine._replace(iterations=rough.iterations + fine.iterations)
