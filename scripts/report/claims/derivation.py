"""Claims about the derivation of softmax and the likelihoods behind the penalties."""

import numpy as np
import pandas as pd

from formulas import derivation
from report.evidence import EXACT, Evidence, Finding, holds
from report.items import item
from report.words import number, size

BEHIND = 10  # times what rounding does: no more can be told


def is_gaussian(evidence: Evidence) -> bool:
    return evidence.settings["family"] == "gaussian"


def two_sides_table(evidence: Evidence) -> pd.DataFrame:
    """Lay out both sides of equation (2) where the log density ratio is −5, −2.5 … 5."""
    logs, posterior, logistic = derivation.sides_of_equation_2(evidence.classes)
    some = slice(None, None, derivation.POINTS // 4)
    columns = {
        "log P(x|C_1)/P(x|C_2)": (logs[0] - logs[1])[some],
        "P(C_1|x)": posterior[some],
        "logistic function": logistic[some],
    }
    return text_of(pd.DataFrame(columns), 3)


def text_of(table: pd.DataFrame, decimals: int) -> pd.DataFrame:
    """Return a table of numbers as text."""
    return table.map(lambda value: number(value, decimals))


@item("Equation (2): two classes", 15, two_sides_table, needs=is_gaussian)
def equation_2(evidence: Evidence) -> Finding:
    """Is the posterior of two classes the logistic function of the log-odds?"""
    apart, rounding = derivation.equation_2(evidence.classes)
    hidden = apart > EXACT and apart <= BEHIND * rounding
    return Finding(
        "The posterior of the config's first two classes, at "
        f"{derivation.POINTS} points between their means, is apart from the logistic function of "
        f"the log density ratio, with SciPy's densities, and the log prior ratio by {size(apart)} "
        "at most.",
        f"Not decided: rounding alone puts them {size(rounding)} apart."
        if hidden
        else f"{holds(apart)}, to {size(EXACT)}.",
    )


def likelihood_table(_: Evidence) -> pd.DataFrame:
    """Lay out where the likelihood of a normal sample is largest, and what is least there."""
    mean, largest, least = derivation.likelihood_extremes()
    rows = {
        "mean of the sample": mean,
        "likelihood is largest at": largest,
        "minus its logarithm is least at": least,
    }
    return pd.DataFrame({"": rows.keys(), "μ": [number(each, 3) for each in rows.values()]})


@item("Is minus the log likelihood maximised?", 16, likelihood_table)
def minus_log_likelihood(evidence: Evidence) -> Finding:
    """Is the maximum of the likelihood where minus its logarithm is largest, or least?"""
    mean, largest, least = derivation.likelihood_extremes()
    odds = derivation.odds_over_density_ratio(evidence.classes.priors)
    slip = abs(largest - least) < 1e-6
    same = abs(odds - 1) < EXACT
    return Finding(
        f"The likelihood of a normal sample of mean {number(mean, 3)} is largest at "
        f"{number(largest, 3)}, and minus its logarithm is least at {number(least, 3)}. The "
        "posterior odds, which the paper calls LR, are the ratio of the densities times "
        f"{number(odds, 3)}, the prior odds of the config's first two classes.",
        (
            "A slip: minus the logarithm is minimised"
            if slip
            else "Holds: minus the logarithm is not minimised"
        )
        + "; and LR as printed is the posterior odds, "
        + (
            "which equal the likelihood ratio here as the priors are equal."
            if same
            else "not the likelihood ratio."
        ),
    )


def common_scale(evidence: Evidence) -> float | None:
    """Return σ² of classes with covariance σ²I, none of others."""
    covariance = getattr(evidence.classes, "covariance", None)
    if covariance is None or not np.array_equal(
        covariance, covariance[0, 0] * np.eye(len(covariance))
    ):
        return None
    return float(covariance[0, 0])


def scale_table(evidence: Evidence) -> pd.DataFrame:
    """Lay out the posterior of two classes, exact and by the last line of equation (3)."""
    rows = []
    for variance in dict.fromkeys([common_scale(evidence) or 1.0, 4.0]):
        for kind, row in zip(
            ("exact", "as printed"), derivation.without_scale(variance), strict=True
        ):
            cells = {
                f"log-odds {number(odds, 2)}": number(each, 3)
                for odds, each in zip(derivation.LOG_ODDS, row, strict=True)
            }
            rows.append({"σ²": f"{variance:g}", "P(C_2|x)": kind} | cells)
    return pd.DataFrame(rows)


@item("Has the last line of equation (3) lost a(ψ)?", 18, scale_table)
def lost_scale(evidence: Evidence) -> Finding:
    """What does equation (3) give without the scale?"""

    def off(variance: float) -> float:
        exact, printed = derivation.without_scale(variance)
        return np.abs(exact - printed).max()

    ours = common_scale(evidence)
    wrong = off(4.0) > EXACT
    found = (
        "Two normal classes of means ∓1 and variance σ², where θ = μ, b(θ) = ½μ² and a(ψ) = σ². "
        f"With σ² = 4 softmax of θᵀx − b(θ) + log P(C) is off the posterior by up to "
        f"{size(off(4.0))}"
        + ("." if ours is None else f", with the config's σ² = {ours:g} by {size(off(ours))}.")
    )
    here = (
        ""
        if ours is None
        else f" For the variance of this config it makes {'no' if off(ours) <= EXACT else 'a'} "
        "difference."
    )
    return Finding(
        found,
        (
            "Refuted as printed: it is true where a(ψ) = 1, or where θ and b(θ) are understood as "
            "divided by a(ψ), which is still a linear function of x."
            if wrong
            else "The scale makes no difference."
        )
        + here,
    )


def two_scores_table(_: Evidence) -> pd.DataFrame:
    """Lay out the outputs of two scores by either activation."""
    apart = np.linspace(-4, 4, 5)
    columns = dict(
        zip(
            ("z_1 − z_2", "first output of softmax(z_1, z_2)", "logistic(z_1 − z_2)"),
            (apart, *derivation.two_outputs(np.stack([apart, 0 * apart]))),
            strict=True,
        )
    )
    return text_of(pd.DataFrame(columns), 3)


@item("Is logistic a special case of softmax?", 20, two_scores_table)
def special_case(_: Evidence) -> Finding:
    """Is the first of two softmax outputs the logistic of the difference of the scores?"""
    apart, off = derivation.logistic_of_difference(), derivation.logistic_sums()
    return Finding(
        f"At {derivation.POINTS} random points the first output of softmax(z_1, z_2) is apart from "
        f"the logistic of z_1 − z_2 by {size(apart)} at most. The sum of 4 logistic outputs is off "
        f"one by {size(off)} on average.",
        f"{holds(apart)}, to {size(EXACT)}, for two classes: one logistic output gives both"
        + ("; q logistic outputs of q classes are no softmax." if off > EXACT else "."),
    )


LIKELIHOODS = {"bernoulli": "independent Bernoulli", "multinomial": "multinomial, one of q"}


def likelihood_distances(_: Evidence) -> pd.DataFrame:
    """Lay out how far either cross-entropy is from minus the log likelihood of either targets."""
    apart = derivation.likelihoods()
    return pd.DataFrame(
        {
            "targets": words,
            "two-term cross-entropy, apart by": size(apart[targets, "binary_cross_entropy"]),
            "multi-class cross-entropy, apart by": size(apart[targets, "cross_entropy"]),
        }
        for targets, words in LIKELIHOODS.items()
    )


@item("What are the penalties the likelihoods of?", 21, likelihood_distances)
def likelihoods(evidence: Evidence) -> Finding:
    """Is cross-entropy that of Bernoulli targets, and does Gauss–Markov apply?"""
    apart = derivation.likelihoods()
    two_terms, one_term = (
        apart["bernoulli", penalty] for penalty in ("binary_cross_entropy", "cross_entropy")
    )
    multinomial = apart["multinomial", "cross_entropy"]
    low, high = derivation.target_variances(evidence.classes)
    bernoulli = (
        "Independent Bernoulli targets have the multi-class cross-entropy"
        if one_term <= EXACT
        else "Independent Bernoulli targets have the two-term cross-entropy, not the other"
        if two_terms <= EXACT
        else "Independent Bernoulli targets have neither cross-entropy"
    )
    of_q = "multinomial" if multinomial <= EXACT else "no multinomial"
    equal = high - low <= EXACT
    return Finding(
        "At random outputs minus the log likelihood of independent Bernoulli targets is apart from "
        f"the two-term cross-entropy by {size(two_terms)} at most and from the multi-class one by "
        f"{size(one_term)}; that of multinomial targets, one of q, from the multi-class one by "
        f"{size(multinomial)}. The variance P(1 − P) of a target is {number(low, 3)} to "
        f"{number(high, 3)} in the middle 90 % of the classes' mixture.",
        f"{bernoulli}; the multi-class one is the likelihood of {of_q} targets. The targets' "
        + (
            "variance is the same there, as the Gauss–Markov theorem asks."
            if equal
            else "variance is not the same everywhere, as the Gauss–Markov theorem asks: it does "
            "not apply."
        ),
    )
