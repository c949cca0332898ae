"""Claims about equation (4) as printed: integrated dx, without a density, over boxes."""

from itertools import groupby

import numpy as np
import pandas as pd

from report.evidence import PAPER_PAIRS, Evidence, Finding, outcome, without_weights
from report.items import item
from report.words import label, listed, number, size, with_error

WORDS = {
    "as the paper": "as the paper has it",
    "reversed": "the other way round",
    "unresolved": "unresolved",
}


def of_figure(boxes: pd.DataFrame, figure: str, column: str = "reproduced") -> pd.DataFrame:
    """Return a figure over boxes against the exact posterior: half-width by estimator, finite."""
    rows = boxes[(boxes["reference"] == "exact") & (boxes["figure"] == figure)]
    wide = rows.pivot(index="half_width", columns="estimator", values=column)
    return wide[rows["estimator"].unique()].dropna(axis=1)


def spans(half_widths: list[int]) -> str:
    """Return half-widths as a phrase: L = 1 to 4, 6 and 9 to 10."""
    runs = [list(run) for _, run in groupby(enumerate(half_widths), lambda each: each[1] - each[0])]
    ends = [(run[0][1], run[-1][1]) for run in runs]
    return "L = " + listed(f"{low}" if low == high else f"{low} to {high}" for low, high in ends)


def outcomes(evidence: Evidence) -> dict[tuple[str, str], dict[str, list[int]]]:
    """Return for each of the paper's pairs the half-widths of each outcome, in their order."""
    rows = evidence.boxes_paired.set_index(["first", "second"]).sort_index(kind="stable")
    found = {}
    for pair in PAPER_PAIRS:
        if pair in rows.index:
            found[pair] = {}
            for row in rows.loc[[pair]].to_dict("records"):
                each = outcome(row, "posterior_error")
                found[pair].setdefault(each, []).append(row["half_width"])
    return found


def unbounded(evidence: Evidence) -> tuple[int, int]:
    """Return how many fits' integrals grow without bound, and of how many."""
    rows = evidence.boxes.query("reference == 'exact' and figure == 'mean'")
    of_estimators = rows.groupby("estimator")[["unbounded", "trials"]].first().sum()
    return int(of_estimators["unbounded"]), int(of_estimators["trials"])


def with_limit(evidence: Evidence) -> str:
    """Say for how many fits the integral has a value."""
    without, fits = unbounded(evidence)
    return f"has a finite value for {fits - without or 'none'} of {fits} fits"


@item("Equation (4) as printed", 25, needs=lambda evidence: evidence.boxes is not None)
def equation4(evidence: Evidence) -> Finding:
    """What is equation (4), integrated dx, and does its order of the estimators hold?"""
    means = of_figure(evidence.boxes, "mean")
    if means.empty:
        return Finding("No estimator has a finite fit.", "Nothing can be said.")
    errors = of_figure(evidence.boxes, "mean", "reproduced_se")
    power, power_error = (
        of_figure(evidence.boxes, "power", column) for column in ("reproduced", "reproduced_se")
    )
    half, last = means.index[(len(means) - 1) // 2], means.index[-1]
    clauses = []
    for name in means:
        at = ", ".join(
            f"{with_error(means[name][L], errors[name].get(L, np.nan), 3)} (L = {L})"
            for L in (means.index[0], half, last)
        )
        clause = f"{label(name)} {at}"
        if name in power and means[name][half] > 0:
            times = means[name][last] / means[name][half]
            slope = with_error(power[name][last], power_error[name][last], 3)
            clause += f", {number(times, 1)} times that of L = {half}, and goes as L to the {slope}"
        clauses.append(clause)
    inputs = evidence.classes.centres().shape[1]
    without, fits = unbounded(evidence)
    accuracy = of_figure(evidence.boxes, "mean", "accuracy").to_numpy().max()
    found = (
        "Integrated dx over boxes that reach L standard deviations to either side of the centre of "
        f"the class means (mean error of the quadrature at most {size(accuracy)}): "
        f"{'; '.join(clauses)}. An error that does not fall off goes as L to the "
        f"{inputs / 2:g}. Far away the difference from the posterior does not go to 0 for "
        f"{without} of {fits} fits.{without_weights(evidence)}"
    )
    return Finding(found, f"{limit_verdict(evidence)} {order_verdict(evidence)}")


def limit_verdict(evidence: Evidence) -> str:
    """Say whether the integral over all x has a value."""
    without, fits = unbounded(evidence)
    if not without:
        return "Equation (4) as printed may have a finite value for these fits."
    others = "for the others " if without < fits else ""
    return (
        f"Equation (4) as printed {with_limit(evidence)}: {others}it grows without bound with the "
        "box."
    )


def order_verdict(evidence: Evidence) -> str:
    """Say in which boxes the paper's order holds."""
    found = outcomes(evidence)
    if not found:
        return "The config runs fewer than two of the paper's estimators: no order to compare."
    parts = "; ".join(
        f"{' against '.join(map(label, pair))} is "
        + ", ".join(f"{WORDS[each]} for {spans(at)}" for each, at in of_pair.items())
        for pair, of_pair in found.items()
    )
    seen = {each for of_pair in found.values() for each in of_pair}
    lead = "The paper's order holds in every box"
    if "reversed" in seen:
        lead = "Over boxes the paper's order does not hold"
    elif "unresolved" in seen:
        lead = "The paper's order is not resolved in every box"
    return f"{lead}: {parts} ({evidence.trials} trials, 95 % intervals of paired differences)."


def ratios(evidence: Evidence) -> pd.DataFrame:
    """Return the integral over each box in multiples of the mean over test observations."""
    approximations = evidence.means("posterior_rms")
    approximations = approximations[approximations > 0]
    means = of_figure(evidence.boxes, "mean")
    shared = means.columns.intersection(approximations.index)
    return means[shared] / approximations[shared]


def contradicted(evidence: Evidence) -> list[int]:
    """Return the boxes over which a pair comes out otherwise than approximated, both resolved."""
    approximated = evidence.pairs("posterior_rms")
    rows = evidence.boxes_paired
    resolved = rows[(rows["low"] > 0) | (rows["high"] < 0)]
    against = {
        row.half_width
        for row in resolved.itertuples()
        if (row.first, row.second) in approximated.index
        for other in [approximated.loc[(row.first, row.second)]]
        if (row.low > 0 and other["high"] < 0) or (row.high < 0 and other["low"] > 0)
    }
    return sorted(against)


def approximation_verdict(evidence: Evidence) -> str:
    """Say whether the mean over test observations is near to equation (4) as printed."""
    times = ratios(evidence) if evidence.boxes is not None else pd.DataFrame()
    if times.empty:
        return "Of equation (4) as printed nothing can be said."
    low, high = times.to_numpy().min(), times.to_numpy().max()
    without, _ = unbounded(evidence)
    poor = "poor, as the paper says" if without or low < 0.5 or high > 2 else "not poor"
    limit = f", and it {with_limit(evidence)}" if without else ""
    against, boxes = contradicted(evidence), len(times)
    ranks = "It ranks no pair of estimators otherwise than the integral does, both resolved."
    if against:
        ranks = (
            f"For ranking it is not good enough over {len(against)} of {boxes} boxes, "
            f"{spans(against)}: some pair comes out the other way round, both resolved."
        )
    return (
        f"Of equation (4) as printed, a mean over test observations is {poor}: over boxes of "
        f"{spans(list(times.index))} the integral is {number(low, 1)} to {number(high, 1)} times "
        f"it{limit}. {ranks}"
    )
