"""Gather the measures of all ranges of trials in one table, a row per trial and estimator."""

import numpy as np
import pandas as pd


def collect(paths: list[str]) -> pd.DataFrame:
    """Return the measures in the order of trials; estimators in the order of the config."""
    parts = []
    for path in paths:
        with np.load(path) as measures:
            parts.append(pd.DataFrame({name: measures[name] for name in measures.files}))
    return pd.concat(parts).sort_values("trial", kind="stable")


if "snakemake" in globals():
    from job import job

    with job(snakemake) as (output,):
        collect(snakemake.input).to_csv(output, index=False)
