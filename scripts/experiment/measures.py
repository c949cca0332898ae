"""Measure all fits of a range of trials: a row per trial and estimator."""

import numpy as np

from pairings.accuracy import (
    classification_counts,
    posterior_error,
    posterior_rms,
    sum_deviation,
)
from pairings.gaussian_classes import posterior
from pairings.network import outputs
from pairings.quadrature import Rule, mixture_rule

Columns = dict[str, np.ndarray]


def measure(samples: Columns, fits: Columns, activation: str, truth: tuple, rule: Rule) -> Columns:
    """Return the measures of one estimator's fits, each (R,)."""
    means, covariance, priors = truth
    x, labels = samples["x_test"], samples["y_test"]
    estimated = outputs(x, fits["omega"], fits["upsilon"], activation)
    counts = classification_counts(estimated, labels)
    halved = np.asarray(covariance) / 2  # its density is exp(−‖x−μ‖²): the ½ left out
    error, accuracy = posterior_error(fits, activation, truth, rule)
    columns = {
        "posterior_rms": posterior_rms(estimated, posterior(x, *truth)),
        "posterior_rms_without_half": posterior_rms(estimated, posterior(x, means, halved, priors)),
        "posterior_error": error,
        "posterior_error_accuracy": accuracy,
        "sum_deviation": sum_deviation(estimated),
        "mean_output": estimated.mean(axis=(1, 2)),
        "accuracy": counts.trace(axis1=1, axis2=2) / len(labels),
    }
    unfitted = fits["status"] == "non_finite"
    for values in columns.values():
        values[unfitted] = np.nan
    columns |= {name: fits[name] for name in ("objective", "iterations", "status")}
    cells = np.ndindex(counts.shape[1:])
    return columns | {f"count_{i + 1}_{j + 1}": counts[:, i, j] for i, j in cells}


def evaluate(
    samples: Columns, fits: dict[str, Columns], trials: range, settings: dict[str, list]
) -> Columns:
    """Return a row per trial and estimator, estimators in the order given."""
    truth = settings["means"], settings["covariance"], settings["priors"]
    rule = mixture_rule(*truth)
    tables = []
    for estimator, fitted in fits.items():
        activation = estimator.split("-")[0]
        heading = {"trial": np.array(trials), "estimator": np.full(len(trials), estimator)}
        tables.append(heading | measure(samples, fitted, activation, truth, rule))
    return {name: np.concatenate([table[name] for table in tables]) for name in tables[0]}
