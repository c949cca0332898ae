"""Compute Tables 1 and 3, which need no trials, and the scores of Bayes' rule."""

import pandas as pd

from analysis.paper import PUBLISHED
from analysis.trials import matrix
from classes import build
from estimators.printed_deltas import DERIVED, deviations
from experiment.scores import bayes_scores
from files import job


def delta_table() -> pd.DataFrame:
    """Table 1: each printed Δ_k, the right one, and how far each is from the derivative."""
    table = pd.read_csv(PUBLISHED / "table1.csv")
    pairings = list(zip(table["activation"], table["penalty"], strict=True))
    table["derivative"] = [DERIVED[pairing][0] for pairing in pairings]
    table[["printed_deviation", "derivative_deviation"]] = [deviations(*each) for each in pairings]
    return table.set_index(["activation", "penalty"])


def score_table(classes) -> pd.DataFrame:
    """Return a row for each measure that the exact posterior has in expectation."""
    rows = [(name, *each) for name, each in bayes_scores(classes).items()]
    return pd.DataFrame(rows, columns=["measure", "value", "accuracy"])


if "snakemake" in globals():
    with job(snakemake) as (table1, table3, table3_se, scores):
        classes = build(snakemake.params.classes)
        delta_table().to_csv(table1)
        score_table(classes).to_csv(scores, index=False)
        rates, errors = classes.bayes_rates()
        matrix(rates).to_csv(table3)
        matrix(errors).to_csv(table3_se)
