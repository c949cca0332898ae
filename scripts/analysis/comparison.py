"""Every published number beside ours, with both standard errors and z."""

import numpy as np
import pandas as pd

from analysis.paper import (
    ESTIMATOR_OF_TABLE,
    TRIALS,
    published_posterior,
    published_rates,
    with_z,
)

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
