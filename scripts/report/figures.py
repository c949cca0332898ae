"""What there is to see in each figure."""

import numpy as np
import pandas as pd

from analysis.paper import ESTIMATOR_OF_TABLE, published_posterior, published_rates
from experiment.draws import allocation
from formulas.penalties import FOUND, best_outputs, lowest
from report.evidence import PAPER_ORDER, Evidence, Finding, not_told_from, undecided
from report.items import item
from report.words import label, number, size, with_error


def as_variable(rows: pd.DataFrame, name: str) -> list[str]:
    """Return the estimators whose variance the trials do not tell from that of one, the largest.

    The logarithm of the ratio is held against both intervals as if the trials were unpaired.

    Parameters
    ----------
    rows : DataFrame
        Of a summary, by estimator: variance and its interval, symmetric in the logarithm.
    name : str
    """
    reach = np.log(rows["variance_high"] / rows["variance_low"]).fillna(0) / 2  # 0/0: all alike
    apart = np.log(rows.loc[name, "variance"] / rows["variance"])
    return list(rows.index[~(apart > np.hypot(reach, reach[name])) & (rows.index != name)])


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
    rows = evidence.summary.xs("posterior_error", level="measure").reindex(evidence.estimators)
    rows = rows.dropna(subset="variance")
    variances = rows["variance"]
    if len(variances) < 2:
        return Finding(found, "With one estimator there is nothing to compare.")
    printed = published_posterior()["variance"].idxmax()
    beside = evidence.same_problem and set(PAPER_ORDER) <= set(variances.index)
    if beside:
        rows = rows.loc[list(PAPER_ORDER)]
    most = rows["variance"].idxmax()
    close = as_variable(rows, most)
    whose = " of the paper's three" if beside else ""
    largest = with_error(*rows.loc[most, ["variance", "variance_se"]], 5)
    verdict = (
        f"Largest variance{whose}: {label(most)}, {largest}{not_told_from(close) or ', resolved'} "
        f"(compared as if unpaired, {evidence.trials} trials)."
    )
    if beside:
        same = "not shown to differ" if printed in close else "unlike here"
        same = "as here" if printed == most else same
        verdict += f" In Table 2 it is {label(printed)}: {same}."
    pairs = evidence.pairs("posterior_error")
    for (first, second), row in pairs.iterrows():
        apart = variances.get(first, np.nan) + variances.get(second, np.nan)
        paired = row["difference_se"] ** 2 * row["trials"]
        if apart > 0 and np.isfinite(paired):
            found += (
                f" Pairing makes the variance of {label(first)} minus {label(second)} "
                f"{paired / apart:.2f} times that of independent trials."
            )
    return Finding(found, verdict)


@item(
    "Estimated and exact posterior of one trial",
    "The estimated posteriors are not shown.",
)
def posterior_maps(evidence: Evidence) -> Finding:
    """What does one fit look like beside the truth?"""
    finite = evidence.first_trial.dropna()
    errors = "; ".join(f"{label(name)} {each:.4f}" for name, each in finite.items())
    nearest = f"Nearest to the truth in this trial: {label(finite.idxmin())}. "
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
    verdict += not_told_from(undecided(evidence.pairs("accuracy"), "accuracy", most))
    verdict += f"; {spread:.2f} points separate the estimators." if len(losses) > 1 else "."
    return Finding(found, verdict)


@item(
    "The two penalty surfaces (the paper's Figures 1 and 2)",
    10,
)
def penalties(_: Evidence) -> Finding:
    """Where are the minima of the two penalties?"""
    deepest = lowest("cross_entropy")
    away = max(
        abs(deepest.output - 1), abs(deepest.target - np.exp(-1)), abs(deepest.value + np.exp(-1))
    )
    t = np.linspace(0.1, 0.9, 9)
    best, _ = best_outputs("cross_entropy", t)
    matched, value = best_outputs("least_squares", t)
    from_one, from_target = np.abs(best - 1).max(), np.abs(matched - t).max()
    right = max(away, from_one, from_target, abs(value)) < FOUND
    return Finding(
        f"An optimiser finds t log(t/z*) least at (z*, t) = ({number(deepest.output, 3)}, "
        f"{number(deepest.target, 3)}), where it is {number(deepest.value, 3)}: {size(away)} from "
        "(1, 1/e) and −1/e. For each of 9 targets from 0.1 to 0.9 the best output is apart from 1 "
        f"by {size(from_one)} at most; that of ½(t − z*)² is apart from t by {size(from_target)}, "
        f"where it is {size(abs(value))}.",
        f"{'Holds' if right else 'Does not hold'}, to {size(FOUND)}.",
    )
