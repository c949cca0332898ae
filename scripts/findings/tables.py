"""What the run found about each table of the paper."""

import numpy as np

from analysis.paper import ESTIMATOR_OF_TABLE, published_rates
from findings.evidence import Evidence, Finding


def deltas(evidence: Evidence) -> Finding:
    """Are the printed Δ_k the derivatives of the penalties?"""
    table = evidence.table1
    wrong = table[table["printed_deviation"] > 1e-6]
    cells = "; ".join(
        f"{row.activation} + {row.penalty.replace('_', ' ')} strays from it by up to "
        f"{row.printed_deviation:.2f}"
        for row in wrong.itertuples()
    )
    right = len(table) - len(wrong)
    return Finding(
        f"At 1000 random points, {right} of {len(table)} printed cells equal the derivative to "
        f"{table['derivative_deviation'].max():.0e}; {cells}. The last column gives the right "
        "expressions, which agree everywhere.",
        f"{right} cells hold, {len(wrong)} do not: the logistic + cross-entropy cell is the "
        "derivative of the two-term cross-entropy, the softmax + least squares cell has a sign "
        "turned.",
    )


def bayes(evidence: Evidence) -> Finding:
    """Are the printed Bayes rates exact?"""
    rows = evidence.comparison.query("table == 3")
    distance = (rows["reproduced"] - rows["published"]).abs().max()
    holds = "agree to" if distance <= 0.5e-4 + 1e-9 else "do not agree to"
    return Finding(
        f"Integrated over the exact decision regions with an error below "
        f"{rows['reproduced_se'].max():.0e}, they differ from the printed ones by at most "
        f"{distance:.0e}.",
        f"The rates {holds} the four printed decimals.",
    )


def rates(evidence: Evidence, table: int) -> Finding:
    """Do the classification rates of one estimator agree with the published ones?"""
    rows = evidence.comparison.query("table == @table")
    ours = 4 * evidence.value(ESTIMATOR_OF_TABLE[table], "accuracy")
    error = 4 * evidence.error(ESTIMATOR_OF_TABLE[table], "accuracy")
    printed = np.trace(published_rates(table))
    printed_error = np.hypot.reduce(rows.query("row == column")["published_se"])
    z = (ours - printed) / np.hypot(error, printed_error)
    far = int((rows["z"].abs() > 2).sum())
    agrees = "agree" if abs(z) < 2 and far <= 2 else "disagree"
    return Finding(
        f"{far} of {len(rows)} rates lie more than two standard errors from the printed ones (one "
        f"in twenty would by chance). The trace is {ours:.4f} ± {error:.4f}, the printed one "
        f"{printed:.4f} ± {printed_error:.4f}: z = {z:+.1f}.",
        f"Ours and the printed rates {agrees}.",
    )
