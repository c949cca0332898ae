"""Rank all settings by their distance from the paper's numbers, under each reading of Table 2."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis import monte_carlo, readings
from analysis.paper import ESTIMATOR_OF_TABLE, OBSERVATIONS, published_rates
from analysis.rates import conditional
from analysis.trials import collect, confusion_matrices
from files import job
from report.evidence import Finding
from report.pages import caption, page

TITLE = "Which settings give the paper's numbers?"
PAPER = "Tables 2 and 4–6, from a network and a stopping rule that are not given."
READING = ["reference", "divided_by_n"]
NEAR = 2.0  # standard errors within which a figure counts as matched


def kinds(classes: int) -> dict[str, np.ndarray]:
    """Return the cells of a table of rates by kind: right, into a near class, into the opposite."""
    right = np.eye(classes, dtype=bool)
    opposite = right[::-1]
    return {"right": right, "near": ~(right | opposite), "opposite": opposite}


def rate_distances(trials: pd.DataFrame) -> np.ndarray:
    """Return z of nine summaries: in each of Tables 4–6 the summed rates of each kind of cell."""
    distances = []
    for table, estimator in ESTIMATOR_OF_TABLE.items():
        rates = conditional(confusion_matrices(trials[trials["estimator"] == estimator]))
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
        (of_readings,) = monte_carlo.moments([table], readings.values)
        for reading, six in readings.readings(of_readings).groupby(READING, sort=False):
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


def conclude(table: pd.DataFrame, trials: int) -> Finding:
    """Name the nearest settings, and say whether any matches everything."""
    nearest = "; ".join(
        f"{row.scenario} (reference {row.reference}, "
        f"{'divided' if row.divided_by_n == 'yes' else 'not divided'} by N): root mean square z "
        f"{row.distance:.2f}, largest {row.largest_z:.1f}, {row.matched} of {row.figures} matched"
        for row in table.head(3).itertuples()
    )
    whole = table[table["matched"] == table["figures"]]
    names = ", ".join(whole["scenario"])
    return Finding(
        f"{table['scenario'].nunique()} settings of {trials} trials each, four readings of Table "
        "2, 15 figures: the means and variances of Table 2, and from each of Tables 4–6 the summed "
        f"rates of right, near and opposite ascriptions. Nearest: {nearest}.",
        f"All 15 figures are matched within {NEAR:.0f} standard errors by {names}."
        if len(whole)
        else f"No setting matches all 15 figures within {NEAR:.0f} standard errors.",
    )


def matches(table: pd.DataFrame) -> pd.DataFrame:
    """Lay out the twenty settings nearest to the paper's numbers."""
    distances = ["distance", "distance_table2", "distance_rates", "largest_z"]
    text = table.head(20).astype(str)
    for name in distances:
        text[name] = table[name].head(20).map("{:.2f}".format)
    return text.rename(columns=lambda name: name.replace("_", " "))


if "snakemake" in globals():
    count = snakemake.params.trials
    with job(snakemake) as (csv, finding, html):
        names = snakemake.params.scenarios
        groups = np.array_split(snakemake.input, len(names))
        trials = (pd.concat(collect(group, count)) for group in groups)
        table = match(zip(names, trials, strict=True))
        table.to_csv(csv, index=False)
        finding.write_text(caption(PAPER, conclude(table, count)), encoding="utf-8")
        html.write_text(page(TITLE, matches(table)), encoding="utf-8")
