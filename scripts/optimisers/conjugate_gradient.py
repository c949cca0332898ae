"""Nonlinear conjugate gradients (Nocedal & Wright, Numerical Optimization, 2nd ed., 2006, 5.2)."""

from collections.abc import Callable
from functools import partial

import numpy as np

from optimisers.descent import Method, descend
from optimisers.stopping import Minimum, StackedFunction, Stopping


def minimise(
    function: StackedFunction,
    start: np.ndarray,
    stopping: Stopping,
    state: np.ndarray | None = None,
    *,
    method: Method,
) -> Minimum:
    """Minimise a stack of functions as `descend` does; a state (R, 0) says to begin anew."""
    return descend(function, start, stopping, method, state)


def turn(
    _memory: np.ndarray,
    _s: np.ndarray,
    y: np.ndarray,
    gradient: np.ndarray,
    direction: np.ndarray,
    along: Callable[[np.ndarray, np.ndarray], np.ndarray],
) -> np.ndarray:
    """Return the directions −g + βd, (R, n), with β what `along` returns over the old ‖g‖²."""
    before = gradient - y
    beta = along(gradient, y) / np.vecdot(before, before)
    return beta[:, None] * direction - gradient


def polak_ribiere(gradient: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the numerator of β⁺, (5.45): never negative, which restarts the search."""
    return np.maximum(np.vecdot(gradient, y), 0)


def fletcher_reeves(gradient: np.ndarray, _y: np.ndarray) -> np.ndarray:
    """Return the numerator of β of Fletcher & Reeves, (5.41a)."""
    return np.vecdot(gradient, gradient)


POLAK_RIBIERE, FLETCHER_REEVES = (
    Method(
        fresh=lambda _: np.empty(0),
        direction=lambda _, gradient: -gradient,
        turn=partial(turn, along=along),
        learned=np.inf,
    )
    for along in (polak_ribiere, fletcher_reeves)
)
