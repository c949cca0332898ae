"""Claims about the bias and the variance of the estimated posterior."""

import numpy as np
import pandas as pd

from report.evidence import Evidence, Finding, without_weights
from report.items import item
from report.tables import measure_table
from report.words import counted, interval, label, number, percent, sentence, with_error

LOGISTIC = "logistic-least_squares"
PARTS = {"squared_bias": "bias", "fit_variance": "variance"}

decomposition_table = measure_table(
    {
        "mean squared error": "mean_squared_error",
        "squared bias": "squared_bias",
        "variance": "fit_variance",
        "share of the bias": "bias_share",
    },
    "decomposition",
)


def estimate(evidence: Evidence, estimator: str, measure: str) -> str:
    """Return a component of an estimator's error and the error of this."""
    row = evidence.decomposition.loc[(estimator, measure)]
    return with_error(row["mean"], row["mean_se"], 5)


def parts_in_words(evidence: Evidence, estimator: str) -> str:
    """Give the squared bias of an estimator, its share of the whole, and the variance."""
    share = evidence.decomposition.loc[(estimator, "bias_share"), "mean"]
    return (
        f"{label(estimator)} {estimate(evidence, estimator, 'squared_bias')}"
        + (f" ({percent(share)})" if np.isfinite(share) else "")
        + f" and {estimate(evidence, estimator, 'fit_variance')}"
    )


def decomposed(evidence: Evidence, estimators: list[str]) -> list[str]:
    """Return those of the estimators whose error could be split."""
    values = evidence.decomposition["mean"].xs("squared_bias", level="measure").dropna()
    return [name for name in estimators if name in values.index]


TOO_FEW = "Nothing can be said: bias and variance need three trials with a finite fit."


@item(
    "Are logistic outputs with least squares unbiased?",
    13,
    decomposition_table,
    name="bias_maps",
    needs=lambda evidence: LOGISTIC in evidence.estimators,
)
def unbiased(evidence: Evidence) -> Finding:
    """How much of the error of logistic outputs with least squares is bias?"""
    if not decomposed(evidence, [LOGISTIC]):
        return Finding("Too few fits are finite.", TOO_FEW)
    rows = evidence.decomposition.loc[LOGISTIC]
    low, high = rows.loc["squared_bias", ["low", "high"]]
    bounds = f"95 % interval {interval(low, high, 5)}"
    size, hidden = (evidence.settings[key] for key in ("train_per_class", "hidden_units"))
    where = (
        f"with {counted(hidden, 'hidden unit')} and {size} training observations per class "
        f"({rows.loc['squared_bias', 'trials']:.0f} trials)"
    )
    share = rows.loc["bias_share"]
    verdict = (
        f"Not unbiased {where}: the interval of the squared bias excludes zero, and the bias is "
        f"{percent(share['mean'])} of the mean squared error (95 % interval "
        f"{interval(100 * share['low'], 100 * share['high'], 0)} %)."
        if low > 0
        else f"A bias is not found {where}: the interval of its square includes zero."
    )
    return Finding(
        "Integrated over the class mixture and summed over the classes, as in equation (4): mean "
        f"squared error {estimate(evidence, LOGISTIC, 'mean_squared_error')}, of it squared bias "
        f"{estimate(evidence, LOGISTIC, 'squared_bias')} ({bounds}) and variance over the trials "
        f"{estimate(evidence, LOGISTIC, 'fit_variance')}. The maps show where the mean of all fits "
        f"is above the exact posterior, and where below.{without_weights(evidence)}",
        f"{verdict} The claim is of a network of sufficient power: whether the bias goes as hidden "
        "units and the sample grow is a question for a study of both.",
    )


@item(
    "Which choice has bias, which has variance?",
    22,
    decomposition_table,
)
def bias_and_variance(evidence: Evidence) -> Finding:
    """Which change of activation or penalty alone trades bias for variance?"""
    names = decomposed(evidence, [*evidence.estimators, "logit"])
    if not names:
        return Finding("Too few fits are finite.", TOO_FEW)
    each = "; ".join(parts_in_words(evidence, name) for name in names)
    found = [
        "Squared bias, with its share of the mean squared error, and variance over the trials: "
        f"{each}."
    ]
    verdict = []
    for pair, change in changes(evidence):
        words = " and ".join(
            f"{'squared ' * (part == 'bias')}{part} "
            f"{number(change.loc[measure, 'difference'], 5, '+')} (95 % interval "
            f"{interval(*change.loc[measure, ['low', 'high']], 5, '+')})"
            for measure, part in PARTS.items()
        )
        found.append(sentence(f"{pair}: {words}"))
        verdict.append(sentence(f"{pair}: {trade(change)}"))
    if verdict:
        return Finding(" ".join(found), " ".join(verdict))
    alone = "No two estimators differ in activation or penalty alone and can be compared."
    return Finding(" ".join(found), alone)


def changes(evidence: Evidence) -> list[tuple[str, pd.DataFrame]]:
    """Return the pairs that differ in one choice, in words, with second − first by measure."""
    rows = evidence.paired[evidence.paired["measure"].isin(PARTS)].dropna(subset="difference")
    other = ("density-", "script-")
    rows = rows[~(rows["first"].str.startswith(other) | rows["second"].str.startswith(other))]
    found = []
    for (first, second), of_pair in rows.groupby(["first", "second"], sort=False):
        choices = list(zip(first.split("-"), second.split("-"), strict=True))
        ((old, new), *more) = [each for each in choices if each[0] != each[1]]
        if not more:
            (same,) = {old for old, new in choices if old == new}
            change = of_pair.set_index("measure")[["difference", "low", "high"]]
            change = -change.rename(columns={"low": "high", "high": "low"})
            found.append((f"{label(new)} in place of {label(old)}, with {label(same)}", change))
    return found


def trade(change: pd.DataFrame) -> str:
    """Say what a change does to bias and variance, as their intervals have it."""
    signs = {
        part: np.sign(change.loc[measure, "difference"])
        * (change.loc[measure, "low"] > 0 or change.loc[measure, "high"] < 0)
        for measure, part in PARTS.items()
    }
    words = {1: "more {}", -1: "less {}", 0: "no distinguishable change of the {}"}
    less, more = ([part for part, each in signs.items() if each == sign] for sign in (-1, 1))
    if less and more:
        return f"less {less[0]}, at the price of more {more[0]}"
    return " and ".join(words[each].format(part) for part, each in signs.items())
