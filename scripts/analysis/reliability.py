"""Reliability: how probable a class is where its output has some value, over trials."""

import numpy as np
import pandas as pd

from analysis import monte_carlo
from analysis.trials import Fits, finite
from experiment.equation4 import outputs_in_blocks
from experiment.scores import BINS, bin_of

COLUMNS = [
    *("estimator", "bin", "share", "output", "posterior", "posterior_se", "low", "high"),
    "trials",
]


def by_bin(fits: Fits, estimator, rule, exact: np.ndarray) -> np.ndarray:
    """Return of each fit and bin of outputs its share, mean output and mean P(C|x), (R, BINS, 3).

    Over the class mixture, the outputs of all classes together; nan where no output is in the bin.

    Parameters
    ----------
    fits : dict
        Of one estimator; those that are none are left out.
    estimator
        Theirs, a record.
    rule : Rule
        That of the classes.
    exact : (q, M) array
        The posterior at its nodes.
    """
    weights = np.tile(rule.weights.mean(axis=0), (len(exact), 1)) / len(exact)
    parts = [np.empty((0, BINS, 3))]
    for _, estimated in outputs_in_blocks(rule.nodes, finite(fits), estimator):
        count = len(estimated)
        cells = (bin_of(estimated) + BINS * np.arange(count)[:, None, None]).ravel()

        def sums(values: np.ndarray, cells: np.ndarray = cells, count: int = count) -> np.ndarray:
            spread = np.broadcast_to(values, (count, *weights.shape)).ravel()
            return np.bincount(cells, weights=spread, minlength=BINS * count).reshape(count, BINS)

        share = sums(weights)
        known = np.where(share > 0, share, np.nan)
        means = [sums(weights * each) / known for each in (estimated, exact)]
        parts.append(np.stack([share, *means], axis=-1))
    return np.concatenate(parts)


def values(found: dict[str, np.ndarray]) -> dict[tuple[str, int], np.ndarray]:
    """Return of each estimator and bin the rows (R, 3) of the trials that have outputs there."""
    return {
        (name, k + 1): of_bin[np.isfinite(of_bin).all(axis=1)]
        for name, array in found.items()
        for k, of_bin in enumerate(np.swapaxes(array, 0, 1))
    }


def reliability(moments: dict[tuple[str, int], monte_carlo.Moments]) -> pd.DataFrame:
    """Return a row per estimator and bin: means over the trials that have outputs there."""
    rows = []
    for key, each in moments.items():
        value, error, low, high = monte_carlo.mean_interval(each)
        share, output, posterior = value
        rows.append((*key, share, output, posterior, error[2], low[2], high[2], each.count))
    return pd.DataFrame(rows, columns=COLUMNS)
