"""Scores that the paper does not report: proper ones, and calibration."""

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from experiment.scores import FLOOR
from report.evidence import Evidence, Finding, leader, not_told_from, undecided
from report.items import item
from report.tables import measure_table
from report.words import label, listed, measure_in_words, number, percent, sentence, size

SCORES = ("brier_score", "log_loss", "kl_divergence", "calibration_error")
COLUMNS = {
    "Brier score": "brier_score",
    "its calibration": "brier_calibration",
    "its refinement": "brier_refinement",
    "log loss": "log_loss",
    "KL divergence from P(C|x)": "kl_divergence",
    "expected calibration error": "calibration_error",
    "of it bias": "calibration_error_bias",
}


def score_table(evidence: Evidence) -> pd.DataFrame:
    """Lay out the scores of all estimators, and the exact ones of Bayes' rule below."""
    table = measure_table(COLUMNS)(evidence)
    exact = evidence.bayes_scores.set_index("measure")["value"]
    known = {heading: number(exact.get(name, np.nan), 5) for heading, name in COLUMNS.items()}
    return pd.concat(
        [table, pd.DataFrame([{"estimator": "Bayes' rule, exact"} | known])], ignore_index=True
    )


def best(evidence: Evidence, measure: str) -> tuple[str, list[str]]:
    """Return the estimator with the smallest mean, and those not distinguishable from it."""
    name = evidence.means(measure).idxmin()
    return name, undecided(evidence.pairs(measure), measure, name)


def scores_verdict(evidence: Evidence) -> str:
    """Name the best estimator by each score, and say whether they agree."""
    means = evidence.means("brier_score")
    if len(means) < 2:
        return "With fewer than two estimators there is nothing to compare."
    found = {measure: best(evidence, measure) for measure in SCORES}
    names = {name for name, _ in found.values()}
    trials = f"with {evidence.trials} trials"
    if len(names) == 1 and not any(near for _, near in found.values()):
        return f"By each of the four {label(*names)} is the best, resolved {trials}."
    parts = [
        f"by {measure_in_words(measure)} {label(name)}{not_told_from(near)}"
        for measure, (name, near) in found.items()
    ]
    best_by_all = set.intersection(*({name, *near} for name, near in found.values()))
    same = "The scores disagree"
    if len(names) == 1:
        same = "The scores agree on the smallest mean"
    elif best_by_all:
        same = "The scores differ in the smallest mean, and no disagreement is resolved"
    return f"{same}: {'; '.join(parts)} ({evidence.trials} trials)."


@item(
    "Proper scores and calibration",
    "The paper compares by equation (4) and by classification rates alone.",
    score_table,
    needs=lambda evidence: evidence.bayes_scores is not None,
)
def scores(evidence: Evidence) -> Finding:
    """Which estimator is best by proper scores, and which is calibrated?"""
    if evidence.means("brier_score").empty:
        return Finding("No estimator has a finite fit.", "Nothing can be said.")
    exact = evidence.bayes_scores.set_index("measure")["value"]
    small = evidence.means("log_floored")
    raised = [f"{label(name)} {percent(part, 2)}" for name, part in small[small > 0].items()]
    found = [
        *(leader(evidence, measure) for measure in SCORES),
        f"The exact posterior has Brier score {number(exact['brier_score'], 4)} and log loss "
        f"{number(exact['log_loss'], 4)}, and is calibrated.",
        "Logarithms are of outputs divided by their sum, a probability below "
        f"{size(FLOOR)} of the true class taken for that: "
        + (f"of test observations {', '.join(raised)}." if raised else "there is none."),
    ]
    return Finding(sentence(" ".join(found))[:-1], scores_verdict(evidence))


@item(
    "Reliability: is what is told as probable so probable?",
    "Outputs estimate class probabilities; whether they are calibrated is not asked.",
    needs=lambda evidence: evidence.bayes_scores is not None,
)
def reliability(evidence: Evidence) -> Finding:
    """How far are outputs from the mean of P(C|x) where they have that value?"""
    means, bias = evidence.means("calibration_error"), "calibration_error_bias"
    if means.empty:
        return Finding("No estimator has a finite fit.", "Nothing can be said.")
    clear, parts = [], []
    for name in means.index:
        parts.append(
            f"{label(name)} {evidence.mean(name, 'calibration_error')}, of it bias "
            f"{evidence.mean(name, bias)}"
        )
        error = np.hypot(*(evidence.error(name, each) for each in ("calibration_error", bias)))
        excess = means[name] - evidence.value(name, bias)
        if excess > stdtrit(evidence.trials - 1, 0.975) * error:
            clear.append(label(name))
    return Finding(
        f"Expected calibration error: {'; '.join(parts)}. It is biased upwards, as its bins hold "
        "few labels; the diagram has no labels and no such bias: it sets P(C|x) against the "
        "outputs.",
        "Beyond its bias, the calibration error is resolved for "
        f"{listed(clear) if clear else 'none'} ({evidence.trials} trials).",
    )
