"""Fit one estimator to the training samples of a range of trials."""

from typing import Any

import numpy as np

from classes import build
from estimators import Estimator
from estimators.densities import Density, fit_density
from estimators.fitting import fit
from estimators.network import start_weights, unpack
from experiment.draws import Sample, draw, generator


def fit_estimator(
    trials: range, sample: Sample, estimator: Estimator | Density, settings: dict[str, Any]
) -> dict[str, np.ndarray]:
    """Return the fits of an estimator of any kind; the settings are those that jobs are given."""
    classes = settings["classes"]
    count = len(classes["priors"])
    if isinstance(estimator, Density):
        return fit_density(
            *sample, estimator.density, count, classes.get("size", classes.get("sizes"))
        )
    fitting = dict(settings["fitting"])
    if per_class := fitting.pop("validation_per_class"):
        truth = build(classes)
        fitting["validation"] = draw(trials, settings["seed"], "validation", truth, per_class)
    groups = settings["network"], fitting
    return fit_range(trials, settings["seed"], sample, estimator, count, *groups)


def fit_range(
    trials: range,
    seed: int,
    sample: Sample,
    estimator: Estimator,
    classes: int,
    network: dict[str, Any],
    fitting: dict[str, Any],
) -> dict[str, np.ndarray]:
    """Return start and fitted weights (R, …), objective, iterations and status (R,).

    Of the fits of a trial from several starts, the one with the lowest objective is kept.

    Parameters
    ----------
    classes : int
        q; a small sample may lack some.
    network, fitting : dict
        `hidden_units` and `start_range`; `starts`, and what `fit` takes by name.
    """
    shape = sample.x.shape[2], network["hidden_units"], classes
    options = dict(fitting)
    starts = options.pop("starts")

    def fits_from(repeat: int) -> dict[str, np.ndarray]:
        drawn = [
            start_weights(generator(seed, trial, "start", repeat), *shape, network["start_range"])
            for trial in trials
        ]
        start_omega, start_upsilon = map(np.stack, zip(*drawn, strict=True))
        end = fit(*sample, start_omega, start_upsilon, estimator, **options)
        omega, upsilon = unpack(end.point, *shape)
        return {
            "start_omega": start_omega,
            "omega": omega,
            "start_upsilon": start_upsilon,
            "upsilon": upsilon,
            "objective": end.value,
            "iterations": end.iterations,
            "status": end.status,
        }

    kept = fits_from(0)
    for repeat in range(1, starts):
        other = fits_from(repeat)
        lower = attained(other) < attained(kept)
        for name, values in kept.items():
            values[lower] = other[name][lower]
    return kept


def attained(fits: dict[str, np.ndarray]) -> np.ndarray:
    """Return the objective of each fit, infinite where it is not finite at the start."""
    return np.where(fits["status"] == "non_finite", np.inf, fits["objective"])
