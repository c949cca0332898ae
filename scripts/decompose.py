"""Split the error of the estimated posterior into squared bias and variance over the trials."""

from functools import partial

import numpy as np

from analysis.decomposition import components, decomposition, differences, inner_products
from analysis.trials import fits_of_one
from classes import build
from estimators import named
from files import job

if "snakemake" in globals():
    params, classes = snakemake.params, build(snakemake.params.classes)
    groups = np.array_split(list(snakemake.input), len(params.estimators))
    with job(snakemake) as (output, paired_output):
        values = {}
        for name, paths in zip(params.estimators, groups, strict=True):
            read = partial(fits_of_one, paths, params.trials, params.cap)
            values[name] = components(*inner_products(read, named(name), classes))
        decomposition(values).to_csv(output, index=False)
        differences(values).to_csv(paired_output, index=False)
