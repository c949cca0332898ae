"""Fits to the exact posterior: what an estimator tends to with ever larger samples."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from classes import build
from estimators import Estimator
from estimators.fitting import fit
from estimators.network import start_weights, unpack
from experiment.draws import allocation, generator
from experiment.fits import attained
from experiment.status import Columns, usable

STARTS = 5  # of each fit


def population_fits(
    settings: dict[str, Any], estimator: Estimator, points: int, iterations: Iterable[int]
) -> Columns:
    """Fit an estimator to the exact posterior: what it tends to with ever larger samples.

    It minimises the penalty with the posterior for targets over a large sample of the mixture, from
    several starts; that of lowest penalty goes on from each cap on iterations to the next.

    Returns
    -------
    dict
        The weights at each cap, `omega` (K, h, p+1) and `upsilon` (K, q, h+1), and `status` (K,).
    """
    classes, seed, network = build(settings["classes"]), settings["seed"], settings["network"]
    q = len(classes.priors)
    x = classes.draw(generator(seed, 0, "train"), allocation(points // q, classes.priors))
    targets = classes.posterior(x)
    shape = x.shape[1], network["hidden_units"], q
    drawn = [
        start_weights(generator(seed, 0, "start", k), *shape, network["start_range"])
        for k in range(STARTS)
    ]
    omega, upsilon = map(np.stack, zip(*drawn, strict=True))
    optimiser, done, reached = settings["fitting"]["optimiser"], 0, []
    for cap in iterations:
        stack = np.broadcast_to(x, (len(omega), *x.shape))
        end = fit(stack, targets, omega, upsilon, estimator, cap - done, optimiser=optimiser)
        best = attained({"status": end.status, "objective": end.value}).argmin()
        omega, upsilon = unpack(end.point[[best]], *shape)
        reached.append({"omega": omega, "upsilon": upsilon, "status": end.status[[best]]})
        done = cap
    return {name: np.concatenate([each[name] for each in reached]) for name in reached[0]}


def sizes(fits: Columns) -> np.ndarray:
    """Return the smallest slope ‖ω_j‖ of a hidden unit and the largest output weight |υ|, (R, 2).

    Biases do not count. There is no slope without hidden units, and nothing of a fit that is not
    finite.
    """
    omega, upsilon = fits["omega"][:, :, 1:], fits["upsilon"][:, :, 1:]
    slopes = np.linalg.norm(omega, axis=2).min(axis=1, initial=np.inf)
    found = np.column_stack([slopes, np.abs(upsilon).max(axis=(1, 2))])
    found[np.isinf(found) | ~usable(fits["status"])[:, None]] = np.nan
    return found
