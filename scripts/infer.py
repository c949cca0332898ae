"""Compare the estimators trial by trial, and Table 2 with the paper's under each reading of it."""

from itertools import combinations

import numpy as np
import pandas as pd

from compare import posterior_error_of_published, with_z
from pairings import monte_carlo
from paper import published_posterior

MEASURES = ("posterior_rms", "posterior_error", "accuracy")
REFERENCES = {
    "exact": "posterior_rms",
    "without the ½": "posterior_rms_without_half",
}


def by_estimator(trials: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return a measure with a row per trial and a column per estimator, in the config's order."""
    wide = trials.pivot(index="trial", columns="estimator", values=measure)
    return wide[trials["estimator"].unique()]


def paired_differences(trials: pd.DataFrame) -> pd.DataFrame:
    """Return each estimator minus each later one, on the trials that both could fit."""
    rows = []
    for measure in MEASURES:
        values = by_estimator(trials, measure)
        for first, second in combinations(values, 2):
            both = values[[first, second]].dropna().to_numpy()
            difference = monte_carlo.paired_difference(*both.T)
            sign = "larger" if difference.value > 0 else "smaller"
            unresolved = f"not distinguishable with {len(both)} trials"
            rows.append(
                {"measure": measure, "first": first, "second": second, "trials": len(both)}
                | difference._asdict()
                | {"verdict": f"first is {sign}" if difference.resolved else unresolved}
            )
    names = {"value": "difference", "error": "difference_se"}
    return pd.DataFrame(rows).rename(columns=names)


def readings(trials: pd.DataFrame) -> pd.DataFrame:
    """Return Table 2 under each reading of what it holds, with z against the published figures.

    A reading is a reference posterior, exact or proportional to exp(−‖x−μ‖²) (the ½ left out), and
    whether the sum of squares is divided by the number N of test observations, as printed.
    """
    published = published_posterior()
    published_se = posterior_error_of_published(published)
    observations = trials.filter(regex="^count_").sum(axis=1).iloc[0]
    rows = []
    for reference, measure in REFERENCES.items():
        values = by_estimator(trials, measure)
        for divided, scale in (("yes", 1.0), ("no", np.sqrt(observations))):
            for estimator in published.index.intersection(values.columns):
                sample = scale * values[estimator].dropna().to_numpy()
                for figure in ("mean", "variance"):
                    estimate = getattr(monte_carlo, figure)(sample)
                    rows.append(
                        {
                            "reference": reference,
                            "divided_by_n": divided,
                            "estimator": estimator,
                            "figure": figure,
                            "published": published.loc[estimator, figure],
                            "reproduced": estimate.value,
                            "reproduced_se": estimate.error,
                            "published_se": published_se.loc[estimator, figure],
                        }
                    )
    return with_z(pd.DataFrame(rows))


if "snakemake" in globals():
    from job import job

    with job(snakemake) as (paired_output, readings_output):
        trials = pd.read_csv(snakemake.input[0])
        paired_differences(trials).to_csv(paired_output, index=False)
        readings(trials).to_csv(readings_output, index=False)
