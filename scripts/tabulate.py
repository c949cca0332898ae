"""Compute Tables 1 and 4–6, each rate with its Monte Carlo standard error."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.paper import ESTIMATOR_OF_TABLE, PUBLISHED, matrix
from analysis.trials import class_counts, collect
from pairings import monte_carlo
from pairings.delta import DERIVED, deviations


def delta_table() -> pd.DataFrame:
    """Table 1: each printed Δ_k, the right one, and how far each is from the derivative."""
    table = pd.read_csv(PUBLISHED / "table1.csv")
    pairings = list(zip(table["activation"], table["penalty"], strict=True))
    table["derivative"] = [DERIVED[pairing][0] for pairing in pairings]
    table[["printed_deviation", "derivative_deviation"]] = [deviations(*each) for each in pairings]
    return table.set_index(["activation", "penalty"])


def rates(trials: pd.DataFrame) -> dict[int, np.ndarray]:
    """Return the class-conditional rates (R, q, q) that each of Tables 4–6 averages."""
    usable = trials[trials["status"] != "non_finite"]
    return {
        number: monte_carlo.rates(class_counts(usable[usable["estimator"] == estimator]))
        for number, estimator in ESTIMATOR_OF_TABLE.items()
    }


def rate_tables(parts: Iterable[pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return Tables 4–6 by name; `tableN_se` holds the standard errors of tableN."""
    tables = {}
    for number, moments in monte_carlo.moments(parts, rates).items():
        tables[f"table{number}"], tables[f"table{number}_se"] = map(
            matrix, monte_carlo.mean(moments)
        )
    return tables


if "snakemake" in globals():
    from job import job

    with job(snakemake) as outputs:
        trials = collect(snakemake.input.measures)
        tables = {"table1": delta_table()} | rate_tables(trials)
        for output, name in zip(outputs, snakemake.output, strict=True):
            tables[Path(name).stem].to_csv(output)
