"""Evidence: the tables that findings are drawn from, and what several findings share."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from experiment.measures import MEASURES
from report.layout import share
from report.words import (
    STOPPING,
    counted,
    interval,
    label,
    listed,
    measure_in_words,
    number,
    optimiser_in_words,
    percent,
    sentence,
    with_error,
)

PAPER_ORDER = ("logistic-least_squares", "softmax-least_squares", "softmax-cross_entropy")
PAPER_PAIRS = (PAPER_ORDER[:2], PAPER_ORDER[1:], PAPER_ORDER[::2])
EXACT = 1e-9  # how far rounding puts the two sides of an equation apart
LOGITS = {  # what the softmax estimators are called where there are no hidden units
    "softmax-cross_entropy": "logit",
    "softmax-least_squares": "logit-least_squares",
}
CHOSEN = {"hidden_units": 2, "optimiser": "bfgs", "iterations": 300, **STOPPING}


@dataclass
class Finding:
    """What one item of the report says, beside what the paper says."""

    found: str
    verdict: str


@dataclass
class Evidence:
    """The tables that the findings are drawn from."""

    settings: dict[str, Any]  # of the experiment, as jobs are given them
    same_problem: bool  # whether classes and test samples are those of the published tables
    classes: Any  # the true classes, of any family
    tables: dict[str, pd.DataFrame]  # Tables 1–6 and their errors, by name
    rates: pd.DataFrame  # class-conditional rates of all estimators
    summary: pd.DataFrame  # of all estimators, the companions' too, by estimator and measure
    paired: pd.DataFrame  # differences of measures, and of bias and variance
    readings: pd.DataFrame
    comparison: pd.DataFrame
    agreement: pd.DataFrame  # tests of our tables against the paper's, by question
    first_trial: pd.Series  # posterior error by estimator
    decomposition: pd.DataFrame | None = None  # bias and variance, by estimator and component
    factorial: pd.DataFrame | None = None  # effects of activation and penalty
    boxes: pd.DataFrame | None = None  # equation (4) as printed, over boxes
    boxes_paired: pd.DataFrame | None = None
    bayes_scores: pd.DataFrame | None = None  # what the exact posterior scores
    floor: pd.DataFrame | None = None  # what each estimator can reach, beside its fits to samples

    @property
    def estimators(self) -> list[str]:
        """The estimators that the config compares, in the order of all tables."""
        return list(self.first_trial.index)

    @property
    def trials(self) -> int:
        return self.settings["trials"]

    def mean(self, estimator: str, measure: str, decimals: int = 4) -> str:
        row = self.summary.loc[(estimator, measure)]
        return with_error(row["mean"], row["mean_se"], decimals) or "not finite"

    def value(self, estimator: str, measure: str) -> float:
        return self.summary.loc[(estimator, measure), "mean"]

    def error(self, estimator: str, measure: str) -> float:
        return self.summary.loc[(estimator, measure), "mean_se"]

    def means(self, measure: str) -> pd.Series:
        """Return a measure's mean for each estimator that the config compares and that has one."""
        return self.summary["mean"].xs(measure, level="measure").reindex(self.estimators).dropna()

    def pairs(self, measure: str) -> pd.DataFrame:
        """Return the paired differences of a measure, by first and second estimator."""
        rows = self.paired[self.paired["measure"] == measure]
        return rows.set_index(["first", "second"])


def gather(summaries: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Join the tables of the config's estimators, the other pairings and the logit.

    Of the logit these are its maximum likelihood, `logit`, and its least squares.
    """
    if "logit" in summaries:
        logit = summaries["logit"]
        named = logit.assign(estimator=logit["estimator"].map(LOGITS))
        summaries = summaries | {"logit": named.dropna(subset="estimator")}
    return pd.concat(summaries.values()).set_index(["estimator", "measure"])


def holds(deviation: float, tolerance: float = EXACT) -> str:
    """Return the verdict on an equation whose two sides are this far apart at most."""
    return "Holds" if deviation <= tolerance else "Does not hold"


def ends(evidence: Evidence, estimator: str, measure: str) -> tuple[float, float]:
    """Return the 95 % interval, by t over the trials, of the mean of a measure."""
    row = evidence.summary.loc[(estimator, measure)]
    reach = stdtrit(max(1, row["trials"] - 1), 0.975) * row["mean_se"]
    return row["mean"] - reach, row["mean"] + reach


def multiple(value: float, base: float, form: str) -> str:
    """Return value/base as text, whatever the base."""
    return f"{value / base:{form}}" if base else "∞"


def beside_logit(evidence: Evidence, name: str) -> tuple[str, str]:
    """Return how many times the logit's posterior error an estimator's is, and if that is clear.

    As they are of two scenarios, they are compared as if they were unpaired.
    """
    error, logit = (evidence.value(each, "posterior_error") for each in (name, "logit"))
    apart = np.hypot(*(evidence.error(each, "posterior_error") for each in (name, "logit")))
    clear = abs(error - logit) > stdtrit(evidence.trials - 1, 0.975) * apart
    than = "smaller" if error < logit else "larger"
    than = than if clear else "not distinguishable from it"
    return multiple(error, logit, ".2f"), f"{than} with {evidence.trials} trials (as if unpaired)"


def outcome(row: pd.Series, measure: str) -> str:
    """Is the second of a pair better, as the paper's order of the pair has it?"""
    if not (row["low"] > 0 or row["high"] < 0):
        return "unresolved"
    second_better = (row["difference"] > 0) == (MEASURES[measure].better == "smaller")
    return "as the paper" if second_better else "reversed"


def ranking(evidence: Evidence, measure: str) -> Finding:
    """Is the paper's order, from worst to best, that of a measure?"""
    rows = evidence.pairs(measure)
    clauses, outcomes = [], {}
    for pair in PAPER_PAIRS:
        if pair in rows.index:
            row = rows.loc[pair]
            first, second = map(label, pair)
            clauses.append(
                f"{first} minus {second}: {number(row['difference'], 4, '+') or 'not finite'} "
                f"(95 % interval {interval(row['low'], row['high'], 4, '+') or 'unknown'})"
            )
            outcomes[f"{first} against {second}"] = outcome(row, measure)
    parts = [sentence("; ".join(clauses)), f"{evidence.trials} trials, paired."] if clauses else []
    return Finding(
        " ".join([*parts, leader(evidence, measure)]), ranking_verdict(outcomes, evidence.trials)
    )


def undecided(pairs: pd.DataFrame, measure: str, name: str) -> list[str]:
    """Return the estimators that paired differences of a measure do not tell from one of them.

    Parameters
    ----------
    pairs : DataFrame
        Rows of `paired.csv`, of this measure and one scenario.
    measure, name : str
    """
    rows = pairs.reset_index()
    rows = rows[(rows["first"] == name) | (rows["second"] == name)]
    return [
        row["second"] if row["first"] == name else row["first"]
        for _, row in rows.iterrows()
        if outcome(row, measure) == "unresolved"
    ]


def not_told_from(others: list[str]) -> str:
    """Say from which estimators one is not distinguishable; nothing if from none."""
    return f", not distinguishable from {listed(map(label, others))}" if others else ""


def leader(evidence: Evidence, measure: str) -> str:
    """Name the estimator with the best mean of a measure, and those not distinguishable from it."""
    means, better = evidence.means(measure), MEASURES[measure].better
    if means.empty:
        return "No estimator has a finite fit."
    best = means.idxmin() if better == "smaller" else means.idxmax()
    apart = not_told_from(undecided(evidence.pairs(measure), measure, best))
    extreme = {"smaller": "Smallest", "larger": "Largest"}[better]
    words = f"{extreme} mean {measure_in_words(measure)}"
    return f"{words}: {label(best)}, {evidence.mean(best, measure)}{apart}."


def ranking_verdict(outcomes: dict[str, str], trials: int) -> str:
    """Put in words which of the comparisons come out as the paper has them."""
    if not outcomes:
        return "The config runs fewer than two of the paper's estimators: no order to compare."
    if set(outcomes.values()) == {"as the paper"}:
        part = "" if len(outcomes) == len(PAPER_PAIRS) else f" for {listed(outcomes)}"
        return f"The paper's order holds{part}, each step resolved with {trials} trials."
    words = {
        "as the paper": "as the paper has it",
        "reversed": "the other way round",
        "unresolved": f"not distinguishable with {trials} trials",
    }
    parts = "; ".join(f"{pair} is {words[each]}" for pair, each in outcomes.items())
    return f"The paper's order is not confirmed: {parts}."


def choice(settings: dict[str, Any]) -> str:
    """Say where the size of the network and the stopping rule come from."""
    hidden, optimiser, iterations, *_ = (settings[key] for key in CHOSEN)
    whose = (
        "this project's choice, kept because they come near its numbers"
        if all(settings[key] == value for key, value in CHOSEN.items())
        else "those of the config"
    )
    return (
        "The paper gives neither the size of the network nor the stopping rule: "
        f"{counted(hidden, 'hidden unit')}, {optimiser_in_words(optimiser)} and at most "
        f"{iterations} iterations are {whose}."
    )


def without_weights(evidence: Evidence) -> str:
    """Say which estimators an item leaves out that rests on weights; nothing if none."""
    own = [label(name) for name in evidence.estimators if name.startswith("script-")]
    return f" Left out, as it has no weights: {listed(own)}." if own else ""


def endings(evidence: Evidence) -> str:
    """Say how many fits the cap stopped, are stuck, or were left out."""
    rows = evidence.summary.xs("objective", level="measure").loc[evidence.estimators]

    def shares(column: str, rows: pd.DataFrame = rows) -> str:
        each = share(rows, column)
        return ", ".join(f"{label(name)} {percent(part)}" for name, part in each.items())

    iterations = evidence.settings["iterations"]
    of_weights = rows[~rows.index.str.startswith("script-")]
    parts = []
    if len(of_weights):
        early = shares("stopped_early", of_weights)
        parts.append(f"Fits stopped early, by the cap of {iterations} iterations: {early}.")
    if rows["stuck"].any():
        parts.append(
            "Stuck, as a hidden unit is saturated at the start and its weights stay where they "
            f"began: {shares('stuck')}."
        )
    if rows["left_out"].any():
        refused = "" if len(of_weights) == len(rows) else ", or an estimator of one's own failed"
        parts.append(f"Left out, as they are not finite{refused}: {shares('left_out')}.")
    return " ".join(parts)
