"""What the number of trials is enough for, and what more would cost."""

import numpy as np
import pandas as pd

from analysis.precision import looked_at
from report.evidence import Evidence, Finding
from report.items import item
from report.words import label, listed, number, with_error


def next_decimals(evidence: Evidence) -> pd.DataFrame:
    """Return what each mean posterior error has reached and what its next decimal takes.

    A decimal is known where the standard error is at most half a unit of it. Without an error, as
    where too few fits are finite, there is no row.
    """
    means = evidence.means("posterior_error")
    rows = []
    for name in means.index:
        error = evidence.error(name, "posterior_error")
        if error > 0:
            known = int(np.floor(-np.log10(2 * error)))
            wanted = 0.5 * 10.0 ** -(known + 1)
            needed = np.ceil(evidence.trials * (error / wanted) ** 2)
            rows.append((name, means[name], error, max(known, 0), needed))
    return pd.DataFrame(rows, columns=["estimator", "mean", "error", "known", "needed"])


def precision_table(evidence: Evidence) -> pd.DataFrame:
    """Lay out the means, the decimals that are known, and the trials that one more takes."""
    rows = next_decimals(evidence)
    return pd.DataFrame(
        {
            "estimator": rows["estimator"].map(label),
            "posterior error": [
                with_error(*each, 5) for each in zip(rows["mean"], rows["error"], strict=True)
            ],
            "decimals known": rows["known"].astype(str),
            "trials for one more": [number(each, 0) for each in rows["needed"]],
        }
    )


@item(
    "How many digits do the trials give?",
    "Means and variances over 100 trials, without their Monte Carlo errors.",
    precision_table,
)
def precision(evidence: Evidence) -> Finding:
    """How precise are the means, was the precision wanted reached, and what would more cost?"""
    rows, trials = next_decimals(evidence), evidence.trials
    if len(rows):
        known = listed(f"{label(row.estimator)} {row.known}" for row in rows.itertuples())
        found = (
            f"Decimals of the mean posterior error that {trials} trials give, to a standard error "
            f"of half a unit: {known}."
        )
        costs = listed(number(each, 0) for each in rows["needed"])
        verdict = f"One more decimal takes {costs} trials."
    else:
        found, verdict = f"With {trials} trials no mean posterior error has an error.", ""
    verdict += f" A tenth of any error takes {100 * trials} trials."
    wanted = evidence.settings.get("precision", {})
    if any(wanted.values()):
        summary = evidence.summary.loc[evidence.estimators].reset_index()
        table = looked_at(summary, evidence.paired, wanted, trials)
        short = table[~(table["trials_needed"] <= trials)]
        reached = "is reached" if short.empty else "is not reached"
        of = "" if short.empty else f" of {len(short)} of {len(table)} numbers"
        verdict += f" The precision wanted{of} {reached} with {trials} trials."
    return Finding(found, verdict.strip())
