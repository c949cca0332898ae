"""Find how probable a class is where its output has some value: reliability diagrams."""

import numpy as np

from analysis.monte_carlo import moments
from analysis.reliability import by_bin, reliability, values
from analysis.trials import fits_of_one
from classes import build
from estimators import named
from files import job

if "snakemake" in globals():
    params, classes = snakemake.params, build(snakemake.params.classes)
    rule = classes.rule()
    exact = classes.posterior(rule.nodes)
    groups = np.array_split(list(snakemake.input), len(params.estimators))
    with job(snakemake) as (output,):
        parts = (
            {name: by_bin(fits, named(name), rule, exact)}
            for name, paths in zip(params.estimators, groups, strict=True)
            for fits in fits_of_one(paths, params.trials)
        )
        (of_bins,) = moments(parts, values)
        reliability(of_bins).to_csv(output, index=False)
