"""How many trials a Monte Carlo precision takes, as those already made tell.

The first look is at `FEWEST` trials. Their variance tells how many the precision takes, which are
then made at once: two stages (Stein, Annals of Mathematical Statistics 16, 1945). A look after each
range would stop at the first too small estimate of an error.
"""

from typing import Any

import numpy as np
import pandas as pd
from scipy.special import stdtrit

FEWEST = 200  # trials of the first look: an interval stopped on fewer is too short
TOGETHER = 100  # the trials wanted are rounded up to whole hundreds
COLUMNS = ["measure", "first", "second", "wanted", "reached", "trials_needed"]


def looked_at(
    summary: pd.DataFrame, paired: pd.DataFrame, precision: dict[str, Any], trials: int
) -> pd.DataFrame:
    """Return what each number that a precision is wanted of has reached, and the trials it takes.

    Parameters
    ----------
    summary, paired
        The tables of all trials made so far, of `summarise` and `paired_differences`.
    precision : dict
        `means`: by measure, the standard error wanted of each estimator's mean; `differences`: by
        measure, the smallest difference of two estimators to resolve, half the 95 % interval.
    trials : int
        How many were made.

    Returns
    -------
    DataFrame
        `second` is empty for a mean. `trials_needed` is n (reached/wanted)², nan where too few fits
        are finite to tell; no number is reached while it is.
    """
    rows = []
    for measure, wanted in precision.get("means", {}).items():
        for row in summary[summary["measure"] == measure].itertuples():
            rows.append((measure, row.estimator, "", wanted, row.mean_se))
    for measure, wanted in precision.get("differences", {}).items():
        for row in paired[paired["measure"] == measure].itertuples():
            reach = stdtrit(max(row.trials - 1, 1), 0.975) * row.difference_se
            rows.append((measure, row.first, row.second, wanted, reach))
    table = pd.DataFrame(rows, columns=COLUMNS[:-1])
    needed = np.ceil(trials * (table["reached"] / table["wanted"]) ** 2)
    return table.assign(trials_needed=needed)


def next_look(table: pd.DataFrame, trials: int, most: int) -> int:
    """Return the trials to look at next: the same if the precision is reached, or all are made."""
    needed = table["trials_needed"].fillna(np.inf).max() if len(table) else 0
    if needed <= trials:
        return trials
    return int(min(most, TOGETHER * np.ceil(needed / TOGETHER)))
