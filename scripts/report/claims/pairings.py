"""Claims about the pairings of activation and penalty."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from formulas.penalties import FOUND, Gibbs, best_outputs_of_each, gibbs
from report.evidence import Evidence, Finding
from report.items import item
from report.tables import measure_table
from report.words import label, number, percent, percent_with_error, sentence, size


@item(
    "Is logistic + cross-entropy not sensible?",
    11,
    measure_table(
        {
            "mean output": "mean_output",
            "posterior error": "posterior_error",
            "accuracy": "accuracy",
            "largest output shared": "ties",
            "objective": "objective",
        }
    ),
)
def not_sensible(evidence: Evidence) -> Finding:
    """Do logistic outputs with the multi-class cross-entropy all go to 1?"""
    bad, good = "logistic-cross_entropy", "logistic-binary_cross_entropy"

    def measured(name: str) -> str:
        return (
            f"mean output {evidence.mean(name, 'mean_output')}, accuracy "
            f"{evidence.mean(name, 'accuracy')}, posterior error "
            f"{evidence.mean(name, 'posterior_error')}"
        )

    mean, error = evidence.value(bad, "mean_output"), evidence.error(bad, "mean_output")
    iterations, decay = evidence.settings["iterations"], evidence.settings["weight_decay"]
    conditions = f"after at most {iterations} iterations" + (f", decay {decay:g}" if decay else "")
    collapsed = mean - 2 * error > 0.98
    ties = evidence.value(bad, "ties")
    tied = np.isfinite(ties) and ties > 0
    share = percent_with_error(ties, evidence.error(bad, "ties"))
    return Finding(
        f"{sentence(label(bad) + ': ' + measured(bad))} With the two-term cross-entropy, whose "
        f"Δ_k is z*_k − t_k: {measured(good)}."
        + (
            f" Of test observations {share} have a largest output that several classes share, with "
            f"{label(bad)}: rounding has put them at the same number."
            if tied
            else ""
        ),
        (
            f"Confirmed: outputs go to 1 for all classes (mean {mean:.4f}, {conditions}). "
            if collapsed
            else f"Not confirmed {conditions}: mean output {number(mean, 4) or 'not finite'}. "
        )
        + (
            f"What {percent(ties)} of observations are ascribed to, and with it accuracy, is a "
            "matter of the order of the classes. "
            if tied
            else ""
        )
        + "What shares Δ_k = z*_k − t_k with softmax + cross-entropy is the two-term pairing.",
    )


def preferred_outputs(_: Evidence) -> pd.DataFrame:
    """Lay out the outputs that each cross-entropy of the same targets prefers."""
    found = best_outputs_of_each(np.array([0.1, 0.2, 0.3, 0.4]))
    rows = [
        {"least": words} | {f"class {k}": number(each, 3) for k, each in enumerate(outputs, 1)}
        for words, outputs in found.items()
    ]
    return pd.DataFrame(rows)


@item("Is it only the sum of one that makes softmax usable?", 12, preferred_outputs)
def gibbs_inequality(_: Evidence, numbers: Callable[[], Gibbs] = gibbs) -> Finding:
    """Is cross-entropy least at the targets among outputs that add to one, and only there?"""
    smallest, apart, free_apart, value, two_terms = numbers()
    holds = smallest >= 0 and apart < FOUND
    free = free_apart >= FOUND  # no collapse without the constraint
    parts = [
        "Holds: among outputs that add to one, cross-entropy is least at the targets (Gibbs' "
        "inequality)"
        if holds
        else "Does not hold: cross-entropy is not least at the targets although outputs add to one",
        "and free ones do not go to 1." if free else "and without that it drives all outputs to 1.",
    ]
    if two_terms < FOUND:
        parts.append(
            "It is needed for this cross-entropy only: the two-term one is least at the targets "
            "without it."
        )
    return Finding(
        "Targets add to one. Outputs that do too: the smallest cross-entropy of 10,000 random "
        f"pairs is {number(smallest, 3)}, and the best outputs that an optimiser finds are apart "
        f"from the targets by {size(apart)} at most. Free outputs: the best are apart from 1 by "
        f"{size(free_apart)}, where it falls to {number(value, 2)}. Free outputs with the two-term "
        f"cross-entropy: the best are apart from the targets by {size(two_terms)}.",
        f"{parts[0]}, {' '.join(parts[1:])}",
    )
