"""Fit one estimator to the training samples of a range of trials."""

import numpy as np

from estimators import named
from experiment.fits import fit_estimator
from files import job, trial_range
from files.samples import samples

if "snakemake" in globals():
    settings = snakemake.params.settings
    with job(snakemake) as (output,):
        trials, estimator = trial_range(output), named(snakemake.wildcards.estimator)
        sample = samples("train", trials, settings, *snakemake.input)
        fits = fit_estimator(trials, sample, estimator, settings, snakemake.params.earlier)
        np.savez(output, **fits)
