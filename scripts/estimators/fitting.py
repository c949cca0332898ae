"""Fit one estimator to the training samples of a stack of trials."""

import numpy as np

from estimators import Estimator
from estimators.network import objective, pack
from optimisers import OPTIMISERS
from optimisers.stopping import Minimum, Stopping

SINGLE_RESOLUTION = 1e-8  # relative decrease below which single precision sees only noise


def fit(
    x: np.ndarray,
    labels: np.ndarray,
    omega: np.ndarray,
    upsilon: np.ndarray,
    estimator: Estimator,
    iterations: int,
    weight_decay: float = 0.0,
    optimiser: str = "bfgs",
) -> Minimum:
    """Minimise a penalty on the full batch, from given weights.

    The first iterations are made with the objective in single precision, which costs a half to a
    third, until it resolves no further decrease; the others, from the state of the optimiser
    there, in double precision. The cap counts both.

    Parameters
    ----------
    x : (R, n, p) array
    labels : (n,) array of int, or (q, n) array
        Classes, or targets, as `network.objective` takes them.
    omega : (R, h, p+1) array
    upsilon : (R, q, h+1) array
    estimator : Estimator
    iterations : int
        Cap on the iterations of each fit.
    weight_decay : float
        Multiple of the sum of squared weights added to the penalty.
    optimiser : str
        A key of `OPTIMISERS`.

    Returns
    -------
    Minimum
        Points as made by `network.pack`.
    """
    minimise = OPTIMISERS[optimiser]

    def stacked(dtype: type):
        return objective(
            x, labels, omega.shape[1], upsilon.shape[1], estimator, weight_decay, dtype
        )

    start = pack(omega, upsilon)
    in_single = Stopping(iterations, decrease=SINGLE_RESOLUTION, restart=False)
    rough = minimise(stacked(np.float32), start, in_single)
    left = Stopping(iterations - rough.iterations)
    fine = minimise(stacked(np.float64), rough.point, left, rough.state)
    return fine._replace(iterations=rough.iterations + fine.iterations)
