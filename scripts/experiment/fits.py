"""Draw the training samples of a range of trials, and fit one estimator to them."""

import numpy as np

from experiment.samples import simulate
from pairings.fitting import fit
from pairings.network import start_weights, unpack
from pairings.randomness import generator


def fit_range(
    trials: range,
    activation: str,
    penalty: str,
    seed: int,
    means: list,
    covariance: list,
    priors: list,
    train_per_class: int,
    hidden_units: int,
    start_range: float,
    iterations: int,
    weight_decay: float,
) -> dict[str, np.ndarray]:
    """Return start and fitted weights (R, …), objective, iterations and status (R,)."""
    samples = simulate(trials, seed, means, covariance, priors, train_per_class=train_per_class)
    x, labels = samples["x_train"], samples["y_train"]
    shape = len(means[0]), hidden_units, len(means)
    starts = [
        start_weights(generator(seed, trial, "start"), *shape, start_range) for trial in trials
    ]
    start_omega, start_upsilon = map(np.stack, zip(*starts, strict=True))
    end = fit(x, labels, start_omega, start_upsilon, activation, penalty, iterations, weight_decay)
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
