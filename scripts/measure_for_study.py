"""Measure all fits of a scenario of a study, range by range, and split their error in two."""

import numpy as np

from classes import build
from decompose import decompose
from files import job
from measure import measured

if "snakemake" in globals():
    source, params = snakemake.input, snakemake.params
    groups = np.array_split(list(source.fits), len(params.estimators))
    kept = list(source.samples) or [""] * len(groups[0])
    with job(snakemake) as (output, *outputs):
        ranges = [
            measured(
                dict(zip(params.estimators, paths, strict=True)),
                params.settings,
                params.cap,
                sample,
            )
            for sample, *paths in zip(kept, *groups, strict=True)
        ]
        columns = {name: np.concatenate([each[name] for each in ranges]) for name in ranges[0]}
        np.savez(output, **columns)
        paths = dict(zip(params.estimators, groups, strict=True))
        classes = build(params.settings["classes"])
        made = decompose(paths, params.trials, params.cap, classes)
        for table, path in zip(made, outputs, strict=True):
            table.to_csv(path, index=False)
