"""RPROP (Riedmiller & Braun, A direct adaptive method for faster backpropagation learning, 1993).

Each weight has a step of its own, which grows while the sign of its slope stays and shrinks when
that changes; of the slope only the sign counts. A step whose slope changed sign is taken back.
"""

from functools import reduce

import numpy as np

from optimisers.stopping import STATUS, Minimum, StackedFunction, Stopping, endings, lowered

GROWTH, SHRINKAGE = 1.2, 0.5  # η⁺ and η⁻
FIRST, LARGEST = 0.1, 50.0  # Δ₀ and Δ_max


@np.errstate(invalid="ignore", over="ignore")  # what is not finite is rejected
def minimise(
    function: StackedFunction,
    start: np.ndarray,
    stopping: Stopping,
    state: np.ndarray | None = None,
) -> Minimum:
    """Minimise a stack of R functions of n variables.

    There is no line search, and the value may rise: a rise counts as a decrease of its size. A move
    to a value that is not finite is halved until it is finite, in the same iteration.

    Parameters
    ----------
    function : callable
        As `descend` takes it.
    start : (R, n) array
    stopping : Stopping
    state : (R, 3, n) array, optional
        How far each variable moves, Δ; its last move; the gradient before that, zero where the move
        was taken back.

    Returns
    -------
    Minimum
        Where each path ended, which may be above the lowest point on it.
    """
    point, member = start.astype(float), np.arange(len(start))
    value, gradient = map(np.array, function(point, member))
    if state is None:
        state = np.zeros((len(start), 3, start.shape[1]))
        state[:, 0] = FIRST
    state = state.copy()
    iterations = np.zeros(len(start), dtype=int)
    cap = np.broadcast_to(stopping.iterations, len(start))
    status = np.full(len(start), "non_finite", dtype=STATUS)
    decrease = np.full(len(start), np.inf)
    member = member[np.isfinite(value) & np.isfinite(gradient).all(axis=1)]
    while True:
        now = iterations, value, gradient, decrease
        reached = endings(stopping, cap[member], *(each[member] for each in now))
        for name, members in reached.items():
            status[member[members]] = name
        member = member[~reduce(np.logical_or, reached.values())]
        if not member.size:
            return Minimum(point, value, iterations, status, state)
        state[member] = turn(state[member], gradient[member])
        before = point[member]
        waiting = np.arange(len(member))
        while waiting.size:
            rows = member[waiting]
            point[rows] = before[waiting] + state[rows, 1]
            tried, slope = function(point[rows], rows)
            good = np.isfinite(tried) & np.isfinite(slope).all(axis=1)
            moved, reached = rows[good], slope[good]
            slopes = np.vecdot(gradient[moved] + reached, state[moved, 1])
            gained, _ = lowered(value[moved], tried[good], slopes, stopping.resolution)
            decrease[moved] = np.abs(gained)
            value[moved], gradient[moved] = tried[good], reached
            waiting = waiting[~good]
            state[member[waiting], :2] /= 2
        iterations[member] += 1
        if stopping.observe:
            stopping.observe(member, point[member], value[member], decrease[member])


def turn(state: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    """Return the state (A, 3, n) with which members go on from where the gradient is this, (A, n).

    Its second row are their next moves.
    """
    step, move, slope = state.swapaxes(0, 1)
    agreement = np.sign(gradient * slope)
    turned = agreement < 0
    step = step * np.where(turned, SHRINKAGE, np.where(agreement > 0, GROWTH, 1))
    step = np.minimum(step, LARGEST)
    move = np.where(turned, -move, -np.sign(gradient) * step)
    return np.stack([step, move, np.where(turned, 0, gradient)], axis=1)
