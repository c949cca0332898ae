"""Compute Table 3: the Bayes class-conditional rates of the configured classes."""

from analysis.paper import matrix
from pairings.bayes_rates import bayes_rates

if "snakemake" in globals():
    from job import job

    with job(snakemake) as outputs:
        for output, values in zip(outputs, bayes_rates(**snakemake.params.settings), strict=True):
            matrix(values).to_csv(output)
