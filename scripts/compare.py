"""Set every published number beside the reproduced one, with both standard errors and z."""

import pandas as pd

from analysis.comparison import compare
from analysis.paper import ESTIMATOR_OF_TABLE
from tables import read_table

if "snakemake" in globals():
    from job import job

    def read(name: str) -> pd.DataFrame:
        return read_table(snakemake.input[name], index_col=0)

    with job(snakemake) as (output,):
        rates = {
            number: (read(f"table{number}"), read(f"table{number}_se"))
            for number in (3, *ESTIMATOR_OF_TABLE)
        }
        compare(read("table2"), rates).to_csv(output, index=False)
