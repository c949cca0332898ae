"""Find what each estimator can reach: fit it to the exact posterior, beside its fits to samples."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from analysis.trials import Fits, fits_of_one
from classes import build
from estimators import Estimator, named
from estimators.fitting import fit
from estimators.network import start_weights, unpack
from experiment.draws import allocation, generator
from experiment.fits import attained
from experiment.measures import posterior_errors
from files import job

POINTS, STARTS, ITERATIONS = 1_000, 5, (300, 3_000)  # of the fits to the posterior
LARGE = 100  # an output weight beyond it is on its way to infinity
COLUMNS = [
    *("estimator", "fitted_to", "iterations", "fits", "posterior_error"),
    *("smallest_slope", "largest_weight", "large_weights"),
]


def population_fits(
    settings: dict[str, Any], estimator: Estimator, points: int, iterations: Iterable[int]
) -> Fits:
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


def sizes(fits: Fits) -> np.ndarray:
    """Return the smallest slope ‖ω_j‖ of a hidden unit and the largest output weight |υ|, (R, 2).

    Biases do not count. There is no slope without hidden units, and nothing of a fit that is not
    finite.
    """
    omega, upsilon = fits["omega"][:, :, 1:], fits["upsilon"][:, :, 1:]
    slopes = np.linalg.norm(omega, axis=2).min(axis=1, initial=np.inf)
    found = np.column_stack([slopes, np.abs(upsilon).max(axis=(1, 2))])
    found[np.isinf(found) | (fits["status"] == "non_finite")[:, None]] = np.nan
    return found


def floor_table(
    settings: dict[str, Any],
    fitted: dict[str, Iterable[Fits]],
    points: int = POINTS,
    iterations: tuple[int, ...] = ITERATIONS,
) -> pd.DataFrame:
    """Return a row for each estimator and cap of its fits to the posterior, and one of its trials.

    Parameters
    ----------
    settings : dict
        Of the experiment, as jobs are given them.
    fitted : dict
        The fits of all trials, in parts, by the estimator's name.
    points, iterations
        Of the fits to the posterior: how many points, and the caps.
    """
    classes, rows = build(settings["classes"]), []
    for name, parts in fitted.items():
        fits = population_fits(settings, named(name), points, iterations)
        bad = fits["status"] == "non_finite"
        errors = np.where(bad, np.nan, posterior_errors({name: fits}, classes)[name][0])
        for cap, error, size in zip(iterations, errors, sizes(fits), strict=True):
            rows.append((name, "posterior", cap, STARTS, error, *size, np.nan))
        of_trials = np.concatenate([sizes(part) for part in parts])
        of_trials = of_trials[np.isfinite(of_trials[:, 1])]
        large = (of_trials[:, 1] > LARGE).mean() if len(of_trials) else np.nan
        medians = np.median(of_trials, axis=0) if len(of_trials) else [np.nan] * 2
        cap = settings["fitting"]["iterations"]
        rows.append((name, "samples", cap, len(of_trials), np.nan, *medians, large))
    return pd.DataFrame(rows, columns=COLUMNS)


if "snakemake" in globals():
    params = snakemake.params
    with job(snakemake) as (output,):
        groups = np.array_split(list(snakemake.input), len(params.estimators))
        fitted = {
            name: fits_of_one(paths, params.trials)
            for name, paths in zip(params.estimators, groups, strict=True)
        }
        floor_table(params.settings, fitted).to_csv(output, index=False)
