"""Fit one estimator to the training samples of a range of trials."""

import numpy as np

from estimators import Estimator
from experiment.draws import Sample
from experiment.fits import fit_range
from files import job, load, trial_range

if "snakemake" in globals():
    settings = snakemake.params.settings
    with job(snakemake) as (output,):
        fits = fit_range(
            trial_range(output),
            settings["seed"],
            Sample(**load(snakemake.input[0])),
            Estimator.named(snakemake.wildcards.estimator),
            len(settings["classes"]["priors"]),
            settings["network"],
            settings["fitting"],
        )
        np.savez(output, **fits)
