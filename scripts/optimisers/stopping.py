"""When a minimisation stops, and where it ended: what all optimisers take and return."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

StackedFunction = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]


class Stopping(NamedTuple):
    """The stopping rule."""

    iterations: int | np.ndarray  # cap on those of each member, one number or (R,)
    gradient: float = 1e-5  # converged when no component of the gradient is larger
    decrease: float = 1e-12  # converged when an iteration lowers the value by no larger share
    restart: bool = True  # whether a member whose line search fails goes on along the gradient


class Minimum(NamedTuple):
    """Where the minimisation of each of R functions of n variables ended.

    The status is `gradient` or `decrease` (converged, see `Stopping`), `iterations` (cap reached),
    `line_search` (no acceptable step, not even along the gradient if restarts are allowed) or
    `non_finite` (value or gradient not finite at the start).
    """

    point: np.ndarray  # (R, n)
    value: np.ndarray  # (R,)
    iterations: np.ndarray  # (R,) of int
    status: np.ndarray  # (R,) of str
    state: Any  # from which the same optimiser can go on; no other can read it
