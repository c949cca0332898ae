"""Claims about how fast the outputs approach the posterior: theory beside the simulation."""

import numpy as np
import pandas as pd

from analysis.asymptotics import beside_theory
from report.evidence import LOGITS, PAPER_ORDER, Evidence, Finding, outcome
from report.items import item
from report.words import counted, interval, label, listed, number, percent, with_error

NEAR = 0.1  # an error within this share of its asymptotic value has reached it
MEETS = 0.001  # posterior error below which a fit is at the truth
SETTLED = 0.01  # share by which ten times the iterations lower a floor at most


def theory_table(evidence: Evidence) -> pd.DataFrame:
    """Lay out the observed errors beside the asymptotic ones."""
    table = beside_theory(evidence.summary)
    cells = zip(table["observed"], table["error"], strict=True)
    return pd.DataFrame(
        {
            "estimator": [label(name) for name in table.index],
            "asymptotic error √(c/n) without hidden units": [
                number(each, 5) for each in table["asymptotic"]
            ],
            "observed, root mean square": [with_error(*each, 5) for each in cells],
            "observed / asymptotic": [number(each, 3) for each in table["ratio"]],
            "95 % interval": [
                interval(*ends, 3) for ends in zip(table["low"], table["high"], strict=True)
            ],
        }
    )


@item("How large is the error that theory leaves?", 23, theory_table)
def theory(evidence: Evidence) -> Finding:
    """Is the error of the correctly specified softmax the one that asymptotic theory gives it?"""
    table = beside_theory(evidence.summary)
    names = LOGITS if evidence.settings["hidden_units"] else dict.fromkeys(LOGITS)
    penalties = {
        alias or name: label(name).partition(" + ")[2]
        for name, alias in names.items()
        if (alias or name) in table.index
    }
    if not penalties:
        return Finding(
            "The theory is of softmax outputs by least squares or cross-entropy, where the "
            "posterior is a softmax of linear functions and classes overlap.",
            "Nothing can be said.",
        )
    rows = table.loc[list(penalties)].rename(penalties)
    trained = evidence.settings["train_per_class"] * len(evidence.classes.priors)
    each = "; ".join(
        f"by {penalty} {number(row['asymptotic'], 4)}, observed "
        f"{with_error(row['observed'], row['error'], 4) or 'not finite'}"
        for penalty, row in rows.iterrows()
    )
    found = (
        "Without hidden units softmax holds the truth, and its root mean square error tends to "
        f"√(c/n) (numbers of each class fixed). At n = {trained}: {each}."
    )
    return Finding(f"{found}{efficiency(rows)}", reached(rows, trained, evidence.trials))


def efficiency(rows: pd.DataFrame) -> str:
    """Set least squares beside maximum likelihood, in theory and as observed."""
    if len(rows) < 2:
        return ""
    theory = rows["asymptotic"]["least squares"] / rows["asymptotic"]["cross-entropy"]
    worse, best = rows.loc["least squares"], rows.loc["cross-entropy"]
    ratio = worse["observed"] / best["observed"] if best["observed"] else np.nan
    error = ratio * np.hypot(worse["error"] / worse["observed"], best["error"] / best["observed"])
    said = with_error(ratio, error, 3)
    return (
        f" Asymptotically least squares has {percent(theory**-2)} of the efficiency of maximum "
        f"likelihood, an error {number(theory, 3)} times as large"
        + (f"; observed {said} times (as if unpaired)." if said else ".")
    )


def reached(rows: pd.DataFrame, trained: int, trials: int) -> str:
    """Say which penalties' error is the asymptotic one."""
    parts = []
    for penalty, row in rows.iterrows():
        low, high = row["low"], row["high"]
        apart = max(abs(low - 1), abs(high - 1))
        if not np.isfinite(apart):
            parts.append(f"of {penalty} nothing can be said")
            continue
        if apart <= NEAR:
            said = f"it is within {percent(np.ceil(100 * apart) / 100)} of it"
        elif low > 1 + NEAR or high < 1 - NEAR:
            said = f"it is more than {percent(NEAR)} {'above' if low > 1 else 'below'} it"
        else:
            said = f"{trials} trials do not tell whether it is within {percent(NEAR)} of it"
        parts.append(
            f"that of {penalty} is {number(row['ratio'], 2)} (95 % interval "
            f"{interval(low, high, 2)}) times the asymptotic error: {said}"
        )
    return f"Of the errors at {trained} training observations, {'; '.join(parts)}."


def against_others(evidence: Evidence, measure: str) -> dict[str, str]:
    """Return how softmax + cross-entropy comes out against the paper's other estimators."""
    rows = evidence.pairs(measure)
    pairs = [(other, PAPER_ORDER[-1]) for other in PAPER_ORDER[:-1]]
    return {pair[0]: outcome(rows.loc[pair], measure) for pair in pairs if pair in rows.index}


def large_sample_verdict(outcomes: dict[str, str], measure: str, trials: int) -> str:
    """Say whether softmax + cross-entropy is the best by a measure."""
    words = measure.replace("_", " ")
    if set(outcomes.values()) == {"as the paper"}:
        return f"By {words} softmax + cross-entropy is better than {listed(map(label, outcomes))}."
    parts = {
        "as the paper": "better than",
        "reversed": "worse than",
        "unresolved": f"not distinguishable with {trials} trials from",
    }
    each = "; ".join(f"{parts[how]} {label(other)}" for other, how in outcomes.items())
    best = "not the best of all" if "reversed" in outcomes.values() else "not shown to be the best"
    return f"By {words} softmax + cross-entropy is {best}: {each}."


@item(
    "Is softmax + cross-entropy the best even for a large sample?",
    33,
    needs=lambda evidence: bool(against_others(evidence, "posterior_error")),
)
def large_sample(evidence: Evidence) -> Finding:
    """Is softmax with cross-entropy the most accurate at the sample size of the config?"""
    means = []
    for measure in ("posterior_error", "accuracy"):
        others = against_others(evidence, measure)
        each = ", ".join(
            f"{label(name)} {evidence.mean(name, measure)}" for name in (*others, PAPER_ORDER[-1])
        )
        means.append(f"{measure.replace('_', ' ')}: {each}")
    size, hidden = (evidence.settings[key] for key in ("train_per_class", "hidden_units"))
    verdicts = [
        large_sample_verdict(against_others(evidence, measure), measure, evidence.trials)
        for measure in ("posterior_error", "accuracy")
    ]
    return Finding(
        f"With {size} training observations per class and {counted(hidden, 'hidden unit')}: "
        f"{'; '.join(means)}.",
        f"{' '.join(verdicts)} Larger samples and networks are a question for the study of power "
        "(`make studies`).",
    )


def closure_table(evidence: Evidence) -> pd.DataFrame:
    """Lay out what each estimator reaches, and how its weights grow."""
    table = evidence.floor
    words = {"posterior": "exact posterior", "samples": "samples (medians)"}
    return pd.DataFrame(
        {
            "estimator": table["estimator"].map(label),
            "fitted to": table["fitted_to"].map(words),
            "iterations, at most": table["iterations"].astype(str),
            "fits": table["fits"].astype(str),
            "posterior error": [number(each, 5) for each in table["posterior_error"]],
            "smallest ‖ω_j‖": [number(each, 3) for each in table["smallest_slope"]],
            "largest |υ|": [number(each, 1) for each in table["largest_weight"]],
            "|υ| > 100": [
                "" if pd.isna(each) else percent(each) for each in table["large_weights"]
            ],
        }
    )


def reach_in_words(rows: pd.DataFrame) -> str:
    """Say whether the fits of one estimator to the exact posterior end above it.

    Parameters
    ----------
    rows : DataFrame
        A row for each cap on iterations, the smallest first.
    """
    first, last = rows.iloc[0], rows.iloc[-1]
    error, caps = last["posterior_error"], f"from {first['iterations']} to {last['iterations']}"
    name = label(last["estimator"])
    if not np.isfinite(error):
        return f"{name} has no finite fit"
    if error < MEETS:
        return f"{name} comes to it within {MEETS:g}: no floor is seen"
    fall = 1 - error / first["posterior_error"]
    if abs(fall) < SETTLED:
        return f"{name} has a floor, {number(error, 4)}, the same {caps} iterations"
    return f"{name} has come to {number(error, 4)}, {percent(fall)} lower {caps} iterations"


@item(
    "What can each estimator reach?",
    36,
    closure_table,
    needs=lambda evidence: evidence.floor is not None,
)
def closure(evidence: Evidence) -> Finding:
    """Does the truth lie in what each pairing can express, or at its edge, at infinity?"""
    table = evidence.floor
    hidden = evidence.settings["hidden_units"]
    to_samples = table[table["fitted_to"] == "samples"].dropna(subset="large_weights")
    medians = "; ".join(
        f"{label(row.estimator)} "
        + (f"smallest ‖ω_j‖ {number(row.smallest_slope, 2)}, " if hidden else "")
        + f"an output weight above 100 in {percent(row.large_weights)}"
        for row in to_samples.itertuples()
    )
    to_posterior = table[table["fitted_to"] == "posterior"]
    each = [reach_in_words(rows) for _, rows in to_posterior.groupby("estimator", sort=False)]
    how = "Without hidden units the scores are linear in x. "
    if hidden:
        how = (
            "Hidden units make scores that are linear in x only in the limit of slopes ω → 0 and "
            "output weights υ → ∞. "
        )
    if hasattr(evidence.classes, "coefficients"):
        how += "The posterior of these classes is a softmax of such scores. "
    others = [label(name) for name in evidence.estimators if name not in set(table["estimator"])]
    starts = to_posterior["fits"].max()
    return Finding(
        f"{how}Fits to the samples, over the trials, medians: {medians or 'none is finite'}."
        + (f" Left out, as they are no networks: {listed(others)}." if others else ""),
        f"With the exact posterior for targets, best of {starts} starts with "
        f"{counted(hidden, 'hidden unit')}: {'; '.join(each)}.",
    )
