"""What there is to see in each figure."""

import numpy as np

from analysis.paper import ESTIMATOR_OF_TABLE, published_posterior, published_rates
from experiment.draws import allocation
from report.evidence import PAPER_ORDER, Evidence, Finding
from report.items import item
from report.words import label, number


@item(
    "Posterior error over the trials",
    29,
)
def posterior_error(evidence: Evidence) -> Finding:
    """How is the posterior error distributed over trials?"""
    means = evidence.means("posterior_error")
    each = "; ".join(
        f"{label(name)} {evidence.mean(name, 'posterior_error')}" for name in means.index
    )
    found = f"Mean over {evidence.trials} trials: {each or 'no finite fit'}."
    variances = evidence.summary["variance"].xs("posterior_error", level="measure")
    variances = variances.reindex(evidence.estimators).dropna()
    if len(variances) < 2:
        return Finding(found, "With one estimator there is nothing to compare.")
    most, verdict = variances.idxmax(), []
    printed = published_posterior()["variance"]
    if evidence.same_problem and set(PAPER_ORDER) <= set(variances.index):
        of_three, theirs = variances[list(PAPER_ORDER)].idxmax(), printed.idxmax()
        same = "as in" if of_three == theirs else f"where in Table 2 it is {label(theirs)}: unlike"
        verdict.append(
            f"Of the paper's three, most variable is {label(of_three)}, {same} the paper."
        )
    else:
        verdict.append(f"Most variable is {label(most)}.")
    pairs = evidence.pairs("posterior_error")
    for (first, second), row in pairs.iterrows():
        apart = variances.get(first, np.nan) + variances.get(second, np.nan)
        paired = row["difference_se"] ** 2 * row["trials"]
        if apart > 0 and np.isfinite(paired):
            found += (
                f" Pairing makes the variance of {label(first)} minus {label(second)} "
                f"{paired / apart:.2f} times that of independent trials."
            )
    return Finding(found, " ".join(verdict))


@item(
    "Estimated and exact posterior of one trial",
    "The estimated posteriors are not shown.",
)
def posterior_maps(evidence: Evidence) -> Finding:
    """What does one fit look like beside the truth?"""
    finite = evidence.first_trial.dropna()
    errors = "; ".join(f"{label(name)} {each:.4f}" for name, each in finite.items())
    nearest = f"In this trial {label(finite.idxmin())} comes nearest to the truth. "
    return Finding(
        f"Trial 1. Posterior error: {errors or 'not finite'}.",
        (nearest if len(finite) > 1 else "")
        + "Far from the data the error is not weighed, and the estimates are free to stray.",
    )


@item(
    "Classification rates minus Bayes rates",
    "Tables 4–6 beside Table 3.",
)
def rates_minus_bayes(evidence: Evidence) -> Finding:
    """Where do the estimators lose against Bayes' rule?"""
    counts = allocation(evidence.settings["test_per_class"], evidence.classes.priors)
    right = np.diag(evidence.tables["table3"])
    bayes = float(counts @ right / counts.sum())
    losses = 100 * (bayes - evidence.means("accuracy"))
    if losses.empty:
        return Finding("No estimator has a finite fit.", "Nothing can be said.")
    ours = "; ".join(
        f"{label(name)} {number(loss, 2)} ± {100 * evidence.error(name, 'accuracy'):.2f}"
        for name, loss in losses.items()
    )
    found = (
        f"Bayes' rule is right for {100 * bayes:.2f} % of test observations. Lost against it, in "
        f"percentage points: {ours}."
    )
    if evidence.same_problem:
        best = np.diag(published_rates(3)).mean()
        printed = {
            e: np.diag(published_rates(table)).mean() for table, e in ESTIMATOR_OF_TABLE.items()
        }
        theirs = "; ".join(
            f"{label(name)} {number(100 * (best - rate), 2)}" for name, rate in printed.items()
        )
        found += f" In the paper's tables: {theirs}."
    most, spread = losses.idxmax(), losses.max() - losses.min()
    verdict = f"Most is lost by {label(most)}, {number(losses[most], 2)} points"
    verdict += f"; {spread:.2f} points separate the estimators." if len(losses) > 1 else "."
    return Finding(found, verdict)


@item(
    "The two penalty surfaces (the paper's Figures 1 and 2)",
    10,
)
def penalties(_: Evidence) -> Finding:
    """Where are the minima of the two penalties?"""
    grid = np.linspace(0, 1, 1001)[1:]
    t, output = grid[:, None], grid
    cross_entropy, least_squares = t * np.log(t / output), 0.5 * (t - output) ** 2
    at_t, at_output = np.unravel_index(cross_entropy.argmin(), cross_entropy.shape)
    lowest = cross_entropy.min()
    on_line = bool((least_squares.argmin(axis=1) == np.arange(len(grid))).all())
    near = abs(grid[at_t] - np.exp(-1)) < 1e-3 and grid[at_output] == 1 and on_line
    return Finding(
        f"On a grid, t log(t/z*) is least at (z*, t) = ({grid[at_output]:.0f}, {grid[at_t]:.3f}), "
        f"where it is {number(lowest, 4)}; −1/e is {number(-np.exp(-1), 4)}. ½(t − z*)² is least, "
        f"{least_squares.min():.0f}, {'where' if on_line else 'not everywhere where'} z* = t.",
        "Confirmed." if near else "Not confirmed.",
    )
