"""Draw the training or the test samples of a range of trials."""

import numpy as np

from files import job, trial_range
from files.samples import samples

if "snakemake" in globals():
    with job(snakemake) as (output,):
        purpose, settings = snakemake.wildcards.purpose, snakemake.params.settings
        np.savez(output, **samples(purpose, trial_range(output), settings)._asdict())
