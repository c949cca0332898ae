"""Summarise a scenario's trials: each measure of each estimator, with errors, and Table 2 of it."""

from analysis.summaries import posterior_table, summarise
from analysis.trials import read_trials

if "snakemake" in globals():
    from job import job

    with job(snakemake) as (summary_output, table2_output):
        summary = summarise(read_trials(snakemake.input[0], snakemake.config["trials"]))
        summary.to_csv(summary_output, index=False)
        posterior_table(summary).to_csv(table2_output)
