"""Find what each estimator can reach: fit it to the exact posterior, beside its fits to samples."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from analysis.trials import Fits, fits_of_one
from classes import build
from estimators import named
from experiment.equation4 import posterior_errors
from experiment.population import STARTS, population_fits, sizes
from experiment.status import usable
from files import job

POINTS, ITERATIONS = 1_000, (300, 3_000)  # of the fits to the posterior
LARGE = 100  # an output weight beyond it is on its way to infinity
COLUMNS = [
    *("estimator", "fitted_to", "iterations", "fits", "posterior_error"),
    *("smallest_slope", "largest_weight", "large_weights"),
]


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
        bad = ~usable(fits["status"])
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
