"""Descent with a strong Wolfe line search, for a whole stack of functions at once.

Each function of the stack advances at its own pace: one call evaluates, for every member still
running, the next point of its own line search, and members that have ended leave the stack.
Numbers in parentheses are those of Nocedal & Wright, Numerical Optimization, 2nd ed. (2006).
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import reduce
from typing import NamedTuple

import numpy as np

from optimisers.stopping import STATUS, Minimum, StackedFunction, Stopping, endings, lowered

SUFFICIENT_DECREASE = 1e-4  # c1 of (3.7a)
FIRST_STEP = 1.01  # multiple of (3.60), as recommended there
EXPANSION = 4.0  # growth of a step that is still too short
MARGIN = 0.1  # an interpolated step keeps this share of its bracket away from either end
SEARCH_LENGTH = 10  # evaluations after which a line search has failed


class Method(NamedTuple):
    """How a descent method chooses directions (R, n).

    Its memory is an array (R, ...) with a row for each member, which `turn` updates in place.
    """

    fresh: Callable[[int], np.ndarray]  # of n: one member's memory before its first step
    direction: Callable[[np.ndarray, np.ndarray], np.ndarray]  # first one, of memory and gradient
    turn: Callable[..., np.ndarray]  # of memory, step s, change of gradient y (zero where no step
    # was accepted), gradient and direction: the next direction
    learned: float  # iterations after which a direction has its own length: unit steps come first


@dataclass
class _Running:
    """State of the members still running; row i of every array belongs to `member[i]`."""

    member: np.ndarray
    point: np.ndarray
    value: np.ndarray
    gradient: np.ndarray
    memory: np.ndarray
    iterations: np.ndarray
    updates: np.ndarray  # of the memory since it was fresh
    direction: np.ndarray
    slope: np.ndarray  # along the direction, at the point
    step: np.ndarray  # to be tried next
    low: np.ndarray  # step, value and slope at the best end of the bracket
    high: np.ndarray  # the same at the other end; infinite while there is none
    searched: np.ndarray  # evaluations made in this line search

    def drop(self, rows: np.ndarray) -> "_Running":
        """Return the state without these rows: the last others are moved to their places."""
        kept = len(rows) - np.count_nonzero(rows)
        gaps, others = np.flatnonzero(rows[:kept]), kept + np.flatnonzero(~rows[kept:])
        arrays = [getattr(self, field.name) for field in fields(self)]
        for array in arrays:
            array[gaps] = array[others]
        return _Running(*(array[:kept] for array in arrays))


@np.errstate(invalid="ignore", divide="ignore", over="ignore")  # what is not finite is rejected
def descend(
    function: StackedFunction,
    start: np.ndarray,
    stopping: Stopping,
    method: Method,
    memory: np.ndarray | None = None,
) -> Minimum:
    """Minimise a stack of R functions of n variables.

    Parameters
    ----------
    function : callable
        Takes points (A, n) and the indices (A,) in the stack of the functions to evaluate there;
        returns values (A,) and gradients (A, n). A step to a value that is not finite is rejected.
    start : (R, n) array
    stopping : Stopping
        Its `line_search` is c2 of (3.7b).
    method : Method
    memory : (R, ...) array, optional
        The memory to go on from; fresh if not given.

    Returns
    -------
    Minimum
        Its state is the memory.
    """
    cap = np.broadcast_to(stopping.iterations, len(start))
    running = _begin(function, start, method, memory)
    end = Minimum(
        running.point.copy(),
        running.value.copy(),
        running.iterations.copy(),
        np.full(len(start), "non_finite", dtype=STATUS),
        running.memory.copy(),
    )
    running = running.drop(~(np.isfinite(running.value) & np.isfinite(running.slope)))
    decrease = np.full(len(running.member), np.inf)
    failed = np.full(len(running.member), False)
    while True:
        state = running.iterations, running.value, running.gradient, decrease
        reached = {"line_search": failed} | endings(stopping, cap[running.member], *state)
        ended = reduce(np.logical_or, reached.values())
        if ended.any():
            for status, members in reached.items():
                end.status[running.member[members]] = status
            rows = running.member[ended]
            end.point[rows] = running.point[ended]
            end.value[rows] = running.value[ended]
            end.iterations[rows] = running.iterations[ended]
            end.state[rows] = running.memory[ended]
            running = running.drop(ended)
        if not running.member.size:
            return end
        decrease, failed = _advance(function, running, stopping, method)
        moved = ~np.isnan(decrease)
        if stopping.observe and moved.any():
            now = running.member, running.point, running.value, decrease
            stopping.observe(*(each[moved] for each in now))


def _begin(
    function: StackedFunction, start: np.ndarray, method: Method, memory: np.ndarray | None
) -> _Running:
    """Return the state of all members before their first step."""
    count, size = start.shape
    member = np.arange(count)
    point = start.astype(float)
    value, gradient = map(np.array, function(point, member))
    anew = memory is None or np.isinf(method.learned)
    updates = np.full(count, 0 if anew else method.learned)
    known = method.fresh(size)[None] if memory is None else memory
    memory = np.broadcast_to(known, (count, *known.shape[1:])).copy()
    running = _Running(
        member=member,
        point=point,
        value=value,
        gradient=gradient,
        memory=memory,
        iterations=np.zeros(count, dtype=int),
        updates=updates,
        direction=method.direction(memory, gradient),
        slope=np.empty(count),
        step=np.empty(count),
        low=np.empty((count, 3)),
        high=np.empty((count, 3)),
        searched=np.empty(count, dtype=int),
    )
    _aim(running, np.full(count, True), np.full(count, np.inf), method.learned)
    return running


def _advance(
    function: StackedFunction, running: _Running, stopping: Stopping, method: Method
) -> tuple[np.ndarray, np.ndarray]:
    """Try the next step of every member.

    Return what each iteration gained, nan if none ended, and which line searches have failed.
    """
    move = running.step[:, None] * running.direction
    trial_point = running.point + move
    trial_value, trial_gradient = function(trial_point, running.member)
    slope = np.vecdot(trial_gradient, running.direction)
    slopes = running.step * (running.slope + slope)
    decrease, unresolved = lowered(running.value, trial_value, slopes, stopping.resolution)
    accepted = _search(running, trial_value, slope, unresolved, stopping.line_search)
    moved = accepted[:, None]
    decrease[~accepted] = np.nan
    gradient = np.where(moved, trial_gradient, running.gradient)
    direction = method.turn(
        running.memory, move, gradient - running.gradient, gradient, running.direction
    )
    running.gradient = gradient
    np.copyto(running.direction, direction, where=moved)
    np.copyto(running.point, trial_point, where=moved)
    np.copyto(running.value, trial_value, where=accepted)
    running.iterations += accepted
    running.updates += accepted
    _aim(running, accepted, decrease, method.learned)
    failed = (running.searched >= SEARCH_LENGTH) | ~(running.slope < 0)
    restarted = failed & (running.updates > 0) & stopping.restart
    if restarted.any():
        running.memory[restarted] = method.fresh(running.point.shape[1])
        running.direction[restarted] = -running.gradient[restarted]
        running.updates[restarted] = 0
        _aim(running, restarted, decrease, method.learned)
    return decrease, failed & ~restarted


def _search(
    running: _Running,
    value: np.ndarray,
    slope: np.ndarray,
    unresolved: np.ndarray,
    curvature: float,
) -> np.ndarray:
    """Return which steps are accepted, given value and slope there; bracket a better one elsewhere.

    This is Algorithms 3.5 and 3.6 in one: a bracket without a far end is one where it is infinite.
    Where a change of the value is unresolved, the slope alone tells a sufficient decrease: the
    approximate Wolfe conditions (Hager & Zhang, SIAM Journal on Optimization 16, 2005).
    """
    finite = np.isfinite(value) & np.isfinite(slope)
    trial = np.array([running.step, np.where(finite, value, np.inf), slope]).T
    lower = trial[:, 1] <= running.value + SUFFICIENT_DECREASE * running.step * running.slope
    lower &= trial[:, 1] < running.low[:, 1]
    np.copyto(lower, slope <= (2 * SUFFICIENT_DECREASE - 1) * running.slope, where=unresolved)
    accepted = lower & (np.abs(slope) <= -curvature * running.slope)
    turned = lower & (slope * (running.high[:, 0] - running.low[:, 0]) >= 0)
    np.copyto(running.high, running.low, where=turned[:, None])
    np.copyto(running.high, trial, where=~lower[:, None])
    np.copyto(running.low, trial, where=lower[:, None])
    np.copyto(running.step, _next_step(running.low, running.high), where=~accepted)
    running.searched += 1
    return accepted


def _aim(running: _Running, rows: np.ndarray, decrease: np.ndarray, learned: float) -> None:
    """Begin new line searches in these rows, given what their last iterations gained."""
    running.slope = np.vecdot(running.gradient, running.direction)
    # Along the gradient a unit length, as the gradient of a large sum is far too long, then (3.60):
    # where a long early step saturates the outputs of a network, its fit ends on a plateau.
    step = np.fmin(1, -2 * FIRST_STEP * decrease / running.slope)
    np.copyto(step, 1 / np.sqrt(-running.slope), where=running.updates == 0)
    np.copyto(step, 1, where=running.updates >= learned)
    np.copyto(running.step, step, where=rows)
    start = np.array([np.zeros_like(step), running.value, running.slope]).T
    np.copyto(running.low, start, where=rows[:, None])
    np.copyto(running.high, np.inf, where=rows[:, None])
    np.copyto(running.searched, 0, where=rows)


def _next_step(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Return the minimiser of the cubic through both ends (3.59), or a longer step lacking one."""
    (a, value_a, slope_a), (b, value_b, slope_b) = low.T, high.T
    d1 = slope_a + slope_b - 3 * (value_a - value_b) / (a - b)
    d2 = np.sign(b - a) * np.sqrt(d1**2 - slope_a * slope_b)
    share = 1 - (slope_b + d2 - d1) / (slope_b - slope_a + 2 * d2)
    # A far end without a finite value leaves no cubic: bisect.
    share = np.where(np.isfinite(share), np.minimum(np.maximum(share, MARGIN), 1 - MARGIN), 0.5)
    return np.where(np.isfinite(b), a + share * (b - a), EXPANSION * a)
