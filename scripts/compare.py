"""Set every published number beside ours, with both standard errors and z, and lay them out."""

import numpy as np
import pandas as pd

from analysis.paper import (
    ESTIMATOR_OF_TABLE,
    OBSERVATIONS,
    published_posterior,
    published_posterior_errors,
    published_rates,
    with_z,
)
from analysis.trials import read_table
from files import job
from report.tables import TITLES, all_tables, markdown
from report.words import OTHER_PROBLEM

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
    table2: pd.DataFrame, rates: dict[int, tuple[pd.DataFrame, pd.DataFrame]]
) -> pd.DataFrame:
    """Return one row for each published number of Tables 2–6.

    Those of Table 3 are exact but for rounding and have no standard error.
    """
    figures = ["mean", "variance"]
    errors = table2[["mean_se", "variance_se"]].set_axis(figures, axis=1)
    parts = [
        beside(2, published_posterior(), table2[figures], errors, published_posterior_errors())
    ]
    for number in (3, *ESTIMATOR_OF_TABLE):
        published = published_rates(number)
        binomial = np.sqrt(published * (1 - published) / OBSERVATIONS)
        error = binomial * np.nan if number == 3 else binomial
        parts.append(beside(number, published, *rates[number], error))
    return with_z(pd.concat(parts))


def page(read, trials: int, same_problem: bool) -> str:
    """Return the tables as Markdown."""
    parts = [
        "# Tables 1–6\n\n"
        f"Ours rest on {trials} trials; ± is the Monte Carlo standard error. Rows of Tables "
        "3–6 are true classes, columns ascribed classes. As printed, the paper's Table 2 cannot be "
        "equation (4), which is at most 2."
    ]
    parts += [] if same_problem else [OTHER_PROBLEM]
    parts += [
        f"## Table {table}. {TITLES[table]}\n\n{markdown(shown)}"
        for table, shown in all_tables(read).items()
    ]
    return "\n\n".join(parts) + "\n"


if "snakemake" in globals():

    def read(name: str) -> pd.DataFrame:
        return read_table(snakemake.input[name], index_col=0)

    params = snakemake.params
    with job(snakemake) as (csv, tables):
        rates = {
            number: (read(f"table{number}"), read(f"table{number}_se"))
            for number in (3, *ESTIMATOR_OF_TABLE)
        }
        compare(read("table2"), rates).to_csv(csv, index=False)
        tables.write_text(page(read, params.trials, params.same_problem), encoding="utf-8")
