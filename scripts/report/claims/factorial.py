"""Claims about activation and penalty apart: the design of 2 × 2."""

import pandas as pd

from analysis.factorial import COMPARED
from report.evidence import Evidence, Finding
from report.items import item
from report.words import interval, listed, with_error


def effect_table(factorial: pd.DataFrame) -> pd.DataFrame:
    """Lay out the effects on each measure."""
    cells = zip(factorial["improvement"], factorial["improvement_se"], strict=True)
    ends = zip(factorial["low"], factorial["high"], strict=True)
    return pd.DataFrame(
        {
            "measure": factorial["measure"].str.replace("_", " "),
            "effect": factorial["effect"],
            "improvement": [with_error(*cell, 5) for cell in cells],
            "95 % interval": [interval(*each, 5, "+") for each in ends],
            "trials": factorial["trials"].astype(str),
        }
    )


@item(
    "Is the improvement due to both?",
    28,
    lambda evidence: effect_table(evidence.factorial),
    needs=lambda evidence: len(evidence.factorial) > 0,
)
def both(evidence: Evidence) -> Finding:
    """Do the activation and the penalty each improve the estimates, and more so together?"""
    measures = {
        name: rows.set_index("effect")
        for name, rows in evidence.factorial.groupby("measure", sort=False)
    }
    found = " ".join(
        f"{name.replace('_', ' ').capitalize()}: "
        + "; ".join(
            f"{effect} {with_error(row['improvement'], row['improvement_se'], 4) or 'not finite'}"
            for effect, row in rows.iterrows()
            if name == COMPARED[0] or " under " not in effect
        )
        + "."
        for name, rows in measures.items()
    )
    return Finding(
        "The fourth pairing is logistic outputs with the two-term cross-entropy, as with the "
        "multi-class one they are not sensible. Improvement by each change, under one setting of "
        "the other or averaged over both; the interaction is how much more one improves with the "
        f"other. {found} Paired over trials.",
        " ".join(effect_verdict(name, rows) for name, rows in measures.items()),
    )


def effect_verdict(measure: str, rows: pd.DataFrame) -> str:
    """Say which of the two changes improve a measure, and whether their effects add up."""

    def sign(effect: str) -> int:
        low, high = rows.loc[effect, ["low", "high"]]
        return int(low > 0) - int(high < 0)

    names = {1: [], 0: [], -1: []}
    for effect in ("activation", "penalty"):
        names[sign(effect)].append(f"the {effect}")
    trials = rows["trials"].iloc[0]
    words = measure.replace("_", " ")
    if len(names[1]) == 2:
        said = f"The improvement of the {words} is due to both the activation and the penalty"
    else:
        parts = [f"{listed(names[1])} improves it"] if names[1] else []
        parts += [f"{listed(names[-1])} makes it worse"] if names[-1] else []
        parts += [f"of {listed(names[0])} no effect is resolved"] if names[0] else []
        said = f"That the {words} improves by both is not confirmed: {', '.join(parts)}"
    together = {1: "more than additive", 0: "not found to be other than additive"}
    together[-1] = "less than additive"
    low, high = rows.loc["interaction", ["low", "high"]]
    extent = f" (interaction {interval(low, high, 4, '+')})" if interval(low, high, 4) else ""
    return (
        f"{said}; together they are {together[sign('interaction')]}{extent}, with {trials} trials."
    )
