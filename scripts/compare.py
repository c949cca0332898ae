"""Set every published number beside ours, with both standard errors and z, and lay them out."""

import pandas as pd

from analysis.comparison import compare
from analysis.trials import read_table
from files import job
from report.layout import page
from report.words import settings_line

if "snakemake" in globals():

    def read(name: str) -> pd.DataFrame:
        return read_table(snakemake.input[name], index_col=0)

    params = snakemake.params
    with job(snakemake) as (csv, tables):
        shown = {
            name: read(name) for name, _ in snakemake.input.items() if name.startswith("table")
        }
        rates, readings = (read_table(snakemake.input[name]) for name in ("rates", "readings"))
        compare(shown, readings, params.same_problem).to_csv(csv, index=False)
        rest_on = settings_line(params.settings, params.trials)
        text = page(shown, rates, readings, rest_on, params.same_problem)
        tables.write_text(text, encoding="utf-8")
