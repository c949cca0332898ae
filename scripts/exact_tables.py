"""Compute Tables 1 and 3, which need no trials: the Δ_k as printed, and the Bayes rates."""

import pandas as pd

from analysis.paper import PUBLISHED
from analysis.trials import matrix
from classes import build
from estimators.printed_deltas import DERIVED, deviations
from files import job


def delta_table() -> pd.DataFrame:
    """Table 1: each printed Δ_k, the right one, and how far each is from the derivative."""
    table = pd.read_csv(PUBLISHED / "table1.csv")
    pairings = list(zip(table["activation"], table["penalty"], strict=True))
    table["derivative"] = [DERIVED[pairing][0] for pairing in pairings]
    table[["printed_deviation", "derivative_deviation"]] = [deviations(*each) for each in pairings]
    return table.set_index(["activation", "penalty"])


if "snakemake" in globals():
    with job(snakemake) as (table1, table3, table3_se):
        delta_table().to_csv(table1)
        rates, errors = build(snakemake.params.classes).bayes_rates()
        matrix(rates).to_csv(table3)
        matrix(errors).to_csv(table3_se)
