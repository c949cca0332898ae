"""The paper's problem: four Gaussian classes, 100 training observations of each."""

from functools import cache
from typing import NamedTuple

import numpy as np

from classes.gaussian import Gaussian
from estimators import Estimator
from estimators.network import outputs, pack, start_weights, unpack
from experiment.draws import Sample, draw, generator

SEED = 1997
CLASSES = Gaussian.of([[-1, 1], [1, 1], [-1, -1], [1, -1]], 1.0, np.full(4, 0.25))
ESTIMATORS = (
    Estimator("softmax", "cross_entropy"),
    Estimator("softmax", "least_squares"),
    Estimator("logistic", "least_squares"),
)
PLATEAU = 0.354  # half the Bayes accuracy: a fit that classifies fewer is on a plateau


class Task(NamedTuple):
    """Fits to make: the arguments of `estimators.fitting.fit`, whose docstring tells the shapes."""

    x: np.ndarray
    labels: np.ndarray
    omega: np.ndarray
    upsilon: np.ndarray
    estimator: Estimator
    iterations: int

    def part(self, rows: slice) -> "Task":
        """Return the same task for some of the trials."""
        parts = {name: getattr(self, name)[rows] for name in ("x", "omega", "upsilon")}
        return self._replace(**parts)


@cache
def samples(trials: int) -> Sample:
    """Return the training samples of trials 1 … R."""
    return draw(range(1, trials + 1), SEED, "train", CLASSES, 100)


def task(trials: int, hidden: int, estimator: Estimator, iterations: int) -> Task:
    """Return the fits of one estimator to trials 1 … R, as the pipeline makes them."""
    starts = [
        start_weights(generator(SEED, trial, "start"), 2, hidden, 4, 1.0)
        for trial in range(1, trials + 1)
    ]
    omega, upsilon = map(np.stack, zip(*starts, strict=True))
    return Task(*samples(trials), omega, upsilon, estimator, iterations)


def starts(task: Task) -> np.ndarray:
    """Return the start weights (R, m)."""
    return pack(task.omega, task.upsilon)


def plateaus(task: Task, points: np.ndarray) -> int:
    """Return how many of the fits (R, m) classify too few of their training observations."""
    _, hidden, augmented = task.omega.shape
    weights = unpack(points, augmented - 1, hidden, task.upsilon.shape[1])
    fitted = outputs(task.x, *weights, task.estimator.activation)
    accuracy = (fitted.argmax(axis=1) == task.labels).mean(axis=1)
    return int((accuracy < PLATEAU).sum())
