"""Which settings come nearest to the paper's numbers."""

import pandas as pd

from analysis.distances import NEAR
from findings.evidence import Finding


def conclude(table: pd.DataFrame, trials: int) -> Finding:
    """Name the nearest settings, and say whether any matches everything."""
    nearest = "; ".join(
        f"{row.scenario} (reference {row.reference}, "
        f"{'divided' if row.divided_by_n == 'yes' else 'not divided'} by N): root mean square z "
        f"{row.distance:.2f}, largest {row.largest_z:.1f}, {row.matched} of {row.figures} matched"
        for row in table.head(3).itertuples()
    )
    whole = table[table["matched"] == table["figures"]]
    names = ", ".join(whole["scenario"])
    return Finding(
        f"{table['scenario'].nunique()} settings of {trials} trials each, four readings of Table "
        "2, 15 figures: the means and variances of Table 2, and from each of Tables 4–6 the summed "
        f"rates of right, near and opposite ascriptions. Nearest: {nearest}.",
        f"All 15 figures are matched within {NEAR:.0f} standard errors by {names}."
        if len(whole)
        else f"No setting matches all 15 figures within {NEAR:.0f} standard errors.",
    )
