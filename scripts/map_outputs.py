"""Average the outputs of each estimator's fits over the trials, at the points of a picture."""

import numpy as np

from analysis.maps import mean_outputs
from analysis.trials import fits_of_one
from classes import build
from estimators import named
from experiment.pictures import COARSE, picture
from files import job

if "snakemake" in globals():
    params, classes = snakemake.params, build(snakemake.params.classes)
    _, points = picture(classes, COARSE)
    groups = np.array_split(list(snakemake.input), len(params.estimators))
    with job(snakemake) as (output,):
        maps = [
            mean_outputs(
                points,
                fits_of_one(paths, params.trials),
                named(name),
                len(classes.priors),
            )
            for name, paths in zip(params.estimators, groups, strict=True)
        ]
        stacked = {key: np.stack([each[key] for each in maps]) for key in maps[0]}
        np.savez(output, estimator=np.array(params.estimators), **stacked)
