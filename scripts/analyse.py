"""Gather all trials in one table, analyse them as they pass, and record what made the tables."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from analysis import agreement, paired, rates, readings, summary
from analysis.asymptotics import constants, with_asymptotic_errors
from analysis.monte_carlo import moments
from analysis.trials import collect
from classes import build
from files import job
from files.provenance import record


def analyse(
    parts: Iterable[pd.DataFrame], same_problem: bool, classes, train_per_class: int
) -> dict[str, pd.DataFrame]:
    """Return tables by name from parts of trials.csv.

    Of another problem than the paper's nothing is set beside the published numbers.
    """
    takers = (each.values for each in (summary, paired, readings, rates, agreement))
    of_measures, of_pairs, of_readings, of_rates, of_tables = moments(parts, *takers)
    summarised = summary.summarise(of_measures)
    trained = len(classes.priors) * train_per_class
    return {
        "summary": with_asymptotic_errors(summarised, constants(classes), trained),
        "table2": summary.posterior_table(summarised).reset_index(),
        "paired": paired.paired_differences(of_pairs),
        "readings": readings.readings(of_readings if same_problem else {}),
        "rates": rates.all_rates(of_rates).reset_index(),
        "agreement": agreement.agreement(of_tables, same_problem),
        **{name: table.reset_index() for name, table in rates.rate_tables(of_rates).items()},
    }


def written(parts: Iterable[pd.DataFrame], path: Path) -> Iterator[pd.DataFrame]:
    """Yield parts of trials.csv, a row per trial and estimator, and write each to it."""
    with path.open("w", encoding="utf-8") as file:
        for part in parts:
            part.to_csv(file, index=False, header=file.tell() == 0)
            yield part


if "snakemake" in globals():
    params = snakemake.params
    with job(snakemake) as outputs:
        of_tables = {output.stem: output for output in outputs[:-2]}
        parts = written(collect(snakemake.input, params.trials), of_tables.pop("trials"))
        classes, size = build(params.settings["classes"]), params.settings["train_per_class"]
        tables = analyse(parts, params.same_problem, classes, size)
        for name, output in of_tables.items():
            tables[name].to_csv(output, index=False)
        record(snakemake.output, outputs, **params.made_by)
