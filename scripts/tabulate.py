"""Compute Tables 1, 2 and 4–6 from the trials, each number with its Monte Carlo standard error."""

from pathlib import Path

import pandas as pd

from pairings import monte_carlo
from pairings.delta import DERIVED, deviations
from paper import ESTIMATOR_OF_TABLE, PUBLISHED, matrix
from summaries import summarise
from trials import class_counts, read_trials


def delta_table() -> pd.DataFrame:
    """Table 1: each printed Δ_k, the right one, and how far each is from the derivative."""
    table = pd.read_csv(PUBLISHED / "table1.csv")
    pairings = list(zip(table["activation"], table["penalty"], strict=True))
    table["derivative"] = [DERIVED[pairing][0] for pairing in pairings]
    table[["printed_deviation", "derivative_deviation"]] = [deviations(*each) for each in pairings]
    return table


def posterior_table(trials: pd.DataFrame) -> pd.DataFrame:
    """Table 2: mean and variance over trials of the posterior error, for each estimator."""
    summary = summarise(trials).query("measure == 'posterior_rms'")
    return summary.drop(columns="measure").set_index("estimator")


def tabulate(trials: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the tables by name; `tableN_se` holds the standard errors of tableN."""
    tables = {
        "table1": delta_table().set_index(["activation", "penalty"]),
        "table2": posterior_table(trials),
    }
    for number, estimator in ESTIMATOR_OF_TABLE.items():
        usable = trials[(trials["estimator"] == estimator) & (trials["status"] != "non_finite")]
        rates = monte_carlo.rates(class_counts(usable))
        tables[f"table{number}"], tables[f"table{number}_se"] = map(matrix, rates)
    return tables


if "snakemake" in globals():
    from job import job

    with job(snakemake) as outputs:
        trials = read_trials(snakemake.input[0], snakemake.config["trials"])
        tables = tabulate(trials)
        for output, name in zip(outputs, snakemake.output, strict=True):
            tables[Path(name).stem].to_csv(output)
