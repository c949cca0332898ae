"""Measure all fits of a scenario of a study, range by range, and split their error in two."""

import numpy as np

from classes import build
from decompose import decompose
from files import job
from measure import measured

if "snakemake" in globals():
    source, params = snakemake.input, snakemake.params
    groups = np.array_split(list(source.fits), len(params.estimators))
    paths = dict(zip(params.estimators, groups, strict=True))
    kept = list(source.samples) or [""] * len(groups[0])
    with job(snakemake) as (output, *outputs):
        ranges = [
            measured(dict(zip(paths, files, strict=True)), params.settings, params.cap, sample)
            for sample, *files in zip(kept, *groups, strict=True)
        ]
        columns = {name: np.concatenate([each[name] for each in ranges]) for name in ranges[0]}
        np.savez(output, **columns)
        made = decompose(paths, params.trials, params.cap, build(params.settings["classes"]))
        for path, table in zip(outputs, made, strict=True):
            table.to_csv(path, index=False)
