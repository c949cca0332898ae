"""Ask an estimator of one's own for its class probabilities, trial by trial."""

import sys
import traceback

import numpy as np

from estimators.script import Estimate
from experiment.draws import Sample, generator
from experiment.pictures import FINE, picture

LEAST = -1e-12  # an output: what is below zero by no more is rounding


def estimate_range(
    trials: range, seed: int, train: Sample, test: Sample, estimate: Estimate, classes
) -> dict[str, np.ndarray]:
    """Return what a function estimates in each trial, and how its one call there ended.

    Parameters
    ----------
    trials : range
        Those of the samples.
    seed : int
    train, test : Sample
    estimate : callable
        The function, of `x` (n, p), `labels` (n,), `points` (m, p) and `generator`.
    classes
        The true classes, of any family.

    Returns
    -------
    dict
        `outputs` (R, q, n) at the test observations, `at_nodes` (R, q, M) at the nodes of equation
        (4), `picture` (1, q, P) of trial 1 where that is asked for, and (0, q, P) elsewhere;
        `status` (R,): `estimated`, or why there is nothing (then outputs are nan), with which
        `objective` and `iterations` (R,) have no meaning.
    """
    nodes, count = classes.rule().nodes, len(classes.priors)
    _, shown = picture(classes, FINE)
    parts, drawn, status = [], [np.empty((0, count, len(shown)))], []
    for k, trial in enumerate(trials):
        points = np.concatenate([test.x[k], nodes, *([shown] if trial == 1 else [])])
        sample = train.x[k].copy(), train.labels.copy()
        try:
            given = estimate(*sample, points.copy(), generator(seed, trial, "estimate"))
            values, ended = checked(np.asarray(given, dtype=float), train.labels, count, points)
        except Exception:  # whatever another's code raises
            traceback.print_exc()
            values, ended = None, "error"
        if values is None:
            print(f"trial {trial}: left out, status {ended}", file=sys.stderr)
            values = np.full((count, len(points)), np.nan)
        at_test, at_nodes, at_shown = np.split(
            values, [len(test.labels), len(test.labels) + len(nodes)], axis=1
        )
        parts.append((at_test, at_nodes))
        status.append(ended)
        if trial == 1:
            drawn.append(at_shown[None])
    outputs, at_nodes = map(np.stack, zip(*parts, strict=True))
    return {
        "outputs": outputs,
        "at_nodes": at_nodes,
        "picture": np.concatenate(drawn),
        "objective": np.full(len(status), np.nan),
        "iterations": np.zeros(len(status), dtype=int),
        "status": np.array(status, dtype="U11"),
    }


def checked(
    values: np.ndarray, labels: np.ndarray, classes: int, points: np.ndarray
) -> tuple[np.ndarray | None, str]:
    """Return outputs (m, q) turned to (q, m) and `estimated`, or nothing and why they are refused.

    They may lack the columns of classes that the training sample lacks, whose probability is 0.
    """
    present = np.unique(labels)
    if values.shape == (len(points), len(present)):
        values = values @ np.eye(classes)[present]
    if values.shape != (len(points), classes):
        print(f"shape {values.shape}, allowed: {(len(points), classes)}", file=sys.stderr)
        return None, "wrong_shape"
    if not np.isfinite(values).all():
        return None, "non_finite"
    if values.min() < LEAST:
        print(f"an output of {values.min()}, allowed: at least 0", file=sys.stderr)
        return None, "negative"
    return values.T, "estimated"
