"""Measure the fits of all estimators to a range of trials: a row per trial and estimator."""

import numpy as np

from classes import build
from experiment.draws import Sample
from experiment.measures import measure_range
from files import job, load, trial_range

if "snakemake" in globals():
    with job(snakemake) as (output,):
        trials, classes = trial_range(output), build(snakemake.params.settings["classes"])
        sample = Sample(**load(snakemake.input.sample))
        paths = zip(snakemake.params.estimators, snakemake.input.fits, strict=True)
        fits = {estimator: load(path) for estimator, path in paths}
        np.savez(output, **measure_range(trials, classes, sample, fits))
