"""Compare the estimators trial by trial, and Table 2 with the paper's under each reading of it."""

import pandas as pd

from pairwise import paired_differences
from readings import readings

if "snakemake" in globals():
    from job import job
    from tables import read_trials

    with job(snakemake) as (paired_output, readings_output):
        trials = read_trials(snakemake.input[0], snakemake.config["trials"])
        paired_differences(trials).to_csv(paired_output, index=False)
        readings(trials).to_csv(readings_output, index=False)
