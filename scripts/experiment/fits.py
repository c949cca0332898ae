"""Fit one estimator to the training samples of a range of trials."""

from typing import Any

import numpy as np

from estimators import Estimator
from estimators.fitting import fit
from estimators.network import start_weights, unpack
from experiment.draws import Sample, generator


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

    Parameters
    ----------
    classes : int
        q; a small sample may lack some.
    network, fitting : dict
        `hidden_units` and `start_range`; what `fit` takes by name.
    """
    shape = sample.x.shape[2], network["hidden_units"], classes
    starts = [
        start_weights(generator(seed, trial, "start"), *shape, network["start_range"])
        for trial in trials
    ]
    start_omega, start_upsilon = map(np.stack, zip(*starts, strict=True))
    end = fit(*sample, start_omega, start_upsilon, estimator, **fitting)
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
