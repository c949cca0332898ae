"""Rates of convergence: slopes of a measure's logarithm against that of the sample size."""

import numpy as np
import pandas as pd

from analysis import monte_carlo
from analysis.trials import by_estimator, cell
from experiment.status import PRECISE

SAMPLE_SIZE = "train_per_class"
CONVERGING = ("posterior_error", "sum_deviation")
COLUMNS = [
    *("estimator", "measure", "kind", "from", "to"),
    *("slope", "slope_se", "low", "high", "trials", "straight_p"),
]


def slopes(trials: dict[str, pd.DataFrame], scenarios: dict[str, dict]) -> pd.DataFrame:
    """Return the slopes of log measure against log n, for each setting of a study's other keys.

    Scenarios share a trial's random numbers, so that the spread of the trials' own slopes is the
    honest error of their mean. There is a `local` slope between any two successive sizes, on the
    trials where the measure is above `PRECISE` at both. `straight_p` is that of the test that all
    local slopes are equal. If it is above 5 %, `overall` is that of the least-squares line.
    """
    groups: dict[tuple, list] = {}
    others: list[str] = []
    for name, varied in scenarios.items():
        others = [key for key in varied if key != SAMPLE_SIZE]
        setting = tuple(cell(varied[key]) for key in others)
        groups.setdefault(setting, []).append((varied.get(SAMPLE_SIZE, 0), name))
    rows = []
    for setting, sizes in groups.items():
        sizes = sorted(sizes)
        for measure in CONVERGING if len(sizes) > 1 else ():
            wide = [by_estimator(trials[name], measure) for _, name in sizes]
            for estimator in wide[0]:
                values = pd.concat([table[estimator] for table in wide], axis=1)
                logs = np.log(values.where(values > PRECISE)).to_numpy()
                if np.isfinite(logs).any():
                    found = slopes_of(logs, np.array([size for size, _ in sizes]))
                    rows += [(*setting, estimator, measure, *row) for row in found]
    return pd.DataFrame(rows, columns=[*others, *COLUMNS])


def slopes_of(logs: np.ndarray, sizes: np.ndarray) -> list[tuple]:
    """Return the rows, from `kind` on, of one measure of one estimator.

    Parameters
    ----------
    logs : (R, k) array
        Logarithms of the measure in each trial at each size; nan where there is none.
    sizes : (k,) array
        Increasing.
    """
    x = np.log(sizes)
    local = np.diff(logs, axis=1) / np.diff(x)
    ranges = list(zip(["local"] * len(local.T), sizes[:-1], sizes[1:], local.T, strict=True))
    complete = np.isfinite(logs).all(axis=1)
    straight_p = np.nan
    if len(sizes) > 2:
        bends = monte_carlo.Joint.of(np.diff(local[complete], axis=1))
        straight_p = monte_carlo.hotelling(bends, np.zeros(len(sizes) - 2)).p
    if straight_p > monte_carlo.LEVEL:
        x -= x.mean()
        ranges.append(("overall", sizes[0], sizes[-1], logs[complete] @ x / (x @ x)))
    rows = []
    for kind, first, last, each in ranges:
        each = each[np.isfinite(each)]
        slope = monte_carlo.mean_interval(monte_carlo.Moments.of(each))
        rows.append((kind, first, last, *slope, len(each), straight_p))
    return rows
