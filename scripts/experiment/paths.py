"""Many stopping rules at the cost of one run, and Table 2 under many readings of it."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from classes import build
from classes.gaussian import Gaussian
from estimators import Estimator
from estimators.fitting import fit
from estimators.network import outputs, pack, start_weights, unpack
from experiment.draws import Sample, draw, generator
from experiment.measures import classification_counts, divided_by_sum
from optimisers.stopping import Snapshots

TOGETHER = 200  # trials
FACTORS = (0.5, 1.0, 1.5, 1.8, 1.9, 1.95, 2.0, 2.05, 2.1, 2.2, 2.5, 3.0)


Rules = list[tuple[str, float]]  # of `Snapshots`


class Reading(NamedTuple):
    """What the quantity of Table 2 may be."""

    sample: str  # `test` or `train`: over which observations it is summed
    outputs: str  # `as they are`, or `normalised`: divided by their sum
    form: str  # `root of the sum` over classes, or `sum of the roots`
    factor: float  # of the exponent of the reference posterior: 1 is exact, 2 is without the ½
    divided_by_n: bool  # as printed


DISTANCES = [  # of the readings that are not divided by N, in the order of all arrays
    Reading(*each, divided_by_n=False)
    for each in product(
        ("test", "train"),
        ("as they are", "normalised"),
        ("root of the sum", "sum of the roots"),
        FACTORS,
    )
]
READINGS = [each._replace(divided_by_n=divided) for divided in (False, True) for each in DISTANCES]


class Paths(NamedTuple):
    """What a procedure gives at each of S stopping rules, for E estimators and R trials."""

    distances: np.ndarray  # in the order of `DISTANCES`, (S, len(DISTANCES), R, E)
    counts: np.ndarray  # test observations of each true class by ascribed class, (S, R, E, q, q)
    iterations: np.ndarray  # made, (S, R, E)


def posteriors(classes: Gaussian, x: np.ndarray) -> np.ndarray:
    """Return P ∝ prior · exp(−f‖x−μ‖²/2) of each factor f, (R, q, F, n), at x (R, n, p)."""
    scaled = (classes._replace(covariance=classes.covariance / factor) for factor in FACTORS)
    return np.stack([each.posterior(x) for each in scaled], axis=2)


def distances(estimated: np.ndarray, references: np.ndarray) -> np.ndarray:
    """Return the distances of outputs (R, q, n) from references (R, q, F, n), (2, F, R).

    The root of the sum of squares over classes and observations, and the sum over classes of the
    roots of those over observations.
    """
    products = (references @ estimated[..., None])[..., 0]
    squares = np.vecdot(estimated, estimated)[..., None] - 2 * products
    squares = np.maximum(squares + np.vecdot(references, references), 0)
    return np.stack([np.sqrt(squares.sum(axis=1)).T, np.sqrt(squares).sum(axis=1).T])


def follow(
    trials: range,
    seed: int,
    classes: Gaussian,
    per_class: dict[str, int],
    estimators: Sequence[Estimator],
    fitting: dict[str, Any],
    rules: Rules,
) -> Paths:
    """Fit all estimators to all trials, and look at each fit where it first met each rule.

    Parameters
    ----------
    per_class : dict
        Observations of each class in a sample, by purpose, `train` and `test`.
    fitting : dict
        `hidden_units`, `start_range`, and what `fit` takes by name, for the whole path.
    rules : sequence
        Those of `Snapshots`.
    """
    parts = list(blocks(trials, seed, classes, per_class, estimators, fitting, rules))
    axes = {"distances": 2, "counts": 1, "iterations": 1}
    return Paths(
        **{
            name: np.concatenate([getattr(part, name) for part in parts], axis=axis)
            for name, axis in axes.items()
        }
    )


def blocks(
    trials: range,
    seed: int,
    classes: Gaussian,
    per_class: dict[str, int],
    estimators: Sequence[Estimator],
    fitting: dict[str, Any],
    rules: Rules,
) -> Iterator[Paths]:
    """Yield what `follow` returns for some of the trials after others."""
    options = dict(fitting)
    hidden, start_range = options.pop("hidden_units"), options.pop("start_range")
    shape = classes.means.shape[1], hidden, len(classes.means)
    for first in range(0, len(trials), TOGETHER):
        some = trials[first : first + TOGETHER]
        samples = {
            purpose: draw(some, seed, purpose, classes, count)
            for purpose, count in per_class.items()
        }
        references = {name: posteriors(classes, sample.x) for name, sample in samples.items()}
        drawn = [
            start_weights(generator(seed, trial, "start"), *shape, start_range) for trial in some
        ]
        starts = tuple(map(np.stack, zip(*drawn, strict=True)))
        found = []
        for estimator in estimators:
            snapshots = Snapshots(pack(*starts), rules)
            fit(*samples["train"], *starts, estimator, observe=snapshots, **options)
            looks = [
                look(unpack(points, *shape), estimator, samples, references)
                for points in snapshots.points
            ]
            found.append((*map(np.stack, zip(*looks, strict=True)), snapshots.iterations))
        distances, counts, iterations = zip(*found, strict=True)
        yield Paths(
            np.stack(distances, axis=-1), np.stack(counts, axis=2), np.stack(iterations, axis=-1)
        )


def look(
    weights: tuple[np.ndarray, np.ndarray],
    estimator: Estimator,
    samples: dict[str, Sample],
    references: dict[str, np.ndarray],
) -> tuple[np.ndarray, np.ndarray]:
    """Return the distances of one estimator's fits, (len(DISTANCES), R), and their counts."""
    found = []
    for purpose, sample in samples.items():
        estimated = outputs(sample.x, *weights, estimator.activation)
        if purpose == "test":
            ascribed = estimated.argmax(axis=1)
            counts = classification_counts(ascribed, sample.labels, estimated.shape[1])
        shares = divided_by_sum(estimated)
        found += [distances(each, references[purpose]) for each in (estimated, shares)]
    return np.concatenate(found).reshape(len(DISTANCES), -1), counts


def rules_of(search: dict[str, Any]) -> Rules:
    """Return the stopping rules that a search declares: the cap on iterations is the last."""
    names = ("relative_decrease", "iterations")
    return [(name, number) for name in names for number in sorted(search[name])]


def named(rule: tuple[str, float]) -> str:
    """Return a stopping rule as text."""
    return f"{rule[0].replace('_', ' ')} {rule[1]:g}"


def follow_declared(
    declared: dict[str, Any],
    settings: dict[str, Any],
    procedure: dict[str, Any],
    hidden: int,
    trials: range,
    seed: int,
    estimators: Sequence[Estimator],
) -> Paths:
    """Return the paths of a procedure that a search declares; `settings` are what it shares."""
    fitting = procedure | {
        "hidden_units": hidden,
        "start_range": settings["start_range"],
        "weight_decay": settings["weight_decay"],
        "iterations": max(declared["iterations"]),
        "relative_decrease": min(declared["relative_decrease"]),
    }
    per_class = {purpose: settings[f"{purpose}_per_class"] for purpose in ("test", "train")}
    classes = build(settings["classes"])
    return follow(trials, seed, classes, per_class, estimators, fitting, rules_of(declared))
