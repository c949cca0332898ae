"""Measure the fits of all estimators to a range of trials: a row per trial and estimator."""

import numpy as np

from classes import build
from experiment.measures import measure_range
from experiment.status import at_cap
from files import job, load, trial_range
from files.samples import samples

if "snakemake" in globals():
    with job(snakemake) as (output,):
        trials, settings = trial_range(output), snakemake.params.settings
        sample = samples("test", trials, settings, snakemake.input.sample)
        paths = zip(snakemake.params.estimators, snakemake.input.fits, strict=True)
        fits = {name: at_cap(load(path), snakemake.params.cap) for name, path in paths}
        np.savez(output, **measure_range(trials, build(settings["classes"]), sample, fits))
