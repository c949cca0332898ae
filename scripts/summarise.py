"""Summarise a scenario's trials: each measure's mean and variance, per estimator, with errors."""

from summaries import summarise
from trials import read_trials

if "snakemake" in globals():
    from job import job

    with job(snakemake) as (output,):
        summarise(read_trials(snakemake.input[0], snakemake.config["trials"])).to_csv(
            output, index=False
        )
