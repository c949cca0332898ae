"""Evidence: the tables that findings are drawn from, and what several findings share."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiment.measures import MEASURES
from report.words import label, with_error

PAPER_ORDER = ("logistic-least_squares", "softmax-least_squares", "softmax-cross_entropy")


@dataclass
class Finding:
    """What one item of the report says, beside what the paper says."""

    found: str
    verdict: str


@dataclass
class Evidence:
    """The tables that the findings are drawn from."""

    tables: dict[str, pd.DataFrame]  # Tables 1–6 and their errors, by name
    summary: pd.DataFrame  # of the paper's estimators, the other pairings and the logit
    paired: pd.DataFrame
    readings: pd.DataFrame
    comparison: pd.DataFrame
    first_trial: pd.Series  # posterior error by estimator
    coefficients: np.ndarray  # of the exact posterior as the softmax of a linear function

    def mean(self, estimator: str, measure: str, decimals: int = 4) -> str:
        row = self.summary.loc[(estimator, measure)]
        return with_error(row["mean"], row["mean_se"], decimals)

    def value(self, estimator: str, measure: str) -> float:
        return self.summary.loc[(estimator, measure), "mean"]

    def error(self, estimator: str, measure: str) -> float:
        return self.summary.loc[(estimator, measure), "mean_se"]

    @property
    def trials(self) -> int:
        return int(self.paired["trials"].min())


def gather(summaries: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Join the summaries of the paper's estimators, the other pairings and the logit."""
    logit = summaries["logit"].query("estimator == 'softmax-cross_entropy'")
    logit = logit.assign(estimator="logit")
    joined = pd.concat([summaries["paper"], summaries["other_pairings"], logit])
    return joined.set_index(["estimator", "measure"])


def multiple(value: float, base: float, form: str) -> str:
    """Return value/base as text, whatever the base."""
    return f"{value / base:{form}}" if base else "∞"


def ranking(evidence: Evidence, measure: str) -> Finding:
    """Is the paper's order, from worst to best, that of a measure?"""
    paired = evidence.paired
    rows = paired[paired["measure"] == measure].set_index(["first", "second"])
    clauses, agreements = [], {}
    for first, second in (PAPER_ORDER[:2], PAPER_ORDER[1:], PAPER_ORDER[::2]):
        row = rows.loc[(first, second)]
        clauses.append(
            f"{label(first)} minus {label(second)}: {row['difference']:+.4f} "
            f"(95 % interval {row['low']:+.4f} to {row['high']:+.4f})"
        )
        resolved = row["low"] > 0 or row["high"] < 0
        as_claimed = (row["difference"] < 0) == (MEASURES[measure].better == "larger")
        agreements[f"{label(first)} against {label(second)}"] = (
            "unresolved" if not resolved else "yes" if as_claimed else "reversed"
        )
    found = "; ".join(clauses) + f". {evidence.trials} trials, paired."
    return Finding(found, ranking_verdict(agreements, evidence.trials))


def ranking_verdict(agreements: dict[str, str], trials: int) -> str:
    """Put in words which of the comparisons come out as the paper has them."""
    if set(agreements.values()) == {"yes"}:
        return "The paper's order holds, each step resolved."
    words = {
        "yes": "as the paper has it",
        "reversed": "the other way round",
        "unresolved": f"not distinguishable with {trials} trials",
    }
    parts = "; ".join(f"{pair} is {words[each]}" for pair, each in agreements.items())
    return f"The paper's order is not confirmed: {parts}."
