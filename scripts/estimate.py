"""Ask an estimator of one's own for the class probabilities of a range of trials."""

import numpy as np

from classes import build
from estimators.script import load as function_of
from experiment.draws import Sample
from experiment.estimates import estimate_range
from files import job, load, trial_range

if "snakemake" in globals():
    params = snakemake.params
    with job(snakemake) as (output,):
        train, test = (Sample(**load(path)) for path in snakemake.input)
        seed, classes = params.settings["seed"], build(params.settings["classes"])
        estimate = function_of(params.file)
        found = estimate_range(trial_range(output), seed, train, test, estimate, classes)
        np.savez_compressed(output, **found)
