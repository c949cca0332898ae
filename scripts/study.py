"""Summarise a study: every scenario's measures, paired differences, and rates of convergence."""

import numpy as np
import pandas as pd

from analysis import monte_carlo, paired, summary
from analysis.trials import by_estimator, cell, collect
from files import job

SAMPLE_SIZE = "train_per_class"
CONVERGING = ("posterior_error", "sum_deviation")


def slopes(trials: dict[str, pd.DataFrame], scenarios: dict[str, dict]) -> pd.DataFrame:
    """Fit log measure = a + b log n by least squares within each trial; return b over trials.

    Scenarios share a trial's random numbers, so that the spread of the trials' own slopes is the
    honest error of their mean. Empty unless the study varies the sample size alone, over three
    values or more.
    """
    names = ["estimator", "measure", "slope", "slope_se", "low", "high", "trials"]
    if any(list(varied) != [SAMPLE_SIZE] for varied in scenarios.values()) or len(scenarios) < 3:
        return pd.DataFrame(columns=names)
    logs_of_size = np.log([varied[SAMPLE_SIZE] for varied in scenarios.values()])
    x = logs_of_size - logs_of_size.mean()
    rows = []
    for measure in CONVERGING:
        wide = {name: by_estimator(table, measure) for name, table in trials.items()}
        for estimator in next(iter(wide.values())):
            logs = np.log(np.stack([table[estimator] for table in wide.values()], axis=1))
            if np.nanmin(logs) > np.log(1e-9):  # softmax outputs add to one but for rounding
                each = logs[np.isfinite(logs).all(axis=1)] @ x / (x @ x)
                slope = monte_carlo.paired_difference(monte_carlo.Moments.of(each))
                row = (estimator, measure, *slope[:4], len(each))
                rows.append(dict(zip(names, row, strict=True)))
    return pd.DataFrame(rows, columns=names)


def with_settings(table: pd.DataFrame, scenario: str, varied: dict) -> pd.DataFrame:
    """Put the scenario and the settings that the study varies in front of a table."""
    columns = {"scenario": scenario} | {key: cell(value) for key, value in varied.items()}
    return pd.concat([pd.DataFrame([columns] * len(table)), table.reset_index(drop=True)], axis=1)


if "snakemake" in globals():
    scenarios = snakemake.params.scenarios
    groups = np.array_split(list(snakemake.input), len(scenarios))
    summaries, pairs, converging = [], [], {}
    with job(snakemake) as (summary_output, paired_output, slopes_output):
        for (name, varied), paths in zip(scenarios.items(), groups, strict=True):
            trials = list(collect(paths, snakemake.params.trials))
            of_measures, of_pairs = monte_carlo.moments(trials, summary.values, paired.values)
            summaries.append(with_settings(summary.summarise(of_measures), name, varied))
            pairs.append(with_settings(paired.paired_differences(of_pairs), name, varied))
            converging[name] = pd.concat(trials)[["trial", "estimator", *CONVERGING]]
        pd.concat(summaries).to_csv(summary_output, index=False)
        pd.concat(pairs).to_csv(paired_output, index=False)
        slopes(converging, scenarios).to_csv(slopes_output, index=False)
