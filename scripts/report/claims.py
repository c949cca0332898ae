"""The claims of the paper: each with its table, its sentence and its registration."""

import re
from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.special import softmax, stdtrit

from analysis.monte_carlo import LEVEL
from analysis.paper import ESTIMATOR_OF_TABLE, published_posterior
from experiment.measures import ROUNDING
from report.evidence import Evidence, Finding, multiple, ranking
from report.items import item
from report.words import interval, label, listed, number, percent, reading, sentence, with_error

SMALL = 0.1  # a bias below this share of a difference


def difference_table(paired: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Lay out the paired differences of one measure."""
    rows = paired[paired["measure"] == measure]
    cells = zip(rows["difference"], rows["difference_se"], strict=True)
    intervals = zip(rows["low"], rows["high"], strict=True)
    needed = zip(rows["trials_needed_low"], rows["trials_needed_high"], strict=True)
    return pd.DataFrame(
        {
            "first": rows["first"].map(label),
            "second": rows["second"].map(label),
            "first − second": [with_error(*cell, 5) for cell in cells],
            "95 % interval": [interval(*ends, 5) for ends in intervals],
            "trials": rows["trials"].astype(str),
            "trials needed": [number(each, 0) for each in rows["trials_needed"]],
            "95 % interval of these": [interval(*ends, 0) for ends in needed],
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


def nearest_reading(readings: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the reading whose figures are nearest to the printed ones."""
    groups = [group for _, group in readings.groupby(["reference", "divided_by_n"], sort=False)]
    return min(groups, key=lambda group: group["z"].abs().mean())


@item(
    "What is in Table 2?",
    "Equation (4), approximated by the root of the squared differences, averaged over the test "
    "observations and summed over the classes. The printed means are 3.9 to 4.6.",
    lambda evidence: reading_table(evidence.readings),
    needs=lambda evidence: evidence.same_problem and evidence.readings["z"].notna().any(),
)
def readings(evidence: Evidence) -> Finding:
    """Which reading of Table 2 gives the published figures?"""
    table = evidence.readings.dropna(subset="z")
    groups = table.groupby(["reference", "divided_by_n"], sort=False)
    each = "; ".join(
        f"{reading(reference, divided)}: largest |z| {group['z'].abs().max():.1f}"
        for (reference, divided), group in groups
    )
    nearest = nearest_reading(table)
    by_estimator = dict(list(nearest.groupby("estimator", sort=False)))
    by_row = "; ".join(
        f"{label(estimator)} z = "
        + ", ".join(f"{number(row.z, 1, '+')} ({row.figure})" for row in group.itertuples())
        for estimator, group in by_estimator.items()
    )
    reach = stdtrit(evidence.trials - 1, 0.975)
    matched = [label(n) for n, group in by_estimator.items() if (group["z"].abs() < reach).all()]
    others = [label(n) for n in by_estimator if label(n) not in matched]
    bound = np.sqrt(len(evidence.tables["table3"]))
    printed = published_posterior()["mean"]
    cannot = (
        f"Its printed means, {printed.min():.1f} to {printed.max():.1f}, cannot be the "
        f"approximation of equation (4), which is at most √q = {bound:.0f}. "
        if printed.min() > bound
        else ""
    )
    first = nearest.iloc[0]
    return Finding(
        f"{sentence(each)} Nearest of the {len(groups)}: "
        f"{reading(first['reference'], first['divided_by_n'])}, where {by_row}.",
        f"{cannot}Within the errors of {evidence.trials} trials the nearest reading matches "
        f"{listed(matched) if matched else 'no estimator'}, mean and variance"
        + (f", and not {listed(others)}" if matched and others else "")
        + ". That the authors computed it so is a guess, chosen because it comes nearest.",
    )


@item(
    "How poor is the approximation of equation (4)?",
    "The average over the test sample is called a poor approximation, good enough for ranking.",
    measure_table(
        {
            "equation (4), over the mixture": "posterior_error",
            "its accuracy": "posterior_error_accuracy",
            "approximation": "posterior_rms",
            "approximation − equation (4)": "approximation_error",
        }
    ),
)
def approximation(evidence: Evidence) -> Finding:
    """How poor is the test-set approximation of equation (4)?"""
    biases = evidence.means("approximation_error").abs()
    if biases.empty:
        return Finding("No estimator has a finite fit.", "Nothing can be said.")
    clauses = []
    for estimator in biases.index:
        row = evidence.summary.loc[(estimator, "approximation_error")]
        error = evidence.value(estimator, "posterior_error")
        share = percent(np.sqrt(row["variance"]) / error, 1) if error else "∞"
        clauses.append(
            f"{label(estimator)}: bias {with_error(row['mean'], row['mean_se'], 5)}, scatter "
            f"{share} of the error itself"
        )
    differences = evidence.pairs("posterior_error")["difference"].abs().dropna()
    accuracy = evidence.means("posterior_error_accuracy").max()
    ranks = "With one estimator there is nothing to rank."
    if len(differences):
        most = biases.idxmax()
        error = evidence.error(most, "approximation_error")
        clear = biases[most] > stdtrit(evidence.trials - 1, 0.975) * error
        share = biases[most] / differences.min() if differences.min() else np.inf
        ranks = (
            f"The largest bias, {number(biases[most], 5)}, "
            f"{'is' if clear else 'is not'} distinguishable from zero with {evidence.trials} "
            f"trials; it is {percent(share) if np.isfinite(share) else '∞ %'} of the smallest "
            "difference between estimators: for ranking by means "
            + ("small." if share < SMALL else "not small." if clear else "nothing is shown.")
        )
    return Finding(
        "As printed, equation (4) integrates over x without a density: it has no finite value "
        "where estimate and posterior differ far from the data. Computed here is the integral over "
        "the density of the class mixture, which is what a mean over test observations estimates "
        f"(mean accuracy of the quadrature {accuracy:.0e}). Against it, for a single trial: "
        + "; ".join(clauses)
        + ".",
        f"Of equation (4) as printed, a mean over test observations is no approximation. {ranks}",
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

    def measured(name: str) -> str:
        return (
            f"mean output {evidence.mean(name, 'mean_output')}, accuracy "
            f"{evidence.mean(name, 'accuracy')}, posterior error "
            f"{evidence.mean(name, 'posterior_error')}"
        )

    mean, error = evidence.value(bad, "mean_output"), evidence.error(bad, "mean_output")
    iterations, decay = evidence.settings["iterations"], evidence.settings["weight_decay"]
    conditions = f"after at most {iterations} iterations" + (f", decay {decay:g}" if decay else "")
    collapsed = mean - 2 * error > 0.98
    return Finding(
        f"{sentence(label(bad) + ': ' + measured(bad))} With the two-term cross-entropy, whose "
        f"Δ_k is z*_k − t_k: {measured(good)}.",
        (
            f"Confirmed: outputs go to 1 for all classes (mean {mean:.4f}, {conditions}). "
            if collapsed
            else f"Not confirmed {conditions}: mean output {number(mean, 4) or 'not finite'}. "
        )
        + "What shares Δ_k = z*_k − t_k with softmax + cross-entropy is the two-term pairing.",
    )


@item(
    "Do logistic outputs add to one?",
    "With least squares they do so asymptotically, but too slowly to be useful at reasonable "
    "sample sizes.",
    measure_table({"mean |Σ_k z*_k − 1|": "sum_deviation", "mean output": "mean_output"}),
)
def sums(evidence: Evidence) -> Finding:
    """How far from one do outputs sum that are free to?"""
    means = evidence.summary["mean"].xs("sum_deviation", level="measure").dropna()
    free = means[means > ROUNDING]
    found = "; ".join(
        f"{label(name)} {evidence.mean(name, 'sum_deviation')}" for name in free.index
    )
    tied = [label(name) for name in means.index if name not in free.index]
    size, hidden = (evidence.settings[key] for key in ("train_per_class", "hidden_units"))
    off = ", ".join(f"{label(name)} {percent(value, 1)}" for name, value in free.items())
    return Finding(
        f"Mean |Σ_k z*_k − 1| over test observations: {found or 'none'}."
        + (f" One but for rounding: {listed(tied)}." if tied else ""),
        f"With {size} training observations per class and {hidden} hidden units the sums are off "
        f"on average by: {off or 'nothing'}. How that falls with the sample size is a question for "
        "the study of it (`make studies`).",
    )


@item(
    "Is the posterior a softmax of a linear function?",
    "For classes of one exponential family with a common scale it is (equation 3), which justifies "
    "softmax outputs.",
    lambda evidence: coefficient_table(evidence.classes.coefficients()),
)
def softmax_of_linear(evidence: Evidence) -> Finding:
    """Is it for these classes, and does knowing the form pay?"""
    deviation = from_linear(evidence.classes)
    holds = "holds" if deviation < 1e-9 else "does not hold"
    found = (
        "The table gives the coefficients. At 1,000 points about the classes the softmax of these "
        f"linear functions differs from the posterior by at most {deviation:.0e}."
    )
    verdict = (
        f"For the classes of this config, {evidence.settings['family']}, equation (3) {holds}."
    )
    errors = evidence.means("posterior_error")
    if "logit" in evidence.summary.index and len(errors):
        best = errors.idxmin()
        found += (
            " A multinomial logit, which has this form, fitted by cross-entropy to the same "
            f"samples has posterior error {evidence.mean('logit', 'posterior_error')} and accuracy "
            f"{evidence.mean('logit', 'accuracy')}; of the networks {label(best)} has the smallest "
            f"error, {evidence.mean(best, 'posterior_error')}, and accuracy "
            f"{evidence.mean(best, 'accuracy')}."
        )
        logit = evidence.value("logit", "posterior_error")
        verdict += (
            f" The posterior error of {label(best)} is {multiple(errors[best], logit, '.2f')} "
            "times that of the model that knows the form."
        )
    return Finding(found, verdict)


def from_linear(classes) -> float:
    """Return how far the posterior is from the softmax of its linear functions, at 1,000 points."""
    low, high = classes.extent()
    points = np.random.default_rng(0).uniform(low, high, (1000, len(low)))
    offsets, slopes = np.split(classes.coefficients(), [1], axis=1)
    return np.abs(softmax(offsets + slopes @ points.T, axis=0) - classes.posterior(points)).max()
