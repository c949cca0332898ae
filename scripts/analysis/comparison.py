"""Set every published number beside the reproduced one, with both standard errors and z."""

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

KEYS = ["table", "row", "column"]


def long(table: pd.DataFrame, name: str) -> pd.Series:
    """Return a matrix as one column, by row and column label."""
    stacked = table.rename(index=str, columns=str).stack()
    return stacked.rename_axis(["row", "column"]).rename(name)


def compare_table2(table2: pd.DataFrame) -> pd.DataFrame:
    """Compare the posterior error of each estimator."""
    published = published_posterior()
    errors = table2[["mean_se", "variance_se"]].set_axis(["mean", "variance"], axis=1)
    columns = {
        "published": published,
        "reproduced": table2[["mean", "variance"]],
        "reproduced_se": errors,
        "published_se": published_posterior_errors(),
    }
    return beside(columns, table=2)


def compare_rates(number: int, rates: pd.DataFrame, errors: pd.DataFrame) -> pd.DataFrame:
    """Compare one of Tables 3–6; Table 3 is exact but for rounding and has no published error."""
    published = published_rates(number)
    binomial = np.sqrt(published * (1 - published) / OBSERVATIONS)
    columns = {
        "published": published,
        "reproduced": rates,
        "reproduced_se": errors,
        "published_se": binomial * np.nan if number == 3 else binomial,
    }
    return beside(columns, table=number)


def beside(columns: dict[str, pd.DataFrame], table: int) -> pd.DataFrame:
    """Align matrices on the published one."""
    published = long(columns["published"], "published")
    aligned = {
        name: long(values, name).reindex(published.index) for name, values in columns.items()
    }
    return pd.DataFrame(aligned).reset_index().assign(table=table)


def compare(
    table2: pd.DataFrame, rates: dict[int, tuple[pd.DataFrame, pd.DataFrame]]
) -> pd.DataFrame:
    """Return one row for each published number of Tables 2–6."""
    parts = [compare_table2(table2)]
    parts += [compare_rates(number, *rates[number]) for number in (3, *ESTIMATOR_OF_TABLE)]
    names = [*KEYS, "published", "reproduced", "reproduced_se", "published_se"]
    return with_z(pd.concat(parts)[names])
