"""Fit one estimator to the training samples of a range of trials."""

import numpy as np

from estimators import named
from experiment.draws import Sample
from experiment.fits import fit_estimator
from files import job, load, trial_range

if "snakemake" in globals():
    settings = snakemake.params.settings
    with job(snakemake) as (output,):
        sample = Sample(**load(snakemake.input[0]))
        estimator = named(snakemake.wildcards.estimator)
        fits = fit_estimator(trial_range(output), sample, estimator, settings)
        np.savez(output, **fits)
