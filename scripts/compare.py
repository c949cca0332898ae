"""Set every published number beside ours, with both standard errors and z, and lay them out."""

import numpy as np
import pandas as pd

from analysis.paper import (
    ESTIMATOR_OF_TABLE,
    TRIALS,
    published_posterior,
    published_rates,
    with_z,
)
from analysis.trials import read_table
from files import job
from report.layout import all_tables, markdown
from report.words import OTHER_PROBLEM, settings_line

SCALE = (
    "The paper's Table 2 is on another scale than equation (4). *Ours on its scale* are sums that "
    "are not divided by N, against a reference posterior without the ½ of the exponent: a reading "
    "chosen because it comes near (`readings.csv` has the others)."
)
NOT_RUN = "The config does not run this estimator."
COLUMNS = ["published", "reproduced", "reproduced_se", "published_se"]


def beside(table: int, *frames: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each published number of a table; the frames are those of `COLUMNS`."""
    stacked = [frame.rename(index=str, columns=str).stack() for frame in frames]
    aligned = {
        name: column.reindex(stacked[0].index)
        for name, column in zip(COLUMNS, stacked, strict=True)
    }
    rows = pd.DataFrame(aligned).rename_axis(["row", "column"]).reset_index()
    return rows.assign(table=table)[["table", "row", "column", *COLUMNS]]


def compare(
    tables: dict[str, pd.DataFrame], readings: pd.DataFrame, same_problem: bool
) -> pd.DataFrame:
    """Return one row for each published number of Tables 2–6, none if they are of another problem.

    Table 2 is the reading of it as printed. The rates of Table 3 are exact but for rounding and
    have no standard error. The paper's trials are taken to vary as ours do: an error over ours
    gives that over its 100.
    """
    if not same_problem:
        nothing = pd.DataFrame(columns=["table", "row", "column", *COLUMNS], dtype=float)
        return nothing.assign(z=[])
    as_printed = (readings["reference"] == "exact") & (readings["divided_by_n"] == "yes")
    table2, figures = published_posterior(), readings[as_printed].set_index(["estimator", "figure"])
    ours = (figures[name].unstack("figure").reindex_like(table2) for name in COLUMNS[1:])
    parts = [beside(2, table2, *ours)]
    for number in (3, *ESTIMATOR_OF_TABLE):
        rates, own_error = tables[f"table{number}"], tables[f"table{number}_se"]
        count = tables["table2"]["trials"].get(ESTIMATOR_OF_TABLE.get(number), np.nan)
        error = own_error * np.sqrt(count / TRIALS)
        parts.append(beside(number, published_rates(number), rates, own_error, error))
    table = pd.concat(parts)
    return with_z(table, (table["table"] == 2) & (table["column"] == "variance"))


def page(
    tables: dict[str, pd.DataFrame],
    rates: pd.DataFrame,
    readings: pd.DataFrame,
    rest_on: str,
    same_problem: bool,
) -> str:
    """Return Tables 1–6 and the rates of all estimators as Markdown."""
    parts = [
        "# Tables 1–6\n\n"
        f"Ours rest on {rest_on} ± is the Monte Carlo standard error. Rows of rates are "
        "true classes, columns ascribed classes. Left out: fits whose objective is not finite at "
        "the start. Stopped early: by the cap on the iterations. Stuck: with a hidden unit that is "
        "saturated at the start, so that its weights stay where they began."
    ]
    parts += [SCALE if same_problem else OTHER_PROBLEM]
    parts += [
        f"## {title}\n\n{NOT_RUN if shown is None else markdown(shown)}"
        for title, shown in all_tables(tables, rates, readings, same_problem)
    ]
    return "\n\n".join(parts) + "\n"


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
