"""Section 2: the minima of the penalties, found by optimisers."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.special import rel_entr

Penalty = Callable[[np.ndarray, np.ndarray], np.ndarray]  # of targets and outputs

FOUND = 1e-4  # how near to a minimum an optimiser comes
SMALLEST = 1e-9  # output that is tried
PENALTIES: dict[str, Penalty] = {
    "cross_entropy": rel_entr,  # t log(t/z*)
    "least_squares": lambda t, output: 0.5 * (t - output) ** 2,
    "binary_cross_entropy": lambda t, output: rel_entr(t, output) + rel_entr(1 - t, 1 - output),
}
EXACTLY = {"ftol": 1e-15, "gtol": 1e-12}


class Lowest(NamedTuple):
    """Where a penalty of one output is least in the unit square."""

    output: float
    target: float
    value: float


def lowest(penalty: str) -> Lowest:
    """Return the lowest place (z*, t) in the unit square, the best of several starts."""
    bounds = [(SMALLEST, 1), (0, 1)]
    found = [
        minimize(lambda at: PENALTIES[penalty](at[1], at[0]), start, bounds=bounds, options=EXACTLY)
        for start in np.random.default_rng(0).uniform(0.1, 0.9, (3, 2))
    ]
    best = min(found, key=lambda each: each.fun)
    return Lowest(*best.x, best.fun)


def best_outputs(penalty: str, t: np.ndarray) -> tuple[np.ndarray, float]:
    """Return the outputs (q,), free of each other, that a penalty of targets (q,) prefers."""

    def total(output: np.ndarray) -> float:
        return PENALTIES[penalty](t, output).sum()

    bounds = [(SMALLEST, 1 - SMALLEST if penalty == "binary_cross_entropy" else 1)] * len(t)
    found = minimize(total, np.full(len(t), 0.5), bounds=bounds, options=EXACTLY)
    return found.x, found.fun


def best_adding_to_one(penalty: str, t: np.ndarray) -> tuple[np.ndarray, float]:
    """Return the outputs (q,) that a penalty of targets (q,) prefers of those that add to one."""
    found = minimize(
        lambda output: PENALTIES[penalty](t, output).sum(),
        np.full(len(t), 1 / len(t)),
        method="SLSQP",
        bounds=[(SMALLEST, 1)] * len(t),
        constraints={"type": "eq", "fun": lambda output: output.sum() - 1},
        options={"ftol": 1e-14, "maxiter": 1000},
    )
    return found.x, found.fun


class Gibbs(NamedTuple):
    """Gibbs' inequality, and what is left of it where outputs need not add to one."""

    smallest: float  # cross-entropy of random targets and outputs, both adding to one
    apart: float  # of the best outputs that add to one from the targets, at most
    free_apart: float  # of the best free outputs from 1, at most
    free_value: float  # the cross-entropy there, the lowest
    two_terms_apart: float  # of the best free outputs by the two-term penalty from the targets


def best_outputs_of_each(t: np.ndarray) -> dict[str, np.ndarray]:
    """Return the outputs (q,) that each cross-entropy of targets (q,) prefers, in words."""
    return {
        "targets": t,
        "cross-entropy, outputs add to one": best_adding_to_one("cross_entropy", t)[0],
        "cross-entropy, outputs free": best_outputs("cross_entropy", t)[0],
        "two-term cross-entropy, outputs free": best_outputs("binary_cross_entropy", t)[0],
    }


def gibbs(classes: int = 4, cases: int = 4) -> Gibbs:
    """Return the numbers for random targets that add to one."""
    generator = np.random.default_rng(0)
    t, output = generator.dirichlet(np.ones(classes), (2, 10_000))
    random = PENALTIES["cross_entropy"](t, output).sum(axis=1).min()
    t = generator.dirichlet(np.full(classes, 2.0), cases)
    tied = [best_adding_to_one("cross_entropy", each)[0] for each in t]
    free, values = zip(*(best_outputs("cross_entropy", each) for each in t), strict=True)
    two_terms = [best_outputs("binary_cross_entropy", each)[0] for each in t]
    return Gibbs(
        random,
        np.abs(tied - t).max(),
        np.abs(np.array(free) - 1).max(),
        min(values),
        np.abs(two_terms - t).max(),
    )
