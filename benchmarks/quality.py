"""Compare the objective our fits reach with SciPy's, from the same start weights."""

import os
from concurrent.futures import ProcessPoolExecutor
from itertools import product

import numpy as np

from analysis.monte_carlo import Moments, mean
from benchmarks import peers
from benchmarks.problem import ESTIMATORS, plateaus, task
from benchmarks.report import progress, row, title
from estimators import Estimator

TRIALS, FEWER = 1000, 100
HIDDEN = (2, 3, 4, 8)
CAPS = (100, 300)


def compare(setting: tuple[Estimator, int, int]) -> list[object]:
    """Return the cells that tell how both make one estimator's fits, by hidden units and cap."""
    estimator, hidden, cap = setting
    fits = task(TRIALS, hidden, estimator, cap)
    points = peers.ours(fits), peers.scipy_bfgs(fits)
    ours, theirs = (peers.objectives(fits, each) for each in points)
    more, fewer = (excess(ours[:count], theirs[:count]) for count in (TRIALS, FEWER))
    return [
        " + ".join(estimator),
        hidden,
        cap,
        f"{ours.mean():.3f}",
        f"{theirs.mean():.3f}",
        more,
        fewer,
        *(plateaus(fits, each) for each in points),
    ]


def excess(ours: np.ndarray, theirs: np.ndarray) -> str:
    """Return by how many per cent our mean is above theirs, ± its standard error."""
    value, error = mean(Moments.of(100 * (ours - theirs) / theirs.mean()))
    return f"{value:+.3f} ± {error:.3f}"


def main() -> None:
    settings = list(product(ESTIMATORS, HIDDEN, CAPS))
    title(
        f"Objective reached in {TRIALS} trials from the same start weights, and fits on a plateau: "
        "this project beside SciPy BFGS",
        [
            "pairing",
            "hidden units",
            "cap",
            "ours",
            "SciPy",
            f"excess in % over {TRIALS} trials, ± its standard error",
            f"over the first {FEWER}",
            "ours on a plateau",
            "SciPy on a plateau",
        ],
    )
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for done, cells in enumerate(pool.map(compare, settings), start=1):
            row(*cells)
            progress(f"{done} of {len(settings)} settings compared")


if __name__ == "__main__":
    main()
