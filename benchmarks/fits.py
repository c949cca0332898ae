"""Time a fit, beside other software and by the number of trials in a stack.

The time is the process's own: on one thread that is the clock's, less what others take.
"""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from itertools import product

import numpy as np

from benchmarks import peers
from benchmarks.problem import ESTIMATORS, plateaus, task
from benchmarks.report import progress, row, title

TRIALS = 250  # jobs of the shipped config have 50 to 1000
HIDDEN = 2
CAPS = (100, 300)
TURNS = 5
STACKS = (1, 10, 50, 100, 250, 1000, 10_000)

Fitted = tuple[np.ndarray, float]


def in_turn(runs: dict[str, Callable[[], Fitted]]) -> dict[str, Fitted]:
    """Return the points of each run and its median seconds.

    They run by turns, so that what else the machine does slows all alike.
    """
    points, seconds = {}, defaultdict(list)
    for turn in range(TURNS):
        for name, run in runs.items():
            points[name], taken = run()
            seconds[name].append(taken)
            progress(f"turn {turn + 1} of {TURNS}, {name}: {taken:.2f} s")
    return {name: (points[name], float(np.median(seconds[name]))) for name in runs}


def beside_others() -> None:
    """Print the time and the result of all software that can make the fits."""
    title(
        f"Fits of {TRIALS} trials, {HIDDEN} hidden units, one thread, median CPU time of {TURNS} "
        "turns. Scikit-learn draws start weights of its own; all others begin at the same.",
        ["pairing", "cap", "fitted by", "ms per fit", "ratio", "mean objective", "on a plateau"],
    )
    for estimator, cap in product(ESTIMATORS, CAPS):
        fits = task(TRIALS, HIDDEN, estimator, cap)
        fitters = peers.fitters(estimator)
        progress(*estimator, "cap", cap)
        results = in_turn({name: partial(fitter, fits) for name, fitter in fitters.items()})
        for name, (points, seconds) in results.items():
            row(
                " + ".join(estimator),
                cap,
                name,
                f"{1e3 * seconds / TRIALS:.2f}",
                f"{seconds / results['this project'][1]:.1f}",
                f"{peers.objectives(fits, points).mean():.3f}",
                plateaus(fits, points),
            )


def by_stack() -> None:
    """Print the time a trial takes by how many are fitted at once."""
    estimator, cap = ESTIMATORS[0], CAPS[0]
    title(
        f"Trials fitted at once: {' + '.join(estimator)}, cap {cap}, {HIDDEN} hidden units, "
        f"the first {TRIALS} trials or as many as the stack holds, median CPU time of {TURNS} "
        "turns",
        ["trials in a stack", "ms per trial"],
    )
    trials = {stack: max(stack, TRIALS) for stack in STACKS}
    runs = {
        f"stacks of {stack}": partial(
            peers.timed(partial(peers.ours, stack=stack)), task(count, HIDDEN, estimator, cap)
        )
        for stack, count in trials.items()
    }
    for (stack, count), (_, seconds) in zip(trials.items(), in_turn(runs).values(), strict=True):
        row(stack, f"{1e3 * seconds / count:.2f}")


if __name__ == "__main__":
    beside_others()
    by_stack()
