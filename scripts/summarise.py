"""Summarise a scenario's trials: each measure's mean and variance, per estimator, with errors."""

import pandas as pd

from summaries import summarise

if "snakemake" in globals():
    from job import job

    with job(snakemake) as (output,):
        summarise(pd.read_csv(snakemake.input[0])).to_csv(output, index=False)
