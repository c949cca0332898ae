"""The claims of the paper: each with its table, its sentence and its registration."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.paper import OBSERVATIONS, published_rates
from report.evidence import PAPER_ORDER, Evidence, Finding, multiple, ranking
from report.items import item
from report.words import label, number, with_error


def difference_table(paired: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Lay out the paired differences of one measure."""
    rows = paired[paired["measure"] == measure]
    cells = zip(rows["difference"], rows["difference_se"], strict=True)
    intervals = zip(rows["low"], rows["high"], strict=True)
    return pd.DataFrame(
        {
            "first": rows["first"].map(label),
            "second": rows["second"].map(label),
            "first − second": [with_error(*cell, 5) for cell in cells],
            "95 % interval": [f"{low:.5f} to {high:.5f}" for low, high in intervals],
            "trials": rows["trials"].astype(str),
            "trials needed": rows["trials_needed"].map(lambda needed: number(needed, 0)),
            "verdict": rows["verdict"],
        }
    )


def reading_table(table: pd.DataFrame) -> pd.DataFrame:
    """Lay out Table 2 under each of its readings."""
    cells = zip(table["reproduced"], table["reproduced_se"], strict=True)
    published = zip(table["published"], table["published_se"], strict=True)
    return pd.DataFrame(
        {
            "reference posterior": table["reference"],
            "divided by N": table["divided_by_n"],
            "estimator": table["estimator"].map(label),
            "figure": table["figure"],
            "paper": [with_error(*cell, 3) for cell in published],
            "ours": [with_error(*cell, 3) for cell in cells],
            "z": table["z"].map(lambda z: number(z, 1)),
        }
    )


def measure_table(columns: dict[str, str]) -> Callable[[Evidence], pd.DataFrame]:
    """Return a table of measures, by their heading, of all estimators."""

    def table(evidence: Evidence) -> pd.DataFrame:
        wide = evidence.summary.unstack("measure", sort=False)
        shown = {"estimator": [label(name) for name in wide.index]}
        for heading, measure in columns.items():
            cells = zip(wide["mean", measure], wide["mean_se", measure], strict=True)
            decimals = 7 if measure == "posterior_error_accuracy" else 5
            shown[heading] = [with_error(*cell, decimals) for cell in cells]
        return pd.DataFrame(shown)

    return table


def coefficient_table(values: np.ndarray) -> pd.DataFrame:
    """Lay out the linear functions of x whose softmax is the exact posterior, a row a class."""
    shown = {"class": [str(k + 1) for k in range(len(values))]}
    names = ["offset", *(f"x_{i}" for i in range(1, values.shape[1]))]
    for name, column in zip(names, values.T, strict=True):
        shown[name] = [number(value, 4) for value in column]
    return pd.DataFrame(shown)


@item(
    "Does the classification follow the same order?",
    "By inspection, or by the trace of Tables 4–6, the estimators are ranked as by posterior "
    "error; that accuracy improves too is called more surprising.",
    lambda evidence: difference_table(evidence.paired, "accuracy"),
)
def classification(evidence: Evidence) -> Finding:
    """Is the accuracy ranked as the posterior error is, and do the paper's own tables show it?"""
    ours = ranking(evidence, "accuracy")
    logistic, softmax, best = (np.trace(published_rates(number)) for number in (4, 6, 5))
    error = np.sqrt(sum(rate * (1 - rate) for rate in np.diag(published_rates(5))) / OBSERVATIONS)
    steps = [(softmax - logistic) / (np.sqrt(2) * error), (best - softmax) / (np.sqrt(2) * error)]
    return Finding(
        f"{ours.found} The paper's own traces, {logistic:.4f}, {softmax:.4f} and {best:.4f}, carry "
        f"a standard error of about {error:.3f} each.",
        f"{ours.verdict} Taken as independent, the printed traces themselves are {steps[0]:.1f} "
        f"and {steps[1]:.1f} standard errors apart.",
    )


@item(
    "What is in Table 2?",
    "Equation (4), approximated by the root of the squared differences, averaged over the test "
    "observations and summed over the classes. The printed means are 3.9 to 4.6.",
    lambda evidence: reading_table(evidence.readings),
)
def readings(evidence: Evidence) -> Finding:
    """Which reading of Table 2 gives the published figures?"""
    table = evidence.readings.dropna(subset="z")
    groups = dict(list(table.groupby(["reference", "divided_by_n"])))
    worst = {key: group["z"].abs().max() for key, group in groups.items()}
    best = min(groups, key=lambda key: groups[key]["z"].abs().mean())
    listed = "; ".join(
        f"reference {reference}, {'divided' if divided == 'yes' else 'not divided'} by N: largest "
        f"|z| {worst[reference, divided]:.1f}"
        for reference, divided in groups
    )
    fits = groups[best]
    by_row = "; ".join(
        f"{label(estimator)} z = "
        + ", ".join(f"{row.z:+.1f} ({row.figure})" for row in group.itertuples())
        for estimator, group in fits.groupby("estimator", sort=False)
    )
    matching = [
        label(name)
        for name, group in fits.groupby("estimator", sort=False)
        if (group["z"].abs() < 2).all()
    ]
    division = "divided" if best[1] == "yes" else "not divided"
    return Finding(
        f"{listed}. Nearest: reference {best[0]}, {division} by N, where {by_row}.",
        "As printed, Table 2 cannot be equation (4), whose approximation is at most 2. The nearest "
        f"reading matches {' and '.join(matching) or 'no row'}, mean and variance, within two "
        "standard errors"
        + ("; it does not match the others. " if len(matching) < 3 else ". ")
        + "That the authors computed it so is a guess that fits, not a fact.",
    )


@item(
    "How poor is the approximation of equation (4)?",
    "The average over the test sample is called a poor approximation, good enough for ranking.",
    measure_table(
        {
            "equation (4), integrated": "posterior_error",
            "its accuracy": "posterior_error_accuracy",
            "approximation": "posterior_rms",
            "approximation − equation (4)": "approximation_error",
        }
    ),
)
def approximation(evidence: Evidence) -> Finding:
    """How poor is the test-set approximation of equation (4)?"""
    clauses = []
    for estimator in PAPER_ORDER:
        row = evidence.summary.loc[(estimator, "approximation_error")]
        error = evidence.value(estimator, "posterior_error")
        share = multiple(np.sqrt(row["variance"]), error, ".1%")
        clauses.append(
            f"{label(estimator)}: bias {with_error(row['mean'], row['mean_se'], 5)}, scatter "
            f"{share} of the error itself"
        )
    differences = evidence.paired.query("measure == 'posterior_error'")["difference"].abs()
    bias = max(abs(evidence.value(name, "approximation_error")) for name in PAPER_ORDER)
    accuracy = max(evidence.value(name, "posterior_error_accuracy") for name in PAPER_ORDER)
    return Finding(
        "Against equation (4) integrated over the class mixture (mean accuracy of the quadrature "
        f"{accuracy:.0e}), for a single trial: " + "; ".join(clauses) + ".",
        f"For ranking by means it is good: its largest bias, {bias:.5f}, is "
        f"{multiple(bias, differences.min(), '.0%')} of the smallest difference between "
        "estimators, and its scatter averages out over trials.",
    )


@item(
    "Is logistic + cross-entropy not sensible?",
    "For a given target the cross-entropy is least at z* = 1, so that without the constraint that "
    "outputs add to one the network returns 1 for all classes.",
    measure_table(
        {
            "mean output": "mean_output",
            "posterior error": "posterior_error",
            "accuracy": "accuracy",
            "objective": "objective",
        }
    ),
)
def not_sensible(evidence: Evidence) -> Finding:
    """Do logistic outputs with the multi-class cross-entropy all go to 1?"""
    bad, good = "logistic-cross_entropy", "logistic-binary_cross_entropy"
    collapsed = evidence.value(bad, "mean_output") > 0.99
    return Finding(
        f"Mean output {evidence.mean(bad, 'mean_output')}, accuracy "
        f"{evidence.mean(bad, 'accuracy')}, posterior error "
        f"{evidence.mean(bad, 'posterior_error')}. With the two-term cross-entropy, whose Δ_k is "
        f"z*_k − t_k: mean output {evidence.mean(good, 'mean_output')}, accuracy "
        f"{evidence.mean(good, 'accuracy')}, posterior error "
        f"{evidence.mean(good, 'posterior_error')}.",
        ("Confirmed: all outputs go to 1. " if collapsed else "Not confirmed here. ")
        + "What shares Δ_k = z*_k − t_k with softmax + cross-entropy is the two-term pairing.",
    )


@item(
    "Do logistic outputs add to one?",
    "With least squares they do so asymptotically, but too slowly to be useful at reasonable "
    "sample sizes.",
    measure_table({"mean |Σ_k z*_k − 1|": "sum_deviation", "mean output": "mean_output"}),
)
def sums(evidence: Evidence) -> Finding:
    """How far from one do logistic outputs sum?"""
    names = ("logistic-least_squares", "logistic-binary_cross_entropy")
    found = "; ".join(f"{label(name)}: {evidence.mean(name, 'sum_deviation')}" for name in names)
    return Finding(
        f"Mean |Σ_k z*_k − 1| over test observations: {found}. Softmax outputs: zero by "
        "construction.",
        f"At this sample size the sums are off by {evidence.value(names[0], 'sum_deviation'):.0%} "
        "on average; how fast that falls with the sample size is a question for `make studies`.",
    )


@item(
    "Is the posterior a softmax of a linear function?",
    "For classes of one exponential family with a common scale it is (equation 3), which justifies "
    "softmax outputs.",
    lambda evidence: coefficient_table(evidence.coefficients),
)
def softmax_of_linear(evidence: Evidence) -> Finding:
    """Does knowing the right form pay?"""
    logit, best = "logit", "softmax-cross_entropy"
    errors = evidence.value(best, "posterior_error"), evidence.value(logit, "posterior_error")
    return Finding(
        f"The table gives the coefficients. A multinomial logit, which has exactly this form, "
        f"fitted to the same samples has posterior error {evidence.mean(logit, 'posterior_error')} "
        f"and accuracy {evidence.mean(logit, 'accuracy')}; the best network, {label(best)}, has "
        f"{evidence.mean(best, 'posterior_error')} and {evidence.mean(best, 'accuracy')}.",
        f"The derivation holds. The posterior error of {label(best)} is "
        f"{multiple(*errors, '.2f')} times that of a model that knows the form.",
    )
