"""BFGS (Nocedal & Wright, Numerical Optimization, 2nd ed., 2006, Algorithm 6.1)."""

import numpy as np

from optimisers.descent import Method, descend
from optimisers.stopping import Minimum, StackedFunction, Stopping

LEARNED = 10  # updates after which an inverse Hessian is good enough for unit steps


def minimise(
    function: StackedFunction,
    start: np.ndarray,
    stopping: Stopping,
    inverse_hessian: np.ndarray | None = None,
) -> Minimum:
    """Minimise a stack of functions as `descend` does, from inverse Hessians (R, n, n) if given."""
    return descend(function, start, stopping, METHOD, inverse_hessian)


def direct(inverse_hessian: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    """Return the directions −Hg, (R, n)."""
    return -np.matvec(inverse_hessian, gradient)


def update(
    inverse_hessian: np.ndarray,
    s: np.ndarray,
    y: np.ndarray,
    gradient: np.ndarray,
    direction: np.ndarray,
) -> np.ndarray:
    """Update inverse Hessians H in place by (6.17), expanded; return the new directions −Hg.

    One product with the old H serves both: Hy is Hg plus the old direction, which was −H times the
    old gradient. A row whose y is zero leaves its H alone.
    """
    product = np.matvec(inverse_hessian, gradient)
    image = product + direction
    curvature = np.vecdot(s, y)
    rho = np.where(curvature > 0, 1 / curvature, 0)
    half = 0.5 * rho * (1 + rho * np.vecdot(y, image))
    pair = np.empty((len(s), 2, s.shape[1]))
    pair[:, 0] = half[:, None] * s - rho[:, None] * image
    pair[:, 1] = s
    inverse_hessian += pair.mT @ pair[:, ::-1]
    along = np.matvec(pair, gradient)
    return -(product + np.vecmat(along[:, ::-1], pair))


METHOD = Method(fresh=np.eye, direction=direct, turn=update, learned=LEARNED)
