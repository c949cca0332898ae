"""Ask an estimator of one's own for the class probabilities of a range of trials."""

import numpy as np

from classes import build
from estimators.script import load as function_of
from experiment.estimates import estimate_range
from files import job, trial_range
from files.samples import samples

if "snakemake" in globals():
    params = snakemake.params
    with job(snakemake) as (output,):
        trials, settings, kept = trial_range(output), params.settings, snakemake.input
        train, test = (samples(each, trials, settings, kept[each]) for each in ("train", "test"))
        seed, classes = settings["seed"], build(settings["classes"])
        estimate = function_of(params.file)
        found = estimate_range(trials, seed, train, test, estimate, classes)
        np.savez_compressed(output, **found)
