"""Time one evaluation of a fit's objective beside its floor: the exponentials it must compute.

What compiled code can save is less than what lies between the two.
"""

import time
from collections.abc import Callable
from functools import partial

import numpy as np

from benchmarks.fits import TURNS
from benchmarks.problem import ESTIMATORS, starts, task
from benchmarks.report import row, title
from estimators.network import objective

TRIALS, HIDDEN, REPEATS = 250, 2, 20


def seconds(run: Callable[[], object]) -> float:
    """Return the CPU seconds of a call."""
    begin = time.process_time()
    for _ in range(REPEATS):
        run()
    return (time.process_time() - begin) / REPEATS


def exponentials(numbers: np.ndarray) -> None:
    """Exponentiate numbers as often as there are trials."""
    space = np.empty_like(numbers)
    for _ in range(TRIALS):
        np.exp(numbers, out=space)


def main() -> None:
    title(
        f"One evaluation of the objective and its gradient, {HIDDEN} hidden units, and np.exp "
        f"alone of as many numbers as it exponentiates: median CPU time of {TURNS} turns",
        ["pairing", "precision", "µs an evaluation", "µs of np.exp alone", "ratio"],
    )
    for estimator in ESTIMATORS:
        fits = task(TRIALS, HIDDEN, estimator, 1)
        points, members, classes = starts(fits), np.arange(TRIALS), fits.upsilon.shape[1]
        for dtype in (np.float32, np.float64):
            evaluate = objective(fits.x, fits.labels, HIDDEN, classes, estimator, dtype=dtype)
            numbers = np.zeros((HIDDEN + classes, len(fits.labels)), dtype)  # in cache, as there
            runs = partial(evaluate, points, members), partial(exponentials, numbers)
            turns = [[1e6 * seconds(run) / TRIALS for run in runs] for _ in range(TURNS)]
            whole, least = np.median(turns, axis=0)
            cells = f"{whole:.1f}", f"{least:.1f}", f"{whole / least:.1f}"
            row(" + ".join(estimator), np.dtype(dtype).name, *cells)


if __name__ == "__main__":
    main()
