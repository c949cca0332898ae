"""Claims about the network: its formula and its gradient."""

from itertools import product

import pandas as pd

from experiment.draws import generator
from formulas import network
from report.evidence import EXACT, Evidence, Finding, holds
from report.items import item
from report.words import label, listed, number, size

CENTRAL = 1e-6  # how far central differences are from a derivative


def formula_table() -> pd.DataFrame:
    """Lay out how far outputs and penalties are from section 1 written out."""
    pairings = product(("logistic", "softmax"), network.TERMS)
    rows = [(label("-".join(each)), *map(size, network.from_formula(*each))) for each in pairings]
    return pd.DataFrame(rows, columns=["pairing", "outputs stray by", "penalty strays by (share)"])


@item("Is the network that of section 1?", 1, lambda _: formula_table())
def formula(evidence: Evidence) -> Finding:
    """Are outputs, penalties and start weights those of the paper's formulas?"""
    pairings = product(("logistic", "softmax"), network.TERMS)
    worst = max(max(network.from_formula(*each)) for each in pairings)
    classes, reach = evidence.classes, evidence.settings["start_range"]
    sizes = len(classes.extent()[0]), evidence.settings["hidden_units"], len(classes.priors)
    start = generator(evidence.settings["seed"], 1, "start")
    largest = network.largest_start(start, sizes, reach)
    lie = "lie within" if largest <= reach else "go beyond"
    usual = "the interval" if reach == 1 else "not the interval"
    return Finding(
        "Outputs and penalties of a network with random weights, beside the formulas written out "
        f"number by number: they stray by {size(worst)} at most. The start weights of trial 1 "
        f"reach {number(largest, 2)} of the config's ±{reach:g}.",
        f"{holds(worst)}, to {size(EXACT)}. Start weights {lie} ±{reach:g}, {usual} that the paper "
        "calls frequent.",
    )


def gradient_table() -> pd.DataFrame:
    """Lay out how far the gradient is from central differences."""
    rows = [(label(name), size(each)) for name, each in network.gradient_deviations().items()]
    return pd.DataFrame(rows, columns=["estimator", "gradient strays by (share of the largest)"])


@item(
    "Is Δ_k times the derivative of the score that of the penalty?", 3, lambda _: gradient_table()
)
def gradient(_: Evidence) -> Finding:
    """Is the gradient by which networks are fitted, Δ_k sent back, the derivative?"""
    found = network.gradient_deviations()
    worst = max(found.values())
    wrong = [label(name) for name, each in found.items() if each > CENTRAL]
    return Finding(
        "Networks are fitted by Δ_k times the derivatives of the scores by Υ and, through the "
        f"hidden units, by Ω. From central differences of the penalty of {len(found)} estimators "
        f"this gradient strays by {size(worst)} of its largest component at most.",
        f"{holds(worst, CENTRAL)}, to {size(CENTRAL)}"
        + (f": not for {listed(wrong)}." if wrong else f", for all {len(found)} estimators."),
    )
