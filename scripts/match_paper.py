"""Rank all settings by their distance from the paper's numbers, under each reading of Table 2."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from display_claims import matches
from findings.captions import caption
from findings.match import NEAR, conclude
from html_page import page
from pairings import monte_carlo
from paper import ESTIMATOR_OF_TABLE, OBSERVATIONS, published_rates
from readings import readings
from trials import class_counts, collect

READING = ["reference", "divided_by_n"]


def kinds(classes: int) -> dict[str, np.ndarray]:
    """Return the cells of a table of rates by kind: right, into a near class, into the opposite."""
    right = np.eye(classes, dtype=bool)
    opposite = right[::-1]
    return {"right": right, "near": ~(right | opposite), "opposite": opposite}


def rate_distances(trials: pd.DataFrame) -> np.ndarray:
    """Return z of nine summaries: in each of Tables 4–6 the summed rates of each kind of cell."""
    distances = []
    for table, estimator in ESTIMATOR_OF_TABLE.items():
        rates = monte_carlo.rates(class_counts(trials[trials["estimator"] == estimator]))
        published = published_rates(table).to_numpy()
        for cells in kinds(len(published)).values():
            ours = monte_carlo.mean(monte_carlo.Moments.of((rates * cells).sum(axis=(1, 2))))
            rows = (published * cells).sum(axis=1)
            error = np.sqrt((rows * (1 - rows)).sum() / OBSERVATIONS)
            distances.append((ours.value - rows.sum()) / np.hypot(ours.error, error))
    return np.array(distances)


def match(trials: Iterable[tuple[str, pd.DataFrame]]) -> pd.DataFrame:
    """Return a row per scenario and reading: its distance, and how many figures it matches."""
    rows = []
    for scenario, table in trials:
        nine = rate_distances(table)
        for reading, six in readings([table]).groupby(READING, sort=False):
            z = np.concatenate([six["z"], nine])
            rows.append(
                {"scenario": scenario}
                | dict(zip(READING, reading, strict=True))
                | {
                    "distance": np.sqrt(np.mean(z**2)),
                    "distance_table2": np.sqrt(np.mean(six["z"] ** 2)),
                    "distance_rates": np.sqrt(np.mean(nine**2)),
                    "largest_z": np.abs(z).max(),
                    "matched": int((np.abs(z) < NEAR).sum()),
                    "figures": len(z),
                }
            )
    return pd.DataFrame(rows).sort_values("distance", kind="stable")


if "snakemake" in globals():
    from job import job

    with job(snakemake) as (csv, finding, html):
        names = snakemake.params.scenarios
        groups = np.array_split(snakemake.input.measures, len(names))
        trials = (pd.concat(collect(group)) for group in groups)
        table = match(zip(names, trials, strict=True))
        items = yaml.safe_load(Path(snakemake.input.report_items).read_text())["studies"]
        item = items["match_paper"]
        table.to_csv(csv, index=False)
        found = conclude(table, snakemake.config["study_trials"])
        finding.write_text(caption(item["paper"], found))
        html.write_text(page(item["title"], matches(table)))
