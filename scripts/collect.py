"""Gather the measures of all ranges of trials in one table, a row per trial and estimator."""

from analysis.trials import collect
from files import job

if "snakemake" in globals():
    with job(snakemake) as (output,), output.open("w", encoding="utf-8") as file:
        for part in collect(snakemake.input, snakemake.params.trials):
            part.to_csv(file, index=False, header=file.tell() == 0)
