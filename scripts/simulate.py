"""Draw the training and test samples of a range of trials."""

import numpy as np

from experiment.samples import simulate

if "snakemake" in globals():
    from job import job

    with job(snakemake) as (output,):
        trials = range(int(snakemake.wildcards.first), int(snakemake.wildcards.last) + 1)
        np.savez(output, **simulate(trials, **snakemake.params.settings))
