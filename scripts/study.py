"""Summarise a study: every scenario's measures, paired differences, and rates of convergence."""

import numpy as np
import pandas as pd

from collect import collect
from infer import by_estimator, paired_differences
from pairings import monte_carlo
from summarise import summarise

CONVERGING = ("posterior_error", "sum_deviation")


def shown(value) -> str | float:
    """Return a setting as it stands in a table: numbers as they are, lists as text."""
    return str(value).replace(" ", "") if isinstance(value, list) else value


def with_settings(table: pd.DataFrame, scenario: str, varied: dict) -> pd.DataFrame:
    """Put the scenario and the settings that the study varies in front of a table."""
    columns = {"scenario": scenario} | {key: shown(value) for key, value in varied.items()}
    return pd.concat([pd.DataFrame([columns] * len(table)), table.reset_index(drop=True)], axis=1)


def slopes(trials: dict[str, pd.DataFrame], scenarios: dict[str, dict]) -> pd.DataFrame:
    """Fit log measure = a + b log key by least squares within each trial; return b over trials.

    Scenarios share a trial's random numbers, so that the spread of the trials' own slopes is the
    honest error of their mean. Empty unless the study varies one key over three positive numbers or
    more.
    """
    keys = {key for varied in scenarios.values() for key in varied}
    values = [value for varied in scenarios.values() for value in varied.values()]
    names = ["estimator", "measure", "key", "slope", "slope_se", "low", "high", "trials"]
    numbers = all(isinstance(value, int | float) and value > 0 for value in values)
    if len(keys) > 1 or len(values) < 3 or not numbers:
        return pd.DataFrame(columns=names)
    x = np.log(values) - np.log(values).mean()
    rows = []
    for measure in CONVERGING:
        wide = {name: by_estimator(table, measure) for name, table in trials.items()}
        for estimator in next(iter(wide.values())):
            logs = np.log(np.stack([table[estimator] for table in wide.values()], axis=1))
            if logs.min() > np.log(1e-9):  # softmax outputs add to one but for rounding
                each = logs[np.isfinite(logs).all(axis=1)] @ x / (x @ x)
                slope = monte_carlo.paired_difference(each, np.zeros_like(each))
                row = (estimator, measure, *keys, *slope[:4], len(each))
                rows.append(dict(zip(names, row, strict=True)))
    return pd.DataFrame(rows, columns=names)


if "snakemake" in globals():
    from job import job

    with job(snakemake) as (summary_output, paired_output, slopes_output):
        scenarios = snakemake.params.scenarios
        groups = np.array_split(list(snakemake.input), len(scenarios))
        trials = {name: collect(paths) for name, paths in zip(scenarios, groups, strict=True)}
        for function, output in ((summarise, summary_output), (paired_differences, paired_output)):
            parts = [
                with_settings(function(trials[name]), name, varied)
                for name, varied in scenarios.items()
            ]
            pd.concat(parts).to_csv(output, index=False)
        slopes(trials, scenarios).to_csv(slopes_output, index=False)
