"""The same fits by other software, one at a time, and by this project, all in one stack.

Each takes a task and returns the fitted weights (R, m), as made by `estimators.network.pack`.
Objective and gradient are written here anew, and the objectives of all are measured by them.
"""

import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from benchmarks.problem import Task, starts
from benchmarks.report import r_version
from estimators import Estimator
from estimators.fitting import fit

Fitter = Callable[[Task], np.ndarray]
Timed = Callable[[Task], tuple[np.ndarray, float]]


def ours(task: Task, stack: int | None = None) -> np.ndarray:
    """Fit by this project, so many trials at once, or all."""
    trials = len(task.x)
    stack = stack or trials
    stacks = (slice(first, first + stack) for first in range(0, trials, stack))
    return np.concatenate([fit(*task.part(rows)).point for rows in stacks])


def plain_objective(
    point: np.ndarray, features: np.ndarray, t: np.ndarray, activation: str, penalty: str
) -> tuple[float, np.ndarray]:
    """Return the penalty of one trial and its gradient (m,).

    Parameters
    ----------
    point : (m,) array
    features : (p+1, n) array
        A row of ones, then the inputs.
    t : (q, n) array
    activation, penalty : str
    """
    inputs, classes = len(features), len(t)
    hidden = (len(point) - classes) // (inputs + classes)
    omega = point[: hidden * inputs].reshape(hidden, inputs)
    upsilon = point[hidden * inputs :].reshape(classes, hidden + 1)

    layer = np.ones((hidden + 1, features.shape[1]))
    units = layer[1:]
    units[:] = 1 / (1 + np.exp(-(omega @ features)))
    z = upsilon @ layer
    if activation == "softmax":
        z -= z.max(axis=0)
        exponential = np.exp(z)
        total = exponential.sum(axis=0)
        output = exponential / total
    else:
        output = 1 / (1 + np.exp(-z))

    delta = output - t
    if penalty == "cross_entropy":
        value = np.log(total).sum() - (t * z).sum()
    else:
        value = 0.5 * (delta * delta).sum()
        if activation == "softmax":
            delta = output * (delta - (delta * output).sum(axis=0))
        else:
            delta *= output * (1 - output)
    back = (upsilon[:, 1:].T @ delta) * units * (1 - units)
    return value, np.concatenate([(back @ features.T).ravel(), (delta @ layer.T).ravel()])


def arguments(task: Task, trial: int) -> tuple:
    """Return what `plain_objective` takes after the point."""
    features = np.vstack([np.ones(len(task.labels)), task.x[trial].T])
    targets = (task.labels == np.arange(task.upsilon.shape[1])[:, None]).astype(float)
    return features, targets, *task.estimator


def objectives(task: Task, points: np.ndarray) -> np.ndarray:
    """Return the penalty (R,) at the weights (R, m)."""
    with np.errstate(over="ignore"):
        return np.array(
            [plain_objective(point, *arguments(task, i))[0] for i, point in enumerate(points)]
        )


def scipy_bfgs(task: Task) -> np.ndarray:
    """Fit by scipy.optimize.minimize, BFGS with its default tolerance."""

    def one(trial: int, start: np.ndarray) -> np.ndarray:
        options = {"maxiter": task.iterations}
        given = arguments(task, trial)
        return minimize(plain_objective, start, given, "BFGS", jac=True, options=options).x

    with np.errstate(over="ignore"):
        return np.array([one(trial, start) for trial, start in enumerate(starts(task))])


def sklearn_lbfgs(task: Task) -> np.ndarray:
    """Fit softmax and cross-entropy by MLPClassifier, from start weights of its own.

    It minimises the mean over observations, to a gradient tolerance here brought to SciPy's.
    """

    def one(trial: int) -> np.ndarray:
        network = MLPClassifier(
            task.omega.shape[1],
            activation="logistic",
            solver="lbfgs",
            alpha=0,
            max_iter=task.iterations,
            tol=1e-5 / len(task.labels),
            random_state=trial,
        ).fit(task.x[trial], task.labels)
        layers = zip(network.intercepts_, network.coefs_, strict=True)
        return np.concatenate([np.vstack([bias, slopes]).T.ravel() for bias, slopes in layers])

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the cap is meant
        return np.array([one(trial) for trial in range(len(task.x))])


def nnet(task: Task) -> tuple[np.ndarray, float]:
    """Fit softmax and cross-entropy, or logistic and least squares, by R's nnet, timed by R.

    Its tolerances are 0, for at the default ones it stops sooner than the others. It minimises
    the least squares without the ½.
    """
    with tempfile.TemporaryDirectory() as folder:
        names = ("x", "labels", "starts")
        for name, values in zip(names, (task.x, task.labels, starts(task)), strict=True):
            values.astype(float).tofile(Path(folder) / name)
        shape = [*task.x.shape, task.omega.shape[1], task.iterations]
        script = Path(__file__).with_name("nnet.R")
        command = ["Rscript", str(script), folder, *map(str, shape), task.estimator.activation]
        seconds = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        points = np.fromfile(Path(folder) / "points").reshape(len(task.x), -1)
    return points, float(seconds)


def timed(fitter: Fitter) -> Timed:
    """Return a fitter that also returns the seconds of CPU time it took, on its one thread."""

    def run(task: Task) -> tuple[np.ndarray, float]:
        begin = time.process_time()
        points = fitter(task)
        return points, time.process_time() - begin

    return run


def fitters(estimator: Estimator) -> dict[str, Timed]:
    """Return what can make these fits on this machine, ours first."""
    activation, penalty = estimator
    found = {"this project": timed(ours), "SciPy BFGS": timed(scipy_bfgs)}
    if estimator == ("softmax", "cross_entropy"):
        found["scikit-learn L-BFGS"] = timed(sklearn_lbfgs)
    if (activation == "softmax") == (penalty == "cross_entropy") and r_version():
        found["R nnet"] = nnet
    return found
