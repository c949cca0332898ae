"""Summarise a study: every scenario's measures, paired differences, and rates of convergence."""

import numpy as np
import pandas as pd

from analysis.convergence import CONVERGING, slopes
from analysis.pairwise import paired_differences
from analysis.summaries import summarise
from analysis.trials import collect
from display.words import setting


def with_settings(table: pd.DataFrame, scenario: str, varied: dict) -> pd.DataFrame:
    """Put the scenario and the settings that the study varies in front of a table."""
    columns = {"scenario": scenario} | {key: setting(value) for key, value in varied.items()}
    return pd.concat([pd.DataFrame([columns] * len(table)), table.reset_index(drop=True)], axis=1)


if "snakemake" in globals():
    from job import job

    scenarios = snakemake.params.scenarios
    groups = np.array_split(list(snakemake.input), len(scenarios))
    summaries, pairs, converging = [], [], {}
    with job(snakemake) as (summary_output, paired_output, slopes_output):
        for (name, varied), paths in zip(scenarios.items(), groups, strict=True):
            trials = list(collect(paths))
            summaries.append(with_settings(summarise(trials), name, varied))
            pairs.append(with_settings(paired_differences(trials), name, varied))
            converging[name] = pd.concat(trials)[["trial", "estimator", *CONVERGING]]
        pd.concat(summaries).to_csv(summary_output, index=False)
        pd.concat(pairs).to_csv(paired_output, index=False)
        slopes(converging, scenarios).to_csv(slopes_output, index=False)
