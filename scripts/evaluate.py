"""Draw the test samples of a range of trials; measure all fits: a row per trial and estimator."""

import numpy as np

from experiment.measures import evaluate
from experiment.samples import simulate
from inputs import load

if "snakemake" in globals():
    from job import job

    with job(snakemake) as (output,):
        trials = range(int(snakemake.wildcards.first), int(snakemake.wildcards.last) + 1)
        settings = snakemake.params.settings
        samples = simulate(trials, **settings)
        classes, inputs = np.shape(settings["means"])
        shapes = {
            "omega": (len(trials), None, inputs + 1),
            "upsilon": (len(trials), classes, None),
            "status": (len(trials),),
        }
        paths = zip(snakemake.params.estimators, snakemake.input, strict=True)
        fits = {estimator: load(path, **shapes) for estimator, path in paths}
        np.savez(output, **evaluate(samples, fits, trials, settings))
