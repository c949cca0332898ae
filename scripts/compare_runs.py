"""Set the measures of two runs beside each other."""

from pathlib import Path

import yaml

from analysis.runs import same_samples, side_by_side
from analysis.trials import read_table
from files import job

if "snakemake" in globals():
    source = snakemake.input
    with job(snakemake) as (output,):
        settings = [
            yaml.safe_load(Path(path).read_text("utf-8"))["settings"] for path in source.provenance
        ]
        trials = map(read_table, source.trials)
        side_by_side(*trials, same_samples(*settings)).to_csv(output, index=False)
