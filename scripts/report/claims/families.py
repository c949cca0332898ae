"""Claims about the distribution of the classes, from which softmax is derived."""

import numpy as np
import pandas as pd

from formulas.families import CASES, Case, from_linear, from_softmax_of_linear, linear_functions
from report.evidence import (
    EXACT,
    Evidence,
    Finding,
    beside_logit,
    not_told_from,
    undecided,
)
from report.items import item
from report.words import family_in_words, label, listed, number, percent, size


def coefficient_table(values: np.ndarray) -> pd.DataFrame:
    """Lay out the linear functions of x whose softmax is the exact posterior, a row a class."""
    shown = {"class": [str(k + 1) for k in range(len(values))]}
    names = ["offset", *(f"x_{i}" for i in range(1, values.shape[1]))]
    for name, column in zip(names, values.T, strict=True):
        shown[name] = [number(value, 4) for value in column]
    return pd.DataFrame(shown)


@item(
    "Is the posterior a softmax of a linear function?",
    17,
    lambda evidence: coefficient_table(linear_functions(evidence.classes)[0]),
)
def softmax_of_linear(evidence: Evidence) -> Finding:
    """Is it for these classes, and does knowing the form pay?"""
    classes, family = evidence.classes, family_in_words(evidence.settings["family"])
    _, departure, undefined = linear_functions(classes)
    deviation = from_softmax_of_linear(classes)
    holds = deviation < EXACT
    exact = hasattr(classes, "coefficients")
    found = (
        f"The table gives the {'coefficients' if exact else 'nearest linear functions'}. Over the "
        f"mixture of the classes the softmax of these linear functions differs from the posterior "
        f"by {size(deviation)}, equation (4); the logarithms of the odds differ from linear ones "
        f"by {size(departure)}, root mean square"
        + (
            f", where they are defined: at {percent(undefined)} of observations a class is "
            "impossible."
            if undefined
            else "."
        )
    )
    verdict = (
        f"For the classes of this config, {family}, equation (3) "
        f"{'holds' if holds else 'does not hold'}."
    )
    errors = evidence.means("posterior_error")
    if "logit" in evidence.summary.index and len(errors):
        best = errors.idxmin()
        apart = not_told_from(undecided(evidence.pairs("posterior_error"), "posterior_error", best))
        found += (
            " A multinomial logit, which has this form, fitted by cross-entropy to the same "
            f"samples has posterior error {evidence.mean('logit', 'posterior_error')} and accuracy "
            f"{evidence.mean('logit', 'accuracy')}; the smallest error of the config's estimators "
            f"is that of {label(best)}, {evidence.mean(best, 'posterior_error')}{apart}, with "
            f"accuracy {evidence.mean(best, 'accuracy')}."
        )
        times, than = beside_logit(evidence, best)
        verdict += (
            f" The posterior error of {label(best)} is {times} times that of the model "
            f"{'that knows the form' if holds else 'of that form'}, {than}."
        )
    return Finding(found, verdict)


def footnote_table(cases: list[Case]) -> pd.DataFrame:
    """Lay out how far log-odds are from linear in x, a row for each pair of distributions."""
    rows = [(case, *from_linear(case)) for case in cases]
    return pd.DataFrame(
        {
            "family": [case.family for case, *_ in rows],
            "two classes": [case.parameters for case, *_ in rows],
            "log-odds depart from linear by": [size(departure) for _, departure, _ in rows],
            "infinite with probability": [number(infinite, 2) for *_, infinite in rows],
            "of the form of equation (3)?": ["yes" if fits(case) else "no" for case, *_ in rows],
        }
    )


def fits(case: Case) -> bool:
    """Are the log-odds of two distributions linear in x wherever x may be?"""
    departure, infinite = from_linear(case)
    return departure <= EXACT and infinite == 0


@item("Are these distributions of that exponential family?", 19, lambda _: footnote_table(CASES))
def footnote(_: Evidence, cases: list[Case] = CASES) -> Finding:
    """Which of the distributions of the footnote have log-odds that are linear in x?"""
    members = [case.family for case in cases if case.common and fits(case)]
    others = [case.family for case in cases if case.common and not fits(case)]
    conditional = [case.family for case in cases if not case.common and not fits(case)]
    apart = "; ".join(
        f"{case.family}, {case.parameters}: {number(from_linear(case)[0], 1)}"
        for case in cases
        if not case.common
    )
    return Finding(
        "Classes of one family give softmax of a linear function only if the log-odds of any two "
        "are linear in x. The table has how far SciPy's are from it. With unequal parameters that "
        f"are no θ they depart by up to: {apart}.",
        f"Holds for {listed(members) if members else 'none'}"
        + (
            f", but {listed(conditional)} only with what is not θ in common, as the table has it"
            if conditional
            else ""
        )
        + (
            f". Refuted for {listed(others)}: the log-odds are infinite or not linear."
            if others
            else "."
        ),
    )
