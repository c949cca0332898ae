"""Equation (4), the error of the estimated posterior, by quadrature over the class mixture."""

from collections.abc import Iterator

import numpy as np

from estimators import Estimator, named
from estimators.densities import Density
from estimators.network import outputs
from estimators.script import Script
from experiment.scores import divided_by_sum
from experiment.status import Columns, with_outputs

TOGETHER = 2**14  # nodes of the quadrature, times fits, evaluated at once: few enough for the cache
ROUNDING = 1e-9  # sums of softmax outputs differ from one by no more
WANTED = 1e-4  # accuracy: fits with a poorer one are integrated by a finer rule


def outputs_in_blocks(
    x: np.ndarray,
    fits: Columns,
    estimator: Estimator | Density | Script,
    nodes: slice = slice(None),
) -> Iterator[tuple[slice, np.ndarray]]:
    """Yield the outputs at points (M, p) of a few fits at a time, (A, q, M), and which they are.

    Those of an estimator of one's own are known at the nodes of equation (4) alone, and the points
    are these nodes of them.
    """
    together = max(1, TOGETHER // len(x))
    for first in range(0, len(next(iter(fits.values()))), together):
        block = slice(first, first + together)
        if isinstance(estimator, Script):
            yield block, fits["at_nodes"][block, :, nodes].copy()
        else:
            weights = fits["omega"][block], fits["upsilon"][block]
            yield block, outputs(estimator.features(x, fits), *weights, estimator.activation)


def square_distance(estimated: np.ndarray, exact: np.ndarray) -> np.ndarray:
    """Return Σ_k (z*_k − P_k)², (R, n), of outputs (R, q, n), which are overwritten."""
    estimated -= exact
    estimated *= estimated
    return estimated.sum(axis=1)


def posterior_error(
    fits: Columns, estimator: Estimator | Density | Script, exact: np.ndarray, rule
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return equation (4), integrated over the class mixture, and its accuracy, for each trial.

    The third is equation (4) of the outputs divided by their sum: the same where they add to one.

    Parameters
    ----------
    fits : dict
        The fitted weights `omega` (R, h, p+1) and `upsilon` (R, q, h+1), or the outputs at the
        nodes, `at_nodes` (R, q, M).
    estimator
        Theirs.
    exact : (q, M) array
        The exact posterior at the nodes of the rule.
    rule : Rule
        That of the classes.

    Returns
    -------
    error, accuracy, normalised : (R,) arrays
    """
    count = len(next(iter(fits.values())))
    parts, of_shares = np.zeros((2, count, len(rule.weights)))
    for first in range(0, len(rule.nodes), TOGETHER // 2):
        nodes = slice(first, first + TOGETHER // 2)
        truth = exact[:, nodes]
        for block, estimated in outputs_in_blocks(rule.nodes[nodes], fits, estimator, nodes):
            free = (np.abs(estimated.sum(axis=1) - 1) > ROUNDING).any()
            shares = divided_by_sum(estimated) if free else None
            part = rule.parts(square_distance(estimated, truth), nodes)
            parts[block] += part
            of_shares[block] += rule.parts(square_distance(shares, truth), nodes) if free else part
    square, accuracy = rule.of_parts(parts)
    error = np.sqrt(square)
    accuracy = np.divide(accuracy, 2 * error, out=np.zeros_like(error), where=error > 0)
    return error, accuracy, np.sqrt(rule.of_parts(of_shares)[0])


def posterior_errors(fits: dict[str, Columns], classes) -> dict[str, np.ndarray]:
    """Return what `posterior_error` does, (3, R), of each estimator's fits.

    They are found by the rule of the classes, and those that are not accurate enough by finer ones,
    where outputs can be had at their nodes.
    """
    found = {name: np.full((3, len(fitted["status"])), np.inf) for name, fitted in fits.items()}
    finer, wanting = classes.rule, list(fits)
    while finer and wanting:
        rule = finer()
        exact = classes.posterior(rule.nodes)
        for name in wanting:
            poor = found[name][1] > WANTED
            known = with_outputs(fits[name], poor)
            found[name][:, poor] = posterior_error(known, named(name), exact, rule)
        finer = rule.finer
        wanting = [
            name for name in fits if "omega" in fits[name] and (found[name][1] > WANTED).any()
        ]
    return found
