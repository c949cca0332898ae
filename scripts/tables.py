"""Read the tables that earlier jobs wrote, or stop with a line that says how to make them again."""

from pathlib import Path

import numpy as np
import pandas as pd

from inputs import whole


def read_table(path: str, **options) -> pd.DataFrame:
    """Return a CSV file, with the options of pandas; one that was cut does not end with a line."""
    with whole(path):
        if not Path(path).read_bytes().endswith(b"\n"):
            raise ValueError("its last line has no end")
        return pd.read_csv(path, **options)


def read_trials(path: str, trials: int) -> pd.DataFrame:
    """Return the rows that `collect` wrote of so many trials; only a bad fit may lack a number."""
    table = read_table(path)
    with whole(path):
        names = table["estimator"].unique()
        rows = pd.MultiIndex.from_product([range(1, trials + 1), names])
        if table.empty or not pd.MultiIndex.from_frame(table[["trial", "estimator"]]).equals(rows):
            raise ValueError(f"it does not hold {trials} trials of each estimator")
        numbers = table.drop(columns=["estimator", "status"]).to_numpy(dtype=float)
        if not np.isfinite(numbers[table["status"] != "non_finite"]).all():
            raise ValueError("a number is missing")
    return table
