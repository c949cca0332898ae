"""Compare the estimators trial by trial, and Table 2 with the paper's under each reading of it."""

from analysis.pairwise import paired_differences
from analysis.readings import readings
from analysis.trials import collect

if "snakemake" in globals():
    from job import job

    measures = snakemake.input.measures
    with job(snakemake) as (paired_output, readings_output):
        paired_differences(collect(measures)).to_csv(paired_output, index=False)
        readings(collect(measures)).to_csv(readings_output, index=False)
