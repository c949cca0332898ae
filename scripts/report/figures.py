"""What there is to see in each figure."""

import numpy as np

from analysis.paper import ESTIMATOR_OF_TABLE, published_posterior
from report.evidence import PAPER_ORDER, Evidence, Finding
from report.items import item
from report.words import label


@item(
    "Posterior error over the trials",
    "Only means and variances over trials are printed (Table 2).",
)
def posterior_error(evidence: Evidence) -> Finding:
    """How is the posterior error distributed over trials?"""
    summary = evidence.summary.xs("posterior_error", level="measure").loc[list(PAPER_ORDER)]
    most, printed = summary["variance"].idxmax(), published_posterior()["variance"].idxmax()
    means = (f"{label(name)} {evidence.mean(name, 'posterior_error')}" for name in PAPER_ORDER)
    same = "as in" if most == printed else f"where in Table 2 it is {label(printed)}: unlike"
    return Finding(
        f"Mean over {evidence.trials} trials: {'; '.join(means)}.",
        f"The distributions overlap, the paired differences much less. Most variable is "
        f"{label(most)}, {same} the paper.",
    )


@item(
    "Estimated and exact posterior of one trial",
    "The estimated posteriors are not shown.",
)
def posterior_maps(evidence: Evidence) -> Finding:
    """What does one fit look like beside the truth?"""
    errors = "; ".join(f"{label(name)} {each:.4f}" for name, each in evidence.first_trial.items())
    return Finding(
        f"The first trial, over the plane, with the Bayes boundaries. Posterior error: {errors}.",
        f"In this trial {label(evidence.first_trial.idxmin())} comes nearest to the truth. Far "
        "from the data the error is not weighed, and the estimates are free to stray.",
    )


@item(
    "Classification rates minus Bayes rates",
    "Tables 4–6 beside Table 3.",
)
def rates_minus_bayes(evidence: Evidence) -> Finding:
    """Where do the estimators lose against Bayes' rule?"""
    best = evidence.comparison.query("table == 3 and row == column")["reproduced"].mean()
    losses = {name: 100 * (best - evidence.value(name, "accuracy")) for name in PAPER_ORDER}
    ours = "; ".join(
        f"{label(name)} {loss:.2f} ± {100 * evidence.error(name, 'accuracy'):.2f}"
        for name, loss in losses.items()
    )
    tables = evidence.comparison[evidence.comparison["table"].isin(ESTIMATOR_OF_TABLE)]
    printed = tables.query("row == column").groupby("table")["published"].mean()
    theirs = ", ".join(
        f"{label(ESTIMATOR_OF_TABLE[table])} {100 * (best - rate):.2f}"
        for table, rate in printed.items()
    )
    return Finding(
        f"Share of observations lost against Bayes' rule, in percentage points: {ours}. "
        f"In the paper's tables: {theirs}.",
        f"At most {max(losses.values()):.2f} points separate any estimator from the best possible, "
        f"and {np.ptp(list(losses.values())):.2f} points the estimators from each other.",
    )


@item(
    "The two penalty surfaces (the paper's Figures 1 and 2)",
    "Cross-entropy has its minimum −1/e at (z*, t) = (1, 1/e); least squares has its minimum 0 "
    "wherever z* = t.",
)
def penalties(_: Evidence) -> Finding:
    """Where are the minima of the two penalties?"""
    t = np.linspace(0, 1, 1001)[1:]
    values = t * np.log(t)  # the cross-entropy falls in z*, so that its minimum is at z* = 1
    lowest = values.argmin()
    return Finding(
        f"On a grid, t log(t/z*) is least at (z*, t) = (1, {t[lowest]:.3f}), where it is "
        f"{values[lowest]:.4f}; −1/e is {-np.exp(-1):.4f}. ½(t − z*)² is 0 along z* = t.",
        "Confirmed.",
    )
