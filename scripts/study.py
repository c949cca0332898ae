"""Summarise a study: every scenario's measures, paired differences, and rates of convergence."""

import numpy as np
import pandas as pd

from analysis import monte_carlo, paired, summary
from analysis.asymptotics import constants, with_asymptotic_errors
from analysis.slopes import CONVERGING, slopes
from analysis.trials import cell, collect, read_table
from classes import build
from files import job
from files.provenance import record


def with_decomposition(summarised: pd.DataFrame, decomposed: pd.DataFrame) -> pd.DataFrame:
    """Put the components of each estimator's error below its measures."""
    counts = summarised[["estimator", *summary.COUNTS]].drop_duplicates()
    rows = decomposed.drop(columns=["low", "high"]).merge(counts, on="estimator")
    return pd.concat([summarised, rows], ignore_index=True)


def with_settings(table: pd.DataFrame, scenario: str, varied: dict) -> pd.DataFrame:
    """Put the scenario and the settings that the study varies in front of a table."""
    columns = {"scenario": scenario} | {key: cell(value) for key, value in varied.items()}
    return table.assign(**columns)[[*columns, *table.columns]]


def of_scenario(
    files: list[str], count: int, known: dict[str, float], trained: int
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return a scenario's summary, its paired differences, and the measures that converge.

    Parameters
    ----------
    files : list of str
        Its measures, the components of its errors, and the paired differences of these.
    count : int
        The trials read.
    known : dict
        c by penalty, from `constants`.
    trained : int
        Observations of a training sample.
    """
    measures, *parts = files
    trials = list(collect([measures], count))
    of_measures, of_pairs = monte_carlo.moments(trials, summary.values, paired.values)
    decomposed, pairs_of_parts = map(read_table, parts)
    summarised = with_decomposition(summary.summarise(of_measures), decomposed)
    return (
        with_asymptotic_errors(summarised, known, trained),
        pd.concat([paired.paired_differences(of_pairs), pairs_of_parts]),
        pd.concat(trials)[["trial", "estimator", *CONVERGING]],
    )


if "snakemake" in globals():
    params, summaries, pairs, converging = snakemake.params, [], [], {}
    files = np.array_split(list(snakemake.input), 3)
    known = {}  # c, by the classes, which most studies do not vary
    with job(snakemake) as outputs:
        scenarios = zip(params.scenarios.items(), params.settings, *files, strict=True)
        for (name, varied), settings, *own in scenarios:
            classes = settings["classes"]
            if str(classes) not in known:
                known[str(classes)] = constants(build(classes))
            trained = len(classes["priors"]) * settings["train_per_class"]
            found = of_scenario(own, params.trials, known[str(classes)], trained)
            summarised, differences, converging[name] = found
            summaries.append(with_settings(summarised, name, varied))
            pairs.append(with_settings(differences, name, varied))
        tables = pd.concat(summaries), pd.concat(pairs), slopes(converging, params.scenarios)
        for table, output in zip(tables, outputs[:-2], strict=True):
            table.to_csv(output, index=False)
        record(snakemake.output, outputs, **params.made_by)
