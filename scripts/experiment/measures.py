"""Measure all fits of a range of trials: a row per trial and estimator.

A new measure is a function and a line of `MEASURES`; summary, paired
differences, studies and words follow from the line.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from estimators import named
from estimators.network import outputs
from experiment import scores
from experiment.draws import Sample
from experiment.equation4 import posterior_errors
from experiment.scores import divided_by_sum
from experiment.status import Columns, usable

UNMOVED = 1e-6  # of the largest weight into a unit: no change but of the last digits


def posterior_rms(estimated: np.ndarray, exact: np.ndarray) -> np.ndarray:
    """Return the paper's approximation of equation (4), for each trial.

    Parameters
    ----------
    estimated, exact : (R, q, n) array
        Class probabilities at the n observations of each trial.

    Returns
    -------
    (R,) array
        sqrt{ Σ_i (1/n) Σ_n (P̂(C_i|x_n) − P(C_i|x_n))² }; at most √2 if both add to one.
    """
    squares = (estimated - exact) ** 2
    return np.sqrt(squares.sum(axis=1).mean(axis=1))


def classification_counts(ascribed: np.ndarray, labels: np.ndarray, classes: int) -> np.ndarray:
    """Return confusion matrices: the observations of each true class ascribed to each class.

    Parameters
    ----------
    ascribed : (R, n) array of int
        The class of largest output.
    labels : (n,) array of int
        True classes 0 … q−1.
    classes : int
        q.

    Returns
    -------
    (R, q, q) array of int
        True class by ascribed class.
    """
    count = len(ascribed)
    cells = labels * classes + ascribed
    cells += np.arange(count)[:, None] * classes**2
    return np.bincount(cells.ravel(), minlength=count * classes**2).reshape(count, classes, classes)


def sum_deviation(estimated: np.ndarray) -> np.ndarray:
    """Return the mean over observations of |Σ_k z*_k − 1|, for each trial: (R, q, n) to (R,)."""
    return np.abs(estimated.sum(axis=1) - 1).mean(axis=1)


def outside(estimated: np.ndarray) -> np.ndarray:
    """Return the share of outputs that are no probability, for each trial: (R, q, n) to (R,)."""
    return ((estimated < 0) | (estimated > 1)).mean(axis=(1, 2))


def ties(estimated: np.ndarray) -> np.ndarray:
    """Return the share of observations whose largest output several classes share, for each trial.

    Which of these the observation is ascribed to is then the order of the classes.
    """
    shared = (estimated == estimated.max(axis=1, keepdims=True)).sum(axis=1) > 1
    return shared.mean(axis=1)


def sums_off(estimated: np.ndarray, by: float) -> np.ndarray:
    """Return the share of observations with |Σ_k z*_k − 1| > `by`, for each trial."""
    return (np.abs(estimated.sum(axis=1) - 1) > by).mean(axis=1)


def outputs_of(name: str, fits: Columns, x: np.ndarray) -> np.ndarray:
    """Return the outputs (R, q, n) of a fit with weights at its trial's observations (R, n, p)."""
    estimator = named(name)
    return outputs(
        estimator.features(x, fits), fits["omega"], fits["upsilon"], estimator.activation
    )


def stuck(fits: dict[str, np.ndarray]) -> np.ndarray:
    """Return whether a hidden unit's weights end where they began, for each trial: (R,) of bool.

    A unit that is saturated at all observations, as its inputs are not scaled, has no gradient: its
    weights do not move, and the fit is that of the units that are left.

    Parameters
    ----------
    fits : dict
        The weights into the hidden units at the start and at the end, `start_omega` and `omega`
        (R, h, p+1).
    """
    start, end = fits["start_omega"], fits["omega"]
    moved = np.abs(end - start).max(axis=2) > UNMOVED * np.abs(start).max(axis=2)
    return ~moved.all(axis=1)


@dataclass(frozen=True)
class View:
    """What a measure looks at: one estimator's fits to a range of trials, beside the truth."""

    outputs: np.ndarray  # z* at the test observations, (R, q, n)
    posterior: np.ndarray  # P(C|x) there, (R, q, n)
    logarithms: np.ndarray  # of P(C|x), (R, q, n)
    without_half: np.ndarray | None  # P(C|x) with the ½ of the Gaussian exponent left out
    labels: np.ndarray  # true classes of the test observations, (n,)
    error: np.ndarray  # equation (4), (R,)
    error_accuracy: np.ndarray  # of its quadrature, (R,)
    error_normalised: np.ndarray  # equation (4) of the outputs divided by their sum, (R,)

    @cached_property
    def away(self) -> np.ndarray:
        """z* − t, (R, q, n)."""
        return self.outputs - scores.targets(self.labels, self.outputs.shape[1])

    @cached_property
    def probabilities(self) -> np.ndarray:
        """Outputs divided by their sum, (R, q, n)."""
        return divided_by_sum(self.outputs)

    @cached_property
    def of_true(self) -> np.ndarray:
        """Their value of the true class, (R, n)."""
        return scores.of_class(self.probabilities, self.labels)

    @cached_property
    def ascribed(self) -> np.ndarray:
        """The class of largest output, (R, n); the first of several."""
        return self.outputs.argmax(axis=1)

    @cached_property
    def counts(self) -> np.ndarray:
        """Confusion matrices, true by ascribed class, (R, q, q)."""
        return classification_counts(self.ascribed, self.labels, self.outputs.shape[1])

    @cached_property
    def brier_score(self) -> np.ndarray:
        """The Brier score, (R,)."""
        return scores.brier_score(self.away)

    @cached_property
    def brier_calibration(self) -> np.ndarray:
        """The part of the Brier score that calibration could remove, (R,)."""
        return scores.brier_calibration(self.outputs, self.away)

    @cached_property
    def calibration_error(self) -> np.ndarray:
        """The expected calibration error by labels, (R,)."""
        return self.error_of_calibration(self.ascribed == self.labels)

    def error_of_calibration(self, right: np.ndarray) -> np.ndarray:
        """Return the calibration error where the class of largest output is so probable, (R, n)."""
        return scores.calibration_error(self.outputs.max(axis=1), right)


class Measure(NamedTuple):
    """A measure of fits."""

    of: Callable[[View], np.ndarray]  # a number for each trial, (R,)
    better: str = ""  # `smaller` or `larger`, or empty where neither is
    paired: bool = False  # whether estimators are compared by it, trial by trial
    needs: str = "outputs"  # what the view may lack: then there is no such measure


MEASURES = {
    "posterior_rms": Measure(
        lambda view: posterior_rms(view.outputs, view.posterior), "smaller", paired=True
    ),
    "posterior_rms_without_half": Measure(
        lambda view: posterior_rms(view.outputs, view.without_half), needs="without_half"
    ),
    "posterior_error": Measure(lambda view: view.error, "smaller", paired=True),
    "posterior_error_accuracy": Measure(lambda view: view.error_accuracy),
    "posterior_error_normalised": Measure(lambda view: view.error_normalised, "smaller"),
    "normalisation_change": Measure(lambda view: view.error_normalised - view.error),
    "sum_deviation": Measure(lambda view: sum_deviation(view.outputs), "smaller"),
    "outside": Measure(lambda view: outside(view.outputs), "smaller"),
    "ties": Measure(lambda view: ties(view.outputs), "smaller"),
    "sums_off_5_percent": Measure(lambda view: sums_off(view.outputs, 0.05), "smaller"),
    "sums_off_10_percent": Measure(lambda view: sums_off(view.outputs, 0.1), "smaller"),
    "mean_output": Measure(lambda view: view.outputs.mean(axis=(1, 2))),
    "accuracy": Measure(
        lambda view: view.counts.trace(axis1=1, axis2=2) / len(view.labels), "larger", paired=True
    ),
    "brier_score": Measure(lambda view: view.brier_score, "smaller", paired=True),
    "brier_calibration": Measure(lambda view: view.brier_calibration, "smaller", paired=True),
    "brier_refinement": Measure(
        lambda view: view.brier_score - view.brier_calibration, "smaller", paired=True
    ),
    "log_loss": Measure(lambda view: scores.log_loss(view.of_true), "smaller", paired=True),
    "log_floored": Measure(lambda view: scores.floored(view.of_true), "smaller"),
    "kl_divergence": Measure(
        lambda view: scores.kl_divergence(view.probabilities, view.posterior, view.logarithms),
        "smaller",
        paired=True,
    ),
    "calibration_error": Measure(lambda view: view.calibration_error, "smaller", paired=True),
    # By how much labels in place of P(C|x) raise it.
    "calibration_error_bias": Measure(
        lambda view: (
            view.calibration_error
            - view.error_of_calibration(scores.of_class(view.posterior, view.ascribed))
        )
    ),
}


def measure(view: View, fits: Columns) -> Columns:
    """Return the measures of one estimator's fits, and how these ended, each (R,)."""
    columns = {
        name: each.of(view)
        for name, each in MEASURES.items()
        if getattr(view, each.needs) is not None
    }
    known = usable(fits["status"])
    for values in columns.values():
        values[~known] = np.nan
    columns |= {name: fits[name] for name in ("objective", "iterations", "status")}
    columns["stuck"] = (stuck(fits) & known if "omega" in fits else 0 * known).astype(int)
    cells = np.ndindex(view.counts.shape[1:])
    return columns | {f"count_{i + 1}_{j + 1}": view.counts[:, i, j] for i, j in cells}


def measure_range(trials: range, classes, sample: Sample, fits: dict[str, Columns]) -> Columns:
    """Return a row per trial and estimator, estimators in the order given.

    Parameters
    ----------
    trials : range
        Those of the samples and fits.
    classes
        The true classes, of any family.
    sample : Sample
        Test samples.
    fits : dict
        What `fit_range` or `estimate_range` returns, by the estimator's name.
    """
    x, labels = sample
    exact, errors = classes.posterior(x), posterior_errors(fits, classes)
    without_half = classes.without_half().posterior(x) if hasattr(classes, "without_half") else None
    truth, tables = (exact, scores.logarithms(exact), without_half, labels), []
    for name, fitted in fits.items():
        estimated = fitted["outputs"] if "outputs" in fitted else outputs_of(name, fitted, x)
        view = View(estimated, *truth, *errors[name])
        heading = {"trial": np.array(trials), "estimator": np.full(len(trials), name)}
        tables.append(heading | measure(view, fitted))
    return {name: np.concatenate([table[name] for table in tables]) for name in tables[0]}
