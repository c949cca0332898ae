"""Gather the measures of all ranges of trials in one table, a row per trial and estimator."""

from trials import collect

if "snakemake" in globals():
    from job import job

    with job(snakemake) as (output,):
        collect(snakemake.input).to_csv(output, index=False)
