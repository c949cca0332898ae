"""Means over trials of the outputs at the points of a picture."""

from collections.abc import Iterable

import numpy as np

from analysis.trials import Fits, finite
from experiment.equation4 import outputs_in_blocks


def mean_outputs(
    points: np.ndarray, parts: Iterable[Fits], estimator, classes: int
) -> dict[str, np.ndarray]:
    """Return means over the finite fits of one estimator, nan if there is none.

    Parameters
    ----------
    points : (M, p) array
    parts : iterable
        The fits, in any number of parts.
    estimator
        Theirs, a record.
    classes : int
        q.

    Returns
    -------
    dict
        `outputs`, those of z* (q, M); `sum_deviation`, that of |Σ_k z*_k − 1| (M,); `trials`, of
        how many fits they are.
    """
    total, off, count = np.zeros((classes, len(points))), np.zeros(len(points)), 0
    for fits in map(finite, parts):
        for _, estimated in outputs_in_blocks(points, fits, estimator):
            total = sum(estimated, total)
            off = sum(np.abs(estimated.sum(axis=1) - 1), off)
            count += len(estimated)
    return {
        "outputs": total / (count or np.nan),
        "sum_deviation": off / (count or np.nan),
        "trials": np.array(count),
    }
