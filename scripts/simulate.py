"""Draw the training or the test samples of a range of trials."""

import numpy as np

from classes import build
from experiment.draws import draw
from files import job, trial_range

if "snakemake" in globals():
    with job(snakemake) as (output,):
        params, purpose = snakemake.params, snakemake.wildcards.purpose
        trials, classes = trial_range(output), build(params.settings["classes"])
        sample = draw(trials, params.settings["seed"], purpose, classes, params.per_class)
        np.savez(output, **sample._asdict())
