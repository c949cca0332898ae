"""Rank all settings by how well they agree with the paper's numbers, under each reading of Table 2.

Twelve numbers are free: the means and variances of Table 2, and in each of Tables 4–6 the summed
rates of right ascriptions and of those to the opposite class. The third sum, of those to the two
near classes, follows, as the four rows add to one each.
"""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.joint import TABLE_OF, kinds, published, summed
from analysis.monte_carlo import LEVEL, Joint, Moments, hotelling, relative_error
from analysis.paper import TRIALS
from analysis.rates import conditional
from analysis.readings import under_readings
from analysis.trials import collect, confusion_matrices
from experiment.status import usable
from files import job
from report.evidence import Finding
from report.pages import html_table, page
from report.words import number, probability, reading

TITLE = "Which settings give the paper's numbers?"
PAPER = "Tables 2 and 4–6, from a network and a stopping rule that are not given."
ESTIMATORS = list(TABLE_OF)
COLUMNS = [
    *("scenario", "reference", "divided_by_n", "trials"),
    *("statistic", "df1", "df2", "p", "p_table2", "p_rates", "distance", "largest_z", "reason"),
]


def printed() -> np.ndarray:
    """Return the paper's twelve numbers, variances as logarithms: the order of `figures`."""
    of_table2, rates = published(ESTIMATORS)
    return np.concatenate([of_table2, summed(rates)])


def figures(errors: np.ndarray, rates: np.ndarray) -> np.ndarray:
    """Return vectors (R, 4e) whose means are the numbers that a setting has for the paper's.

    A trial's share in the logarithm of a variance is its linear part, made as large as the error
    that covers (`relative_error`). Under the truth the 5 % test of all numbers then says that they
    disagree in 6 to 8 % of runs of 50 to 200 trials, and without that in 9 to 11 %.

    Parameters
    ----------
    errors : (R, e) array
        Posterior errors of e estimators.
    rates : (R, e, q, q) array
        Their classification rates.

    Returns
    -------
    (R, 4e) array
        Means, logarithms of variances, and summed rates; nan from fewer than two trials.
    """
    if len(errors) < 2:
        return np.full((2, 4 * errors.shape[1]), np.nan)
    squares = (errors - errors.mean(axis=0)) ** 2
    total = np.where(squares.sum(axis=0) > 0, squares.sum(axis=0), np.nan)
    shares = len(errors) * squares / total - 1
    spread = shares.std(axis=0, ddof=1)
    error = relative_error(Moments.of(errors)) * np.sqrt(len(errors))
    shares *= error / np.where(spread > 0, spread, np.nan)
    logs = np.log(total / (len(errors) - 1)) + shares
    return np.concatenate([errors, logs, kinds(rates).reshape(len(errors), -1)], axis=1)


def match(trials: Iterable[tuple[str, pd.DataFrame]]) -> pd.DataFrame:
    """Return a row per scenario and reading, the nearest to the paper first.

    `p` is of Hotelling's test of all twelve numbers at once, `p_table2` and `p_rates` of six each;
    the paper's trials are taken to vary as ours. `distance` is the root mean square of their z.
    """
    expected, rows = printed(), []
    for scenario, table in trials:
        known = table[table["estimator"].isin(ESTIMATORS) & usable(table["status"])]
        fitted = known.groupby("trial")["estimator"].transform("size")
        known = known[fitted == len(ESTIMATORS)]
        rates = np.stack(
            [
                conditional(confusion_matrices(known[known["estimator"] == name]))
                for name in ESTIMATORS
            ],
            axis=1,
        )
        for reference, divided, wide in under_readings(known):
            errors = wide.reindex(columns=ESTIMATORS).to_numpy()
            vectors = figures(errors, rates)
            joint = hotelling(Joint.of(vectors), expected, TRIALS)
            halves = (
                hotelling(Joint.of(vectors[:, half]), expected[half], TRIALS).p
                for half in (slice(None, 6), slice(6, None))
            )
            spread = vectors.std(axis=0, ddof=1) * np.sqrt(1 / len(vectors) + 1 / TRIALS)
            z = (vectors.mean(axis=0) - expected) / np.where(spread > 0, spread, np.nan)
            distance = np.sqrt(np.mean(z**2))
            heading = scenario, reference, divided, len(errors)
            rows.append((*heading, *joint[:4], *halves, distance, np.abs(z).max(), joint[4]))
    return pd.DataFrame(rows, columns=COLUMNS).sort_values(["statistic", "distance"], kind="stable")


def described(row) -> str:
    """Name a setting under a reading, and say how near it is."""
    how = reading(row.reference, row.divided_by_n)
    return f"{row.scenario} ({how}): F = {row.statistic:.1f}, {probability(row.p)}"


def conclude(table: pd.DataFrame, trials: int) -> Finding:
    """Name the nearest settings, and say which the test of all numbers does not reject."""
    settings, compared = table["scenario"].nunique(), len(table)
    asked = (
        f"{settings} settings of {trials} trials each, {compared // settings} readings of Table 2. "
        "Each pair has one test of 12 numbers at once: the means and variances of Table 2, and "
        "from each of Tables 4–6 the summed rates of right and of opposite ascriptions."
    )
    told = table[table["reason"] == ""]
    if told.empty:
        return Finding(asked, f"Nothing can be said: {table['reason'].iloc[0]}.")
    nearest = "; ".join(map(described, told.head(3).itertuples()))
    agreeing = told[told["p"] > LEVEL]
    if agreeing.empty:
        verdict = f"None of the {compared} agrees with the paper's numbers at the 5 % level."
    else:
        names = ", ".join(agreeing["scenario"].unique())
        verdict = f"{len(agreeing)} of the {compared} are not rejected at the 5 % level: {names}."
    return Finding(
        f"{asked} Nearest: {nearest}.",
        f"{verdict} The nearest was chosen from {compared}, so that its own p flatters it.",
    )


def matches(table: pd.DataFrame) -> pd.DataFrame:
    """Lay out the twenty settings nearest to the paper's numbers."""
    decimals = {"statistic": 2, "distance": 2, "largest_z": 2, "p": 3, "p_table2": 3, "p_rates": 3}
    nearest = table.head(20).drop(columns=["reason", "df1"])
    text = nearest.astype(str)
    for name, places in decimals.items():
        text[name] = [number(value, places) for value in nearest[name]]
    return text.rename(columns=lambda name: name.replace("_", " "))


if "snakemake" in globals():
    count = snakemake.params.trials
    with job(snakemake) as (csv, html):
        groups = groupby(snakemake.input, lambda path: Path(path).parents[1].name)
        trials = ((scenario, pd.concat(collect(paths, count))) for scenario, paths in groups)
        matched = match(trials)
        matched.to_csv(csv, index=False)
        text = page(
            TITLE, "The paper", PAPER, conclude(matched, count), html_table(matches(matched))
        )
        html.write_text(text, encoding="utf-8")
