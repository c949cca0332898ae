"""Split the error of the estimated posterior into squared bias and variance over the trials."""

from functools import partial

import numpy as np
import pandas as pd

from analysis.decomposition import components, decomposition, differences, inner_products
from analysis.trials import fits_of_one
from classes import build
from estimators import named
from files import job


def decompose(
    paths: dict[str, list[str]], trials: int, cap: int, classes
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return decomposition.csv and decomposition_paired.csv from files of fits, by estimator."""
    values = {}
    for name, files in paths.items():
        read = partial(fits_of_one, files, trials, cap)
        values[name] = components(*inner_products(read, named(name), classes))
    return decomposition(values), differences(values)


if "snakemake" in globals():
    params = snakemake.params
    groups = np.array_split(list(snakemake.input), len(params.estimators))
    paths = dict(zip(params.estimators, groups, strict=True))
    with job(snakemake) as outputs:
        made = decompose(paths, params.trials, params.cap, build(params.classes))
        for output, table in zip(outputs, made, strict=True):
            table.to_csv(output, index=False)
