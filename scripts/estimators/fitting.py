"""Fit one estimator to the training samples of a stack of trials."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from estimators import Estimator
from estimators.network import objective, pack
from optimisers import OPTIMISERS
from optimisers.stopping import Best, Minimum, Observer, Snapshots, Stopping

SINGLE_RESOLUTION = 1e-6  # relative decrease below which values in single precision tell nothing


def fit(
    x: np.ndarray,
    labels: np.ndarray,
    omega: np.ndarray,
    upsilon: np.ndarray,
    estimator: Estimator,
    iterations: int,
    weight_decay: float = 0.0,
    optimiser: str = "bfgs",
    relative_decrease: float = 1e-12,
    absolute_decrease: float = 0.0,
    gradient_tolerance: float = 1e-5,
    line_search_tolerance: float = 0.9,
    validation: tuple[np.ndarray, np.ndarray] | None = None,
    observe: Observer | None = None,
) -> Minimum:
    """Minimise a penalty on the full batch, from given weights.

    The objective is in single precision, which takes half the time, until a stopping rule is met or
    no step is acceptable: nearly always to the end, as where values do not tell two steps apart the
    slopes do. Then the fit goes on, from the state of the optimiser there, in double precision,
    which confirms that the rule is met. The cap counts both.

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
    relative_decrease, absolute_decrease, gradient_tolerance, line_search_tolerance : float
        What `Stopping` calls `decrease`, `absolute_decrease`, `gradient` and `line_search`.
    validation : x and labels, optional
        A sample of each trial: of the path, the point of lowest penalty on it is returned.
    observe : callable, optional
        Is told of every iteration, in place of the validation.

    Returns
    -------
    Minimum
        Points as made by `network.pack`. The status is `validation` where the path went on from
        the point to one that was worse on the validation sample.
    """
    minimise = OPTIMISERS[optimiser]
    shape = omega.shape[1], upsilon.shape[1], estimator

    def stacked(dtype: type):
        return objective(x, labels, *shape, weight_decay, dtype)

    start, best = pack(omega, upsilon), None
    if validation:
        observe = best = Best(objective(*validation, *shape), start)
    rules = Stopping(
        iterations,
        gradient_tolerance,
        relative_decrease,
        absolute_decrease,
        line_search_tolerance,
        observe=observe,
    )
    in_single = rules._replace(resolution=SINGLE_RESOLUTION, restart=False)
    rough = minimise(stacked(np.float32), start, in_single)
    met = rough.status == "absolute"
    met |= (rough.status == "decrease") & (relative_decrease >= SINGLE_RESOLUTION)
    left = rules._replace(iterations=np.where(met, 0, iterations - rough.iterations))
    fine = minimise(stacked(np.float64), rough.point, left, rough.state)
    end = fine._replace(
        iterations=rough.iterations + fine.iterations,
        status=np.where(met & (fine.status == "iterations"), rough.status, fine.status),
    )
    if best is None:
        return end
    earlier = (best.iteration < end.iterations) & (end.status != "non_finite")
    value, _ = stacked(np.float64)(best.point, np.arange(len(start)))
    return end._replace(
        point=np.where(earlier[:, None], best.point, end.point),
        value=np.where(earlier, value, end.value),
        iterations=np.where(earlier, best.iteration, end.iterations),
        status=np.where(earlier, "validation", end.status),
    )


def fit_to_caps(
    x: np.ndarray,
    labels: np.ndarray,
    omega: np.ndarray,
    upsilon: np.ndarray,
    estimator: Estimator,
    caps: Sequence[int],
    weight_decay: float = 0.0,
    gradient_tolerance: float = 1e-5,
    **options: Any,
) -> list[Minimum]:
    """Return what `fit` does with each of several caps on the iterations, at the cost of the last.

    Where a validation sample chooses the point, each cap has its own run.

    Parameters
    ----------
    x, labels, omega, upsilon, estimator, weight_decay, gradient_tolerance
        As `fit` takes them.
    caps : sequence of int
        The last is the largest.
    **options
        What else `fit` takes by name.
    """
    data = x, labels, omega, upsilon, estimator
    options |= {"weight_decay": weight_decay, "gradient_tolerance": gradient_tolerance}
    if len(caps) == 1 or options.get("validation"):
        return [fit(*data, cap, **options) for cap in caps]
    *earlier, last = caps
    path = Snapshots(pack(omega, upsilon), [("iterations", cap) for cap in earlier])
    end = fit(*data, last, observe=path, **options)
    function = objective(x, labels, omega.shape[1], upsilon.shape[1], estimator, weight_decay)
    found = []
    for cap, point, iterations in zip(earlier, path.points, path.iterations, strict=True):
        on_way = (end.iterations > cap) | (end.iterations == cap) & (end.status == "line_search")
        rows = np.flatnonzero(on_way)
        value, status = end.value.copy(), end.status.copy()
        value[rows], gradient = function(point[rows], rows)
        converged = np.abs(gradient).max(axis=1) <= gradient_tolerance
        status[rows] = np.where(converged, "gradient", "iterations")
        point = np.where(on_way[:, None], point, end.point)
        found.append(Minimum(point, value, iterations, status, None))
    return [*found, end]
