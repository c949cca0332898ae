"""Summarise a scenario's trials: each measure's mean and variance, per estimator, with errors."""

import pandas as pd

from summaries import summarise

if "snakemake" in globals():
    from job import job
    from tables import read_trials

    with job(snakemake) as (output,):
        summarise(read_trials(snakemake.input[0], snakemake.config["trials"])).to_csv(
            output, index=False
        )
