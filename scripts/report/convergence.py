"""Convergence: what a study over sample sizes says of rates, sums of outputs and bias."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from analysis.asymptotics import ASYMPTOTIC, beside_theory
from analysis.slopes import SAMPLE_SIZE
from report.words import (
    interval,
    label,
    listed,
    number,
    percent,
    sentence,
    settings_in_words,
    with_small_error,
)

WORDS = {"posterior_error": "posterior error", "sum_deviation": "mean |Σ_k z*_k − 1|"}
FLAT = 0.1  # a local slope within this of zero: twice the sample changes the measure by 7 %
ROOT = -0.5  # the power of n that an error falls with in asymptotic theory


def setting_of(rows: pd.DataFrame, keys: list[str]) -> str:
    """Name the setting of a scenario's rows."""
    return settings_in_words({key: rows[key].iloc[0] for key in keys})


def groups(table: pd.DataFrame, keys: list[str]) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the rows of each setting of the keys but the sample size, under its name."""
    others = [key for key in keys if key != SAMPLE_SIZE]
    for _, rows in table.groupby(others, sort=False) if others else [(None, table)]:
        yield f"at {setting_of(rows, others)} " if others else "", rows


def by_size(summary: pd.DataFrame, estimator: str, measure: str) -> pd.DataFrame:
    """Return the rows of one measure of one estimator, the smallest sample first."""
    rows = summary[(summary["estimator"] == estimator) & (summary["measure"] == measure)]
    return rows.iloc[np.argsort(rows[SAMPLE_SIZE].astype(float), kind="stable")]


def of_power(low: float, high: float, decimals: int, level: float | None = None) -> str:
    """Give the interval of a power of the sample size, and how it stands to that of theory.

    A power that is near zero has come to a plateau, if there is a level.
    """
    if not np.isfinite(low):
        return "too few trials for an interval"
    if level is not None and low > -FLAT and high < FLAT:
        said = f"a plateau at {level:.4f}"
    elif low <= ROOT <= high:
        said = "not distinguishable from theory's −½"
    else:
        said = f"{'faster' if high < ROOT else 'slower'} than theory's −½"
    return f"95 % interval {interval(low, high, decimals)}, {said}"


def rate(rows: pd.DataFrame, means: pd.DataFrame) -> str:
    """Say how one measure of one estimator changes with the size of the sample.

    Parameters
    ----------
    rows : DataFrame
        Its slopes: a local one between any two successive sizes, and an overall one if a straight
        line fits.
    means : DataFrame
        Its rows of the summary, the smallest sample first.
    """
    ends = " to ".join(
        with_small_error(row.mean, row.mean_se, 4) or "not finite"
        for row in means.iloc[[0, -1]].itertuples(index=False)
    )
    overall, local = (rows[rows["kind"] == kind] for kind in ("overall", "local"))
    if len(overall):
        power = overall.iloc[0]
        known = of_power(power["low"], power["high"], 3)
        return f"goes as the sample size to the power {number(power['slope'], 3)} ({known}), {ends}"
    last = local.iloc[-1]
    known = of_power(last["low"], last["high"], 2, means["mean"].iloc[-1])
    if len(local) == 1:
        return f"goes from size to size with the power {number(last['slope'], 2)} ({known}), {ends}"
    powers = listed(number(power, 2) or "none" for power in local["slope"])
    return (
        f"follows no one power of the sample size: between successive sizes {powers} (the last: "
        f"{known}), {ends}"
    )


def rates(slopes: pd.DataFrame, summary: pd.DataFrame, keys: list[str]) -> list[str]:
    """Give the rate at which each measure changes with the size of the sample."""
    sentences = []
    for (measure, estimator), rows in slopes.groupby(["measure", "estimator"], sort=False):
        means = {at: by_size(each, estimator, measure) for at, each in groups(summary, keys)}
        clauses = [f"{at}{rate(each, means[at])}" for at, each in groups(rows, keys)]
        name = f"{WORDS[measure]} of {label(estimator)}"
        sentences.append(sentence(f"{name} {'; '.join(clauses)}"))
    return sentences


def sums(slopes: pd.DataFrame, summary: pd.DataFrame, keys: list[str]) -> list[str]:
    """Say whether sums of outputs that are free to differ from one approach it."""
    rows = slopes[(slopes["measure"] == "sum_deviation") & (slopes["kind"] == "local")]
    sentences = []
    for estimator, of_estimator in rows.groupby("estimator", sort=False):
        means = dict(groups(summary, keys))
        clauses = []
        for at, each in groups(of_estimator, keys):
            end = each.iloc[-1]
            off = by_size(means[at], estimator, "sum_deviation").iloc[-1]
            does = (
                "still approaches"
                if end["high"] < -FLAT
                else "does not approach"
                if end["low"] > -FLAT
                else "may or may not approach"
            )
            away = with_small_error(off["mean"], off["mean_se"], 4)
            clauses.append(f"{at}{does} one, {away} away from it")
        sentences.append(
            f"From {end['from']:.0f} to {end['to']:.0f} observations per class the sum of the "
            f"outputs of {label(estimator)} {'; '.join(clauses)}."
        )
    return sentences


def beside_asymptotic(summary: pd.DataFrame, keys: list[str]) -> list[str]:
    """Set the errors of the softmax estimators beside the asymptotic ones, size by size."""
    if SAMPLE_SIZE not in keys or not (summary["measure"] == ASYMPTOTIC).any():
        return []
    sizes = summary.groupby("scenario", sort=False)[SAMPLE_SIZE].first().astype(float)
    ratios = {
        scenario: beside_theory(rows.set_index(["estimator", "measure"]))
        for scenario, rows in summary.groupby("scenario", sort=False)
    }
    sentences = []
    for estimator in summary.loc[summary["measure"] == ASYMPTOTIC, "estimator"].unique():
        clauses = []
        for at, rows in groups(summary[summary["estimator"] == estimator], keys):
            names = sizes[rows["scenario"].unique()].sort_values(kind="stable").index
            found = [
                ratios[name].loc[estimator] for name in names if estimator in ratios[name].index
            ]
            each = ", ".join(number(row["ratio"], 2) or "not finite" for row in found)
            ends = interval(found[-1]["low"], found[-1]["high"], 2) if found else ""
            clauses.append(f"{at}{each}" + (f" (the last: {ends})" if ends else ""))
        counts = ", ".join(f"{size:.0f}" for size in np.unique(sizes))
        sentences.append(
            f"Over its asymptotic value without hidden units, √(c/n), the root mean square error "
            f"of {label(estimator)} is, with {counts} observations per class, {'; '.join(clauses)}."
        )
    return sentences


def biases(summary: pd.DataFrame, keys: list[str]) -> list[str]:
    """Say which estimators are biased, with the smallest and the largest sample."""
    if SAMPLE_SIZE not in keys:
        return []
    sentences = []
    found = summary[summary["measure"] == "squared_bias"]
    for estimator in found["estimator"].unique():
        clauses = []
        for at, rows in groups(summary[summary["estimator"] == estimator], keys):
            bias, variance = (
                by_size(rows, estimator, measure) for measure in ("squared_bias", "fit_variance")
            )
            for k in (0, -1):
                one, other = bias.iloc[k], variance.iloc[k]
                reach = stdtrit(max(one["trials"] - 1, 1), 0.975) * one["mean_se"]
                whole = one["mean"] + other["mean"]
                part = percent(max(one["mean"], 0) / whole) if whole > 0 else "no part"
                how = "is biased" if one["mean"] > reach else "is not found biased"
                size = with_small_error(one["mean"], one["mean_se"], 5) or "not finite"
                clauses.append(
                    f"{at}with {float(one[SAMPLE_SIZE]):.0f} observations per class {how} (squared "
                    f"bias {size}, {part} of the mean squared error)"
                )
        sentences.append(sentence(f"{label(estimator)} {'; '.join(clauses)}"))
    return sentences
