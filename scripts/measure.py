"""Measure the fits of all estimators to a range of trials: a row per trial and estimator."""

from typing import Any

import numpy as np

from classes import build
from experiment.measures import measure_range
from experiment.status import Columns, at_cap
from files import job, load, trial_range
from files.samples import samples


def measured(paths: dict[str, str], settings: dict[str, Any], cap: int, kept: str) -> Columns:
    """Return the table from the files of a range's fits, by estimator, and of its test sample."""
    trials = trial_range(next(iter(paths.values())))
    sample = samples("test", trials, settings, kept)
    fits = {name: at_cap(load(path), cap) for name, path in paths.items()}
    return measure_range(trials, build(settings["classes"]), sample, fits)


if "snakemake" in globals():
    params = snakemake.params
    with job(snakemake) as (output,):
        paths = dict(zip(params.estimators, snakemake.input.fits, strict=True))
        np.savez(output, **measured(paths, params.settings, params.cap, snakemake.input.sample))
