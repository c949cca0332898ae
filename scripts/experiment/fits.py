"""Fit one estimator to the training samples of a range of trials."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from classes import build
from estimators import Estimator
from estimators.densities import Density, fit_density
from estimators.fitting import fit_to_caps
from estimators.network import start_weights, unpack
from experiment.draws import Sample, draw, generator


def fit_estimator(
    trials: range,
    sample: Sample,
    estimator: Estimator | Density,
    settings: dict[str, Any],
    earlier: Sequence[int] = (),
) -> dict[str, np.ndarray]:
    """Return the fits of an estimator of any kind; the settings are those that jobs are given.

    Of networks also the fits with each of the earlier caps on the iterations, as `fit_range` does.
    """
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
    return fit_range(trials, settings["seed"], sample, estimator, count, *groups, earlier)


def fit_range(
    trials: range,
    seed: int,
    sample: Sample,
    estimator: Estimator,
    classes: int,
    network: dict[str, Any],
    fitting: dict[str, Any],
    earlier: Sequence[int] = (),
) -> dict[str, np.ndarray]:
    """Return start and fitted weights (R, …), objective, iterations and status (R,).

    Of the fits of a trial from several starts, the one with the lowest objective is kept.
    `status.at_cap` finds those of an earlier cap.

    Parameters
    ----------
    classes : int
        q; a small sample may lack some.
    network, fitting : dict
        `hidden_units` and `start_range`; `starts`, and what `fit` takes by name.
    earlier : sequence of int
        Smaller caps on the iterations, at which the same paths are stopped too.
    """
    shape = sample.x.shape[2], network["hidden_units"], classes
    options = dict(fitting)
    starts, cap = options.pop("starts"), options.pop("iterations")
    caps = {f"{each}/": each for each in earlier} | {"": cap}

    def fits_from(repeat: int) -> dict[str, dict[str, np.ndarray]]:
        drawn = [
            start_weights(generator(seed, trial, "start", repeat), *shape, network["start_range"])
            for trial in trials
        ]
        start_omega, start_upsilon = map(np.stack, zip(*drawn, strict=True))
        weights = start_omega, start_upsilon
        ends = fit_to_caps(*sample, *weights, estimator, [*caps.values()], **options)
        found = {}
        for prefix, end in zip(caps, ends, strict=True):
            omega, upsilon = unpack(end.point, *shape)
            found[prefix] = {
                "start_omega": start_omega.copy(),
                "omega": omega,
                "start_upsilon": start_upsilon.copy(),
                "upsilon": upsilon,
                "objective": end.value,
                "iterations": end.iterations,
                "status": end.status,
            }
        return found

    kept = fits_from(0)
    for repeat in range(1, starts):
        for prefix, other in fits_from(repeat).items():
            lower = attained(other) < attained(kept[prefix])
            for name, values in kept[prefix].items():
                values[lower] = other[name][lower]
    return {prefix + name: values for prefix, fits in kept.items() for name, values in fits.items()}


def attained(fits: dict[str, np.ndarray]) -> np.ndarray:
    """Return the objective of each fit, infinite where it is not finite at the start."""
    return np.where(fits["status"] == "non_finite", np.inf, fits["objective"])
