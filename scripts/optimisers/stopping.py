"""When a minimisation stops, and where it ended: what all optimisers take and return."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

StackedFunction = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]
# Of the members that have just ended an iteration: which they are, (A,), and their points (A, n),
# values (A,) and what the iteration lowered these by (A,).
Observer = Callable[[np.ndarray, np.ndarray, np.ndarray, np.ndarray], None]


class Stopping(NamedTuple):
    """The stopping rules; the first that is met ends the minimisation."""

    iterations: int | np.ndarray  # cap on those of each member, one number or (R,)
    gradient: float = 1e-5  # converged when no component of the gradient is larger
    decrease: float = 1e-12  # converged when an iteration lowers the value by no larger share
    absolute_decrease: float = 0.0  # ... or by no larger amount
    line_search: float = 0.9  # a line search ends at this share of its first slope, if it has one
    resolution: float = 1e-12  # share of the value below which its changes are rounding errors
    restart: bool = True  # whether a member whose line search fails goes on along the gradient
    observe: Observer | None = None  # is told of every iteration


class Minimum(NamedTuple):
    """Where the minimisation of each of R functions of n variables ended.

    The status is `gradient`, `decrease` or `absolute` (converged, see `Stopping`),
    `iterations` (cap reached), `line_search` (no acceptable step, not even along the gradient if
    restarts are allowed) or `non_finite` (value or gradient not finite at the start).
    """

    point: np.ndarray  # (R, n)
    value: np.ndarray  # (R,)
    iterations: np.ndarray  # (R,) of int
    status: np.ndarray  # (R,) of str
    state: Any  # from which the same optimiser can go on; no other can read it


STATUS = "U11"  # of text as long as the longest status


def endings(
    stopping: Stopping,
    cap: np.ndarray,
    iterations: np.ndarray,
    value: np.ndarray,
    gradient: np.ndarray,
    decrease: np.ndarray,
) -> dict[str, np.ndarray]:
    """Return by status which members have met a stopping rule; of several, the last counts.

    Parameters
    ----------
    cap, iterations, value, decrease : (A,) arrays
        The decrease is nan where no iteration has just ended.
    gradient : (A, n) array
    """
    return {
        "iterations": iterations >= cap,
        "absolute": decrease <= stopping.absolute_decrease,
        "decrease": decrease <= stopping.decrease * np.abs(value),
        "gradient": np.abs(gradient).max(axis=1) <= stopping.gradient,
    }


def lowered(
    value: np.ndarray, reached: np.ndarray, slopes: np.ndarray, resolution: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return what steps lower the values by, (A,), and whether these cannot tell it, (A,) of bool.

    Where the values differ by rounding errors alone, it is the trapezoid rule that tells.

    Parameters
    ----------
    value, reached : (A,) arrays
        At both ends of the steps.
    slopes : (A,) array
        The sum of the slopes there, times the lengths of the steps.
    resolution : float
        As `Stopping` has it.
    """
    decrease = value - reached
    unresolved = np.abs(decrease) <= resolution * np.abs(value)
    return np.where(unresolved, -0.5 * slopes, decrease), unresolved


class Snapshots:
    """Where each of R paths first met each of several stopping rules: all of them cost one run.

    Parameters
    ----------
    start : (R, n) array
    rules : sequence of (str, float)
        `iterations` or `relative_decrease`, and its number.
    """

    def __init__(self, start: np.ndarray, rules: Sequence[tuple[str, float]]) -> None:
        self.rules = rules
        self.points = np.repeat(start[None].astype(float), len(rules), axis=0)
        self.iterations = np.zeros((len(rules), len(start)), dtype=int)
        self.met = np.zeros((len(rules), len(start)), dtype=bool)
        self.done = np.zeros(len(start), dtype=int)

    def __call__(
        self, member: np.ndarray, point: np.ndarray, value: np.ndarray, decrease: np.ndarray
    ) -> None:
        """Follow the paths: an `Observer`."""
        self.done[member] += 1
        for k, (rule, number) in enumerate(self.rules):
            on_way = ~self.met[k, member]
            self.points[k, member[on_way]] = point[on_way]
            self.iterations[k, member[on_way]] += 1
            reached = self.done[member] >= number
            if rule == "relative_decrease":
                reached = decrease <= number * np.abs(value)
            self.met[k, member[reached]] = True


class Best:
    """The point of each of R paths, its start among them, where another function is the lowest.

    Parameters
    ----------
    function : callable
        Takes points (A, n) and members (A,), returns values (A,) and what is not looked at.
    start : (R, n) array
    """

    def __init__(self, function: StackedFunction, start: np.ndarray) -> None:
        self.function = function
        self.point = start.astype(float)
        self.value, _ = function(self.point, np.arange(len(start)))
        self.done, self.iteration = np.zeros((2, len(start)), dtype=int)

    def __call__(self, member: np.ndarray, point: np.ndarray, *_: np.ndarray) -> None:
        """Follow the paths: an `Observer`."""
        self.done[member] += 1
        value, _ = self.function(point, member)
        lower = value < self.value[member]
        rows = member[lower]
        self.value[rows], self.point[rows] = value[lower], point[lower]
        self.iteration[rows] = self.done[rows]
