"""Compare the two activations under each penalty, and the two penalties under each activation."""

import pandas as pd

from analysis import factorial
from analysis.monte_carlo import moments
from analysis.trials import collect
from files import job

if "snakemake" in globals():
    scenarios = (snakemake.input.paper, snakemake.input.others)
    with job(snakemake) as (output,):
        streams = [collect(paths, snakemake.params.trials) for paths in scenarios if paths]
        parts = (pd.concat(each, ignore_index=True) for each in zip(*streams, strict=True))
        (found,) = moments(parts, factorial.values)
        factorial.factorial(found).to_csv(output, index=False)
