"""Compare the estimators trial by trial, and Table 2 with the paper's under each reading of it."""

from analysis.pairwise import paired_differences
from analysis.readings import readings
from analysis.trials import read_trials

if "snakemake" in globals():
    from job import job

    def trials():
        return read_trials(snakemake.input[0], snakemake.config["trials"])

    with job(snakemake) as (paired_output, readings_output):
        paired_differences(trials()).to_csv(paired_output, index=False)
        readings(trials()).to_csv(readings_output, index=False)
