"""Gather the measures of all ranges of trials in one table, a row per trial and estimator."""

from analysis.trials import collect

if "snakemake" in globals():
    from job import job

    with job(snakemake) as (output,), output.open("w") as file:
        for part in collect(snakemake.input):
            part.to_csv(file, index=False, header=file.tell() == 0)
