"""Claims about Δ_k, what a pairing sends back to the weights."""

import numpy as np
import pandas as pd

from formulas import deltas
from formulas.deltas import PAIRINGS, Formula, fitted_strays, output_less_target, strays, targets
from report.evidence import EXACT, Evidence, Finding, holds
from report.items import item
from report.tables import measure_table
from report.words import label, percent, percent_with_error, size

LINEAR = "linear-least_squares"
KINDS = ("one of q", "adding to one", "any")  # of targets


def stray_table(activation: str, penalty: str, formulas: dict[str, Formula]) -> pd.DataFrame:
    """Lay out how far formulas for Δ_k stray from the derivative, a row a kind of targets."""
    rows = [
        {"targets": kind}
        | {
            f"{name} strays by": size(strays(activation, penalty, formula, targets(kind)))
            for name, formula in formulas.items()
        }
        for kind in KINDS
    ]
    return pd.DataFrame(rows)


EQUATIONS = {"(Σ_j t_j) z*_k − t_k": deltas.equation_1, "z*_k − t_k": output_less_target}
ALONE = {"z*_k − t_k": output_less_target}


@item(
    "Equation (1), for any targets",
    2,
    lambda _: stray_table("softmax", "cross_entropy", EQUATIONS),
)
def equation_1(_: Evidence, formula: Formula = deltas.equation_1) -> Finding:
    """Is equation (1) the derivative, also where targets do not add to one?"""
    t, pairing = targets("any"), ("softmax", "cross_entropy")
    apart, alone = (strays(*pairing, each, t) for each in (formula, output_less_target))
    return Finding(
        f"At {deltas.POINTS} random points, with targets between 0 and 1 that do not add to one, "
        f"equation (1) strays from the derivative of Σ t log(t/z*) by {size(apart)} at most, "
        f"z*_k − t_k alone by {size(alone)}.",
        f"{holds(apart)}, to {size(EXACT)}. "
        + (
            "Without the factor Σ t it is no derivative unless targets add to one."
            if alone > EXACT
            else "The factor Σ t is not needed."
        ),
    )


def times_target(output: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Return t_k z*_k − t_k, the Δ_k of logistic outputs with Σ t log(t/z*)."""
    return t * output - t


def natural(activation: str, penalty: str, t: dict[str, np.ndarray], formula: Formula) -> Finding:
    """Is a formula the Δ_k of a pairing, for each of these kinds of targets?"""
    apart = {kind: strays(activation, penalty, formula, each) for kind, each in t.items()}
    fitted = max(fitted_strays(activation, penalty, each) for each in t.values())
    each = "; ".join(f"{kind}: {size(deviation)}" for kind, deviation in apart.items())
    return Finding(
        f"How far z*_k − t_k strays at most from the derivative of the penalty by the score, at "
        f"{deltas.POINTS} random points. {each}. The Δ_k by which networks are fitted: "
        f"{size(fitted)}.",
        f"{holds(max(apart.values()))}, to {size(EXACT)}.",
    )


@item(
    "Linear outputs with least squares",
    4,
    measure_table(
        {
            "mean |Σ_k z*_k − 1|": "sum_deviation",
            "outputs outside [0, 1] (share)": "outside",
            "posterior error": "posterior_error",
            "accuracy": "accuracy",
        }
    ),
)
def linear_least_squares(evidence: Evidence, formula: Formula = output_less_target) -> Finding:
    """Is the first natural pairing one, and what are its outputs?"""
    of_formula = natural(
        "linear", "least_squares", {"Any targets between 0 and 1": targets("any")}, formula
    )
    off, outside = (evidence.value(LINEAR, name) for name in ("sum_deviation", "outside"))
    if not np.isfinite(off):
        return of_formula
    tied = off < 0.001
    share = percent_with_error(outside, evidence.error(LINEAR, "outside"))
    return Finding(
        f"{of_formula.found} Fitted to the same samples, the sum of its outputs is off one by "
        f"{size(off)} on average over test observations, and {share} of its outputs there are "
        "below 0 or above 1.",
        f"{of_formula.verdict} Its outputs "
        + ("add to one without softmax, as the targets do" if tied else "do not add to one here")
        + (f", {'but' if tied else 'and'} are no probabilities." if outside > 0 else "."),
    )


@item(
    "Logistic outputs with the two-term cross-entropy",
    5,
    lambda _: stray_table("logistic", "binary_cross_entropy", ALONE),
)
def logistic_two_terms(_: Evidence, formula: Formula = output_less_target) -> Finding:
    """Is the second natural pairing one, with an output for each class and with a single one?"""
    kinds = {
        f"{deltas.CLASSES} outputs, any targets between 0 and 1": targets("any"),
        "one output for two classes": targets("any", 1),
    }
    return natural("logistic", "binary_cross_entropy", kinds, formula)


@item("Softmax with cross-entropy", 6, lambda _: stray_table("softmax", "cross_entropy", ALONE))
def softmax_cross_entropy(_: Evidence, formula: Formula = output_less_target) -> Finding:
    """Is the third natural pairing one?"""
    kinds = {
        "Targets one of q": targets("one of q"),
        "any that add to one": targets("adding to one"),
    }
    return natural("softmax", "cross_entropy", kinds, formula)


@item(
    "Logistic outputs with the multi-class cross-entropy",
    7,
    lambda _: stray_table("logistic", "cross_entropy", ALONE | {"t_k z*_k − t_k": times_target}),
)
def logistic_cross_entropy(_: Evidence, formula: Formula = output_less_target) -> Finding:
    """Has a pairing that is not natural the same Δ_k?"""
    t, pairing = targets("one of q"), ("logistic", "cross_entropy")
    apart = strays(*pairing, formula, t)
    right = strays(*pairing, times_target, t)
    two_terms = strays("logistic", "binary_cross_entropy", output_less_target, t)
    found = (
        f"At {deltas.POINTS} random points z*_k − t_k strays from the derivative of Σ t log(t/z*) "
        f"by up to {size(apart)}, t_k z*_k − t_k by {size(right)}. From that of the two-term "
        f"cross-entropy z*_k − t_k strays by {size(two_terms)}."
    )
    if apart <= EXACT:
        return Finding(found, f"Holds, to {size(EXACT)}.")
    return Finding(
        found,
        "Refuted: where t_k = 0 the derivative is 0, not z*_k. "
        + (
            "With logistic outputs Δ_k = z*_k − t_k belongs to the two-term cross-entropy alone, "
            "so that it does single out the natural pairings."
            if two_terms <= EXACT
            else ""
        ),
    )


def complexity_table() -> pd.DataFrame:
    """Lay out for each pairing how Δ_k depends on what is not z*_k − t_k."""
    return pd.DataFrame(
        [
            {
                "pairing": label("-".join(each)),
                "Δ_k moves with the targets of others by": size(deltas.of_other_classes(*each)),
                "not linear in z*_k − t_k": percent(deltas.unexplained(*each), 1),
            }
            for each in PAIRINGS
        ]
    )


@item("Is Δ_k of softmax with least squares more complex?", 9, lambda _: complexity_table())
def complexity(_: Evidence) -> Finding:
    """Does Δ_k of softmax with least squares alone depend on the other classes?"""
    moved = {each: deltas.of_other_classes(*each) for each in PAIRINGS}
    mixed = [label("-".join(each)) for each, change in moved.items() if change > EXACT]
    ours = "softmax", "least_squares"
    found = (
        "As the target moves from one other class to another, Δ_k of softmax + least squares "
        f"changes by up to {size(moved[ours])}; a linear function of z*_k − t_k leaves "
        f"{percent(deltas.unexplained(*ours))} of its variance."
    )
    alone = mixed == [label("-".join(ours))]
    return Finding(
        found,
        f"{'Holds' if alone else 'Does not hold'}: of {len(PAIRINGS)} pairings Δ_k depends on the "
        f"outputs and targets of other classes for {', '.join(mixed) or 'none'}"
        f"{' alone' * alone}.",
    )
