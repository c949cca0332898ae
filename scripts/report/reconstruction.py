"""What the search for the authors' settings says, in sentences computed from its tables."""

import numpy as np
import pandas as pd
from scipy.special import chdtrc, stdtrit

from analysis.joint import published
from analysis.monte_carlo import LEVEL
from analysis.search import ESTIMATORS, NEAREST, profile
from experiment.paths import Reading
from report.evidence import Finding
from report.words import interval, label, listed, number, optimiser_in_words, probability

TITLE = "What did the authors run?"
PAPER = "Tables 2 and 4–6, from a network, an optimiser and a stopping rule that are not given."
SETTING = ["procedure", "hidden_units", "stopping"]


def setting(row: pd.Series) -> str:
    """Name a setting."""
    name, comma, rest = row["procedure"].partition(",")
    words = f"{optimiser_in_words(name)}{comma}{rest}"
    return f"{words}, {row['hidden_units']} hidden units, {row['stopping']}"


def reading(row: pd.Series) -> str:
    """Name a reading of Table 2."""
    scale = "divided by N" if row["divided_by_n"] else "not divided by N"
    return (
        f"{row['form']}, {row['sample']} sample, outputs {row['outputs']}, exponent times "
        f"{row['factor']:g}, {scale}"
    )


def chosen(table: pd.DataFrame, figures: int = 12) -> pd.Series:
    """Return the row of a confirmed setting under the reading that the search had chosen."""
    (row,) = table[table["chosen"] & (table["figures"] == figures)].iloc
    return row


def told(
    confirmed: list[pd.DataFrame], batches: list[dict[str, np.ndarray]]
) -> list[tuple[pd.DataFrame, dict[str, np.ndarray]]]:
    """Return each setting of which anything is known, with its batches."""
    pairs = zip(confirmed, batches, strict=True)
    return [each for each in pairs if each[0]["log_likelihood"].notna().any()]


def of_one_rule(several: list) -> list:
    """Return the settings whose estimators share a stopping rule, or else the first."""
    return [each for each in several if "/" not in each[0]["stopping"].iloc[0]] or several[:1]


def nearest(several: list) -> tuple[pd.DataFrame, dict[str, np.ndarray]]:
    """Return the setting of one rule under which the printed figures are the likeliest."""
    return max(of_one_rule(several), key=lambda each: chosen(each[0])["log_likelihood"])


def p_of(row: pd.Series) -> str:
    """Give p and its 95 % interval, for the trials that it rests on."""
    known = interval(max(row["p_low"], 0), row["p_high"], 3) or "unknown"
    return f"{probability(row['p'])}, 95 % interval {known}"


def standing(row: pd.Series) -> str:
    """Say whether a setting is rejected at the 5 % level, as far as p is known."""
    if np.isnan(row["p_low"]):
        return "unknown"
    if row["p_high"] < LEVEL:
        return "rejected"
    return "not excluded" if row["p_low"] > LEVEL else "undecided"


def result(table: pd.DataFrame, estimates: np.ndarray) -> str:
    """Say how near one confirmed setting is."""
    row = chosen(table)
    means, _, traces = estimates.T
    return (
        f"{setting(row)} ({reading(row)}): Q = {number(row['q'], 1)} on 12 figures "
        f"({p_of(row)}, were they normal {probability(chdtrc(12, row['q']))}), on all "
        f"42 {p_of(chosen(table, 42))}; means "
        f"{' / '.join(number(each, 2) for each in means)}, traces "
        f"{' / '.join(number(each, 3) for each in traces)}"
    )


def identified(table: pd.DataFrame) -> str:
    """Say what the nearest setting tells of the reading, all else as it is."""
    row = chosen(table)
    rows = table[table["figures"] == 12]
    alike = [name for name in Reading._fields if name != "factor"]
    factor, error = profile(rows[(rows[alike] == row[alike]).all(axis=1)])
    if not np.isfinite(error):
        return "The factor of the exponent is not identified: none within those tried is best."
    half = (
        "the ½ is missing"
        if abs(factor - 2) < 3 * error < abs(factor - 1)
        else "the ½ is there"
        if abs(factor - 1) < 3 * error
        else "neither with the ½ nor without it"
    )
    lowest = rows.groupby("divided_by_n")["q"].min()
    others = (
        f" Least Q divided by N {number(lowest[True], 0)}, not divided {number(lowest[False], 0)}."
        if len(lowest) == 2
        else ""
    )
    return (
        f"Given the nearest setting, the factor of the exponent is {number(factor, 2)} ± "
        f"{number(error, 2)}: {half}.{others}"
    )


def fitting(batches: dict[str, np.ndarray]) -> str:
    """Say which estimators of a setting go on beyond, or end before, the rule of largest trace.

    Parameters
    ----------
    batches : dict
        `traces` and `iterations` (S, R, e) of R trials at all S rules, and `stops` (e,), the places
        of the setting's.
    """
    traces, iterations = batches["traces"].mean(axis=1), batches["iterations"].mean(axis=1)
    parts = []
    for k, (name, stop) in enumerate(zip(ESTIMATORS, batches["stops"], strict=True)):
        best = traces[:, k].argmax()
        lost = batches["traces"][best, :, k] - batches["traces"][stop, :, k]
        error = lost.std(ddof=1) / np.sqrt(len(lost))
        later = iterations[stop, k] > iterations[best, k]
        ended = "overfitted" if later else "underfitted"
        resolved = lost.mean() > stdtrit(len(lost) - 1, 0.975) * error
        parts.append(
            f"{label(name)} {ended if resolved else 'neither over- nor underfitted'}, "
            f"{number(traces[stop, k], 3)} after {number(iterations[stop, k], 0)} iterations, the "
            f"largest {number(traces[best, k], 3)} after {number(iterations[best, k], 0)}"
        )
    return f"By the traces of its stopping rules: {'; '.join(parts)}."


def left_open(table: pd.DataFrame, several: list[pd.DataFrame]) -> str:
    """Say which readings and settings are not excluded."""
    rows = table[(table["figures"] == 12) & (table["p"] > LEVEL)]
    forms = rows.drop_duplicates(["form", "sample", "outputs", "divided_by_n"])
    found = [chosen(each) for each in several]
    settings = [row for row in found if standing(row) != "rejected"]
    if not settings:
        return "No confirmed setting is left: all are rejected at the 5 % level."
    words = {
        "not excluded": "Not excluded at the 5 % level",
        "undecided": "Neither rejected nor not, as the interval of p holds 5 %",
        "unknown": "Neither rejected nor not, as trials are too few for an interval of p",
    }
    named = {
        how: "; ".join(f"{setting(row)} ({p_of(row)})" for row in found if standing(row) == how)
        for how in words
    }
    which = " ".join(f"{words[how]}: {names}." for how, names in named.items() if names)
    different = [
        name.replace("_", " ") for name in SETTING if len({row[name] for row in settings}) > 1
    ]
    unclear = f" Not identified: {listed(different)}." if different else ""
    return (
        f"{which}{unclear} Readings that the nearest setting does not exclude, but for the factor: "
        f"{len(forms)}."
    )


def conclude(
    search: pd.DataFrame, confirmed: list[pd.DataFrame], batches: list[dict[str, np.ndarray]]
) -> Finding:
    """Say what was tried, what is near, and what that does and does not identify."""
    several = told(confirmed, batches)
    apart = search["stopping"].str.contains("/")
    settings = len(search[~apart].drop_duplicates(SETTING))
    readings = len(search[~apart].drop_duplicates(list(Reading._fields)))
    tried = (
        f"Tried: {settings} settings of {search['trials'].max()} trials under {readings} readings "
        f"of Table 2, {np.count_nonzero(~apart)} pairs, and {np.count_nonzero(apart)} choices of a "
        f"stopping rule for each estimator under one ({reading(pd.Series(NEAREST._asdict()))})."
    )
    if not several:
        return Finding(tried, "Nothing can be said: there are too few trials, or they are alike.")
    printed, rates = published(ESTIMATORS)
    traces = rates.trace(axis1=1, axis2=2)
    paper = (
        f"The paper, for {listed(map(label, ESTIMATORS))}: means "
        f"{' / '.join(number(each, 2) for each in printed[:3])}, traces "
        f"{' / '.join(number(each, 3) for each in traces)}."
    )
    trials = several[0][0]["trials"].max()
    lines = "; ".join(result(table, own["estimates"]) for table, own in several)
    best, own = nearest(several)
    settled = left_open(best, [table for table, _ in of_one_rule(several)])
    rivals = [table for table, _ in several if "/" in table["stopping"].iloc[0]]
    rival = "".join(
        f" A rival explanation is a stopping rule for each estimator, in that order: "
        f"{setting(chosen(table))}, Q = {number(chosen(table)['q'], 1)}, "
        f"{p_of(chosen(table))}."
        for table in rivals
    )
    return Finding(
        f"{tried} {paper} Confirmed on {trials} fresh trials: {lines}.",
        f"Nearest: {setting(chosen(best))}. {identified(best)} {fitting(own)} {settled}"
        f"{rival} Not excluded is not proved, and each p is of settings and readings that a "
        "search had chosen, so that it flatters them.",
    )
