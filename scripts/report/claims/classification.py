"""Claims about the classification."""

import re

import numpy as np
import pandas as pd

from analysis.monte_carlo import LEVEL
from analysis.paper import ESTIMATOR_OF_TABLE
from report.evidence import Evidence, Finding, ranking
from report.items import item
from report.tables import difference_table
from report.words import label, listed, number


@item(
    "Does the classification follow the same order?",
    32,
    lambda evidence: difference_table(evidence.paired, "accuracy"),
)
def classification(evidence: Evidence) -> Finding:
    """Is the accuracy ranked as the posterior error is, and do the paper's own tables show it?"""
    ours = ranking(evidence, "accuracy")
    found, verdict = printed_traces(evidence)
    return Finding(" ".join([ours.found, *found]), " ".join([ours.verdict, *verdict]))


def printed_traces(evidence: Evidence) -> tuple[list[str], list[str]]:
    """Say how far apart the paper's own traces are and ours from these, and which disagree."""
    found, apart, unlike = [], [], []
    tests = evidence.agreement.set_index("question") if evidence.same_problem else pd.DataFrame()
    for name in tests.index[tests.index.str.endswith("as printed")] if len(tests) else []:
        printed, ours = tests.loc[name], tests.loc[name.removesuffix(" as printed")]
        if not np.isfinite(printed["p"]):
            continue
        tables = (int(number) for number in re.findall(r"\d", name))
        pair = " minus ".join(label(ESTIMATOR_OF_TABLE[table]) for table in tables)
        found.append(
            f"{pair}: printed {number(printed['difference'], 4, '+')} ± "
            f"{number(printed['error'], 4)} (t = {number(printed['statistic'], 1, '+')}), ours "
            f"{number(ours['ours'], 4, '+')}, apart by {number(ours['difference'], 4, '+')} ± "
            f"{number(ours['error'], 4)} (t = {number(ours['statistic'], 1, '+')})"
        )
        apart += [pair] if printed["p"] < LEVEL else []
        unlike += [pair] if ours["p"] < LEVEL else []
    if not found:
        return [], []
    heading = "Differences of the traces, paired, if the paper's trials vary as ours: "
    return [heading + "; ".join(found) + "."], [
        f"At the 5 % level the printed traces differ for {listed(apart) if apart else 'no pair'}, "
        f"and our differences from the printed ones for {listed(unlike) if unlike else 'none'}."
    ]
