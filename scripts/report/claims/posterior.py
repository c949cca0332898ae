"""Claims about the error of the estimated posterior, equation (4) and Table 2."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from analysis.paper import published_posterior
from report.claims.boxes import approximation_verdict, spans
from report.evidence import Evidence, Finding
from report.items import item
from report.tables import measure_table
from report.words import (
    box_reading,
    label,
    listed,
    number,
    percent,
    reading,
    sentence,
    size,
    with_error,
)

SMALL = 0.1  # a bias below this share of a difference
NEAR = 0.2  # of one size: the logarithms of two numbers are no farther apart


def reading_table(table: pd.DataFrame) -> pd.DataFrame:
    """Lay out Table 2 under each of its readings."""
    cells = zip(table["reproduced"], table["reproduced_se"], strict=True)
    published = zip(table["published"], table["published_se"], strict=True)
    return pd.DataFrame(
        {
            "reference posterior": table["reference"],
            "divided by N": table["divided_by_n"],
            "estimator": table["estimator"].map(label),
            "figure": table["figure"],
            "paper": [with_error(*cell, 3) for cell in published],
            "ours": [with_error(*cell, 3) for cell in cells],
            "z": table["z"].map(lambda z: number(z, 1)),
        }
    )


def nearest_reading(readings: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the reading whose figures are nearest to the printed ones."""
    groups = [group for _, group in readings.groupby("reading", sort=False)]
    return min(groups, key=lambda group: group["z"].abs().mean())


def with_words(table: pd.DataFrame, words: Callable[[str, Any], str], key: str) -> pd.DataFrame:
    """Return the figures that have a printed one, each with its reading as a phrase."""
    table = table.dropna(subset="z")
    names = zip(table["reference"], table[key], strict=True)
    return table.assign(reading=[words(*each) for each in names])


@item(
    "What is in Table 2?",
    "Equation (4), approximated by the root of the squared differences, averaged over the test "
    "observations and summed over the classes. The printed means are 3.9 to 4.6.",
    lambda evidence: reading_table(evidence.readings),
    needs=lambda evidence: evidence.same_problem and evidence.readings["z"].notna().any(),
)
def readings(evidence: Evidence) -> Finding:
    """Which reading of Table 2 gives the published figures?"""
    means = with_words(evidence.readings, reading, "divided_by_n")
    integrals = with_words(evidence.boxes, box_reading, "half_width")
    each = "; ".join(
        f"{name}: largest |z| {group['z'].abs().max():.1f}"
        for name, group in means.groupby("reading", sort=False)
    )
    tried = pd.concat([means, integrals])
    nearest = nearest_reading(tried)
    by_estimator = dict(list(nearest.groupby("estimator", sort=False)))
    by_row = "; ".join(
        f"{label(estimator)} z = "
        + ", ".join(f"{number(row.z, 1, '+')} ({row.figure})" for row in group.itertuples())
        for estimator, group in by_estimator.items()
    )
    reach = stdtrit(evidence.trials - 1, 0.975)
    matched = [label(n) for n, group in by_estimator.items() if (group["z"].abs() < reach).all()]
    others = [label(n) for n in by_estimator if label(n) not in matched]
    bound = np.sqrt(len(evidence.tables["table3"]))
    printed = published_posterior()["mean"]
    cannot = (
        f"Its printed means, {printed.min():.1f} to {printed.max():.1f}, cannot be the "
        f"approximation of equation (4), which is at most √q = {bound:.0f}. "
        if printed.min() > bound
        else ""
    )
    found, verdict = box_readings(integrals, reach)
    return Finding(
        f"{sentence(each)} {found} Nearest of all {tried['reading'].nunique()}: "
        f"{nearest['reading'].iloc[0]}, where {by_row}.",
        f"{cannot}Within the errors of {evidence.trials} trials the nearest reading matches "
        f"{listed(matched) if matched else 'no estimator'}, mean and variance"
        + (f", and not {listed(others)}" if matched and others else "")
        + ". That the authors computed it so is a guess, chosen because it comes nearest. "
        + verdict,
    )


def box_readings(integrals: pd.DataFrame, reach: float) -> tuple[str, str]:
    """Say how near the integrals over boxes come to Table 2, and whether one may be in it."""
    largest = integrals["z"].abs().groupby(integrals["reading"], sort=False).max()
    best = nearest_reading(integrals)["reading"].iloc[0]
    means = integrals.query("figure == 'mean' and reference == 'exact'")
    apart = (means["reproduced"] / means["published"]).map(np.log).abs()
    nearest = means.loc[apart.groupby(means["estimator"], sort=False).idxmin()]
    sizes = "; ".join(
        f"{label(row.estimator)} {number(row.reproduced, 2)} at L = {row.half_width}, printed "
        f"{number(row.published, 2)}"
        for row in nearest.itertuples()
    )
    left = largest.index[largest < reach]
    found = (
        f"Integrated dx, as printed, over boxes of half-width L: {len(largest)} readings more, "
        f"nearest {best}: largest |z| {largest[best]:.1f}; means nearest to the printed ones: "
        f"{sizes}."
    )
    if len(left):
        return found, f"Integrals over boxes that its figures do not exclude: {'; '.join(left)}."
    excluded = f"none of the {len(largest)} has all of its figures within the errors."
    if (apart.groupby(means["estimator"]).min() > NEAR).any():
        return found, f"Of integrals over boxes, as equation (4) is printed, {excluded}"
    widths = sorted(nearest["half_width"].unique())
    return found, (
        "Integrals over boxes, as equation (4) is printed, come to the size of its means, at "
        f"{spans(widths)}, but {excluded}"
    )


@item(
    "How poor is the approximation of equation (4)?",
    26,
    measure_table(
        {
            "equation (4), over the mixture": "posterior_error",
            "its accuracy": "posterior_error_accuracy",
            "approximation": "posterior_rms",
            "approximation − equation (4)": "approximation_error",
        }
    ),
)
def approximation(evidence: Evidence) -> Finding:
    """How poor is the test-set approximation of equation (4)?"""
    biases = evidence.means("approximation_error").abs()
    if biases.empty:
        return Finding("No estimator has a finite fit.", "Nothing can be said.")
    clauses = []
    for estimator in biases.index:
        row = evidence.summary.loc[(estimator, "approximation_error")]
        error = evidence.value(estimator, "posterior_error")
        share = percent(np.sqrt(row["variance"]) / error, 1) if error else "∞"
        clauses.append(
            f"{label(estimator)}: bias {with_error(row['mean'], row['mean_se'], 5)}, scatter "
            f"{share} of the error itself"
        )
    differences = evidence.pairs("posterior_error")["difference"].abs().dropna()
    accuracy = evidence.means("posterior_error_accuracy").max()
    ranks = "with one estimator there is nothing to rank."
    if len(differences):
        most, least = biases.idxmax(), differences.min()
        reach = stdtrit(evidence.trials - 1, 0.975) * evidence.error(most, "approximation_error")
        clear = biases[most] > reach
        share = biases[most] / least if least else np.inf
        small, large = biases[most] + reach < SMALL * least, biases[most] - reach > SMALL * least
        ranks = (
            f"the largest bias, {number(biases[most], 5)}, "
            f"{'is' if clear else 'is not'} distinguishable from zero with {evidence.trials} "
            f"trials; it is {percent(share) if np.isfinite(share) else '∞ %'} of the smallest "
            "difference between estimators: for ranking by means "
            + ("small." if small else "not small." if large else "nothing is shown.")
        )
    return Finding(
        "As printed, equation (4) integrates over x without a density: it has no finite value "
        "where estimate and posterior differ far from the data. Computed here is the integral over "
        "the density of the class mixture, which is what a mean over test observations estimates "
        f"(mean accuracy of the quadrature {size(accuracy)}). Against it, for a single trial: "
        + "; ".join(clauses)
        + ".",
        f"{approximation_verdict(evidence)} Of the integral over the mixture: {ranks}",
    )
