"""How far the numbers of settings are from the paper's, under each reading of Table 2."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.paper import ESTIMATOR_OF_TABLE, OBSERVATIONS, published_rates
from analysis.readings import readings
from analysis.trials import class_counts
from pairings import monte_carlo

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
