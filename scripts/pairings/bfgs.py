"""BFGS with a strong Wolfe line search, for a whole stack of functions at once.

Each function of the stack advances at its own pace: one call evaluates, for every member still
running, the next point of its own line search, and members that have ended leave the stack.
Numbers in parentheses are those of Nocedal & Wright, Numerical Optimization, 2nd ed. (2006).
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import reduce
from typing import NamedTuple

import numpy as np

StackedFunction = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]

SUFFICIENT_DECREASE = 1e-4  # c1 of (3.7a)
CURVATURE = 0.9  # c2 of (3.7b)
FIRST_STEP = 1.01  # multiple of (3.60), as recommended there
LEARNED = 10  # updates after which an inverse Hessian is good enough for unit steps
EXPANSION = 4.0  # growth of a step that is still too short
MARGIN = 0.1  # an interpolated step keeps this share of its bracket away from either end
SEARCH_LENGTH = 10  # evaluations after which a line search has failed


class Minimum(NamedTuple):
    """Where the minimisation of each of R functions of n variables ended.

    Attributes
    ----------
    point : (R, n) array
    value : (R,) array
    inverse_hessian : (R, n, n) array
        The last approximation, from which another minimisation can go on.
    iterations : (R,) array of int
    status : (R,) array of str
        `gradient` or `decrease` (converged, see the tolerances of `minimise`), `iterations` (cap
        reached), `line_search` (no acceptable step, not even along the gradient if restarts are
        allowed) or `non_finite` (value or gradient not finite at the start).
    """

    point: np.ndarray
    value: np.ndarray
    inverse_hessian: np.ndarray
    iterations: np.ndarray
    status: np.ndarray


@dataclass
class _Running:
    """State of the members still running; row i of every array belongs to `member[i]`."""

    member: np.ndarray
    point: np.ndarray
    value: np.ndarray
    gradient: np.ndarray
    inverse_hessian: np.ndarray
    iterations: np.ndarray
    updates: np.ndarray  # of the inverse Hessian since it was the identity
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
def minimise(
    function: StackedFunction,
    start: np.ndarray,
    iterations: int | np.ndarray,
    inverse_hessian: np.ndarray | None = None,
    gradient_tolerance: float = 1e-5,
    decrease_tolerance: float = 1e-12,
    restart: bool = True,
) -> Minimum:
    """Minimise a stack of R functions of n variables by BFGS (Algorithm 6.1).

    Parameters
    ----------
    function : callable
        Takes points (A, n) and the indices (A,) in the stack of the functions to evaluate there;
        returns values (A,) and gradients (A, n). A step to a value that is not finite is rejected.
    start : (R, n) array
    iterations : int or (R,) array of int
        Cap on the iterations of each member.
    inverse_hessian : (R, n, n) array, optional
        Approximations to go on from; identities if not given.
    gradient_tolerance : float
        A member has converged when no component of its gradient is larger.
    decrease_tolerance : float
        A member has converged when an iteration lowers its value by no larger share. A line search
        has failed when its next step, at the slope it began with, would lower it by no more.
    restart : bool
        Whether a member whose line search fails may go on along the gradient.

    Returns
    -------
    Minimum
    """
    cap = np.broadcast_to(iterations, len(start))
    running = _begin(function, start, inverse_hessian)
    end = Minimum(
        running.point.copy(),
        running.value.copy(),
        running.inverse_hessian.copy(),
        running.iterations.copy(),
        np.full(len(start), "non_finite", dtype="U11"),
    )
    running = running.drop(~(np.isfinite(running.value) & np.isfinite(running.slope)))
    decrease = np.full(len(running.member), np.inf)
    failed = np.full(len(running.member), False)
    while True:
        endings = {
            "line_search": failed,
            "iterations": running.iterations >= cap[running.member],
            "decrease": decrease <= decrease_tolerance * np.abs(running.value),
            "gradient": np.abs(running.gradient).max(axis=1) <= gradient_tolerance,
        }
        ended = reduce(np.logical_or, endings.values())
        if ended.any():
            for status, reached in endings.items():
                end.status[running.member[reached]] = status
            rows = running.member[ended]
            end.point[rows] = running.point[ended]
            end.value[rows] = running.value[ended]
            end.inverse_hessian[rows] = running.inverse_hessian[ended]
            end.iterations[rows] = running.iterations[ended]
            running = running.drop(ended)
        if not running.member.size:
            return end
        decrease, failed = _advance(function, running, decrease_tolerance, restart)


def _begin(
    function: StackedFunction, start: np.ndarray, inverse_hessian: np.ndarray | None
) -> _Running:
    """Return the state of all members before their first step."""
    count, size = start.shape
    member = np.arange(count)
    point = start.astype(float)
    value, gradient = map(np.array, function(point, member))
    updates = np.full(count, 0 if inverse_hessian is None else LEARNED)
    known = np.eye(size) if inverse_hessian is None else inverse_hessian
    inverse_hessian = np.broadcast_to(known, (count, size, size)).copy()
    running = _Running(
        member=member,
        point=point,
        value=value,
        gradient=gradient,
        inverse_hessian=inverse_hessian,
        iterations=np.zeros(count, dtype=int),
        updates=updates,
        direction=-np.matvec(inverse_hessian, gradient),
        slope=np.empty(count),
        step=np.empty(count),
        low=np.empty((count, 3)),
        high=np.empty((count, 3)),
        searched=np.empty(count, dtype=int),
    )
    _aim(running, np.full(count, True), np.full(count, np.inf))
    return running


def _advance(
    function: StackedFunction, running: _Running, decrease_tolerance: float, restart: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Try the next step of every member.

    Return what each iteration gained, nan if none ended, and which line searches have failed.
    """
    move = running.step[:, None] * running.direction
    trial_point = running.point + move
    trial_value, trial_gradient = function(trial_point, running.member)
    accepted = _search(running, trial_value, np.vecdot(trial_gradient, running.direction))
    moved = accepted[:, None]
    decrease = np.where(accepted, running.value - trial_value, np.nan)
    gradient = np.where(moved, trial_gradient, running.gradient)
    direction = _update(
        running.inverse_hessian, move, gradient - running.gradient, gradient, running.direction
    )
    running.gradient = gradient
    np.copyto(running.direction, direction, where=moved)
    np.copyto(running.point, trial_point, where=moved)
    np.copyto(running.value, trial_value, where=accepted)
    running.iterations += accepted
    running.updates += accepted
    _aim(running, accepted, decrease)
    promised = -running.step * running.slope
    failed = (running.searched > 0) & (promised <= decrease_tolerance * np.abs(running.value))
    failed |= (running.searched >= SEARCH_LENGTH) | ~(running.slope < 0)
    restarted = failed & (running.updates > 0) & restart
    if restarted.any():
        running.inverse_hessian[restarted] = np.eye(running.point.shape[1])
        running.direction[restarted] = -running.gradient[restarted]
        running.updates[restarted] = 0
        _aim(running, restarted, decrease)
    return decrease, failed & ~restarted


def _search(running: _Running, value: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """Return which steps are accepted, given value and slope there; bracket a better one elsewhere.

    This is Algorithms 3.5 and 3.6 in one: a bracket without a far end is one where it is infinite.
    """
    finite = np.isfinite(value) & np.isfinite(slope)
    trial = np.array([running.step, np.where(finite, value, np.inf), slope]).T
    lower = trial[:, 1] <= running.value + SUFFICIENT_DECREASE * running.step * running.slope
    lower &= trial[:, 1] < running.low[:, 1]
    accepted = lower & (np.abs(slope) <= -CURVATURE * running.slope)
    turned = lower & (slope * (running.high[:, 0] - running.low[:, 0]) >= 0)
    np.copyto(running.high, running.low, where=turned[:, None])
    np.copyto(running.high, trial, where=~lower[:, None])
    np.copyto(running.low, trial, where=lower[:, None])
    np.copyto(running.step, _next_step(running.low, running.high), where=~accepted)
    running.searched += 1
    return accepted


def _aim(running: _Running, rows: np.ndarray, decrease: np.ndarray) -> None:
    """Begin new line searches in these rows, given what their last iterations gained."""
    running.slope = np.vecdot(running.gradient, running.direction)
    # Along the gradient a unit length, as the gradient of a large sum is far too long, then (3.60):
    # where a long early step saturates the outputs of a network, its fit ends on a plateau.
    step = np.fmin(1, -2 * FIRST_STEP * decrease / running.slope)
    np.copyto(step, 1 / np.sqrt(-running.slope), where=running.updates == 0)
    np.copyto(step, 1, where=running.updates >= LEARNED)
    np.copyto(running.step, step, where=rows)
    start = np.array([np.zeros_like(step), running.value, running.slope]).T
    np.copyto(running.low, start, where=rows[:, None])
    np.copyto(running.high, np.inf, where=rows[:, None])
    np.copyto(running.searched, 0, where=rows)


def _update(
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


def _next_step(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Return the minimiser of the cubic through both ends (3.59), or a longer step lacking one."""
    (a, value_a, slope_a), (b, value_b, slope_b) = low.T, high.T
    d1 = slope_a + slope_b - 3 * (value_a - value_b) / (a - b)
    d2 = np.sign(b - a) * np.sqrt(d1**2 - slope_a * slope_b)
    share = 1 - (slope_b + d2 - d1) / (slope_b - slope_a + 2 * d2)
    # A far end without a finite value leaves no cubic: bisect.
    share = np.where(np.isfinite(share), np.minimum(np.maximum(share, MARGIN), 1 - MARGIN), 0.5)
    return np.where(np.isfinite(b), a + share * (b - a), EXPANSION * a)
