"""Summarise a scenario's trials: each measure of each estimator, with errors, and Table 2 of it."""

from analysis.summaries import posterior_table, summarise
from analysis.trials import collect

if "snakemake" in globals():
    from job import job

    with job(snakemake) as (summary_output, table2_output):
        summary = summarise(collect(snakemake.input.measures))
        summary.to_csv(summary_output, index=False)
        posterior_table(summary).to_csv(table2_output)
