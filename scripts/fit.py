"""Draw the training samples of a range of trials, and fit one estimator to them."""

import numpy as np

from experiment.fits import fit_range

if "snakemake" in globals():
    from job import job

    with job(snakemake) as (output,):
        trials = range(int(snakemake.wildcards.first), int(snakemake.wildcards.last) + 1)
        activation, penalty = snakemake.wildcards.estimator.split("-")
        np.savez(output, **fit_range(trials, activation, penalty, **snakemake.params.settings))
