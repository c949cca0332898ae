"""Claims about the sum of the outputs."""

from experiment.equation4 import ROUNDING
from report.evidence import Evidence, Finding, ends, without_weights
from report.items import item
from report.tables import measure_table
from report.words import counted, label, listed, percent, percent_with_error, sentence, with_error

OFF = 0.05  # a mean distance of the sum from one above which it is called far off


def free(evidence: Evidence) -> list[str]:
    """Return the config's estimators with logistic outputs, free to add to another number than one.

    Linear outputs of a fit by least squares add to one but for what its optimiser leaves.
    """
    means = evidence.means("sum_deviation")
    return [name for name in means.index[means > ROUNDING] if name.startswith("logistic-")]


def in_percent(evidence: Evidence, estimator: str, measure: str) -> str:
    """Return the mean of a share and its error, in percent."""
    value, error = evidence.value(estimator, measure), evidence.error(estimator, measure)
    return percent_with_error(value, error)


@item(
    "Do logistic outputs add to one?",
    14,
    measure_table({"mean |Σ_k z*_k − 1|": "sum_deviation", "mean output": "mean_output"}),
)
def sums(evidence: Evidence) -> Finding:
    """How far from one do outputs sum that are free to?"""
    means = evidence.summary["mean"].xs("sum_deviation", level="measure").dropna()
    all_free = means[(means > ROUNDING) & means.index.str.startswith("logistic-")]
    found = "; ".join(
        f"{label(name)} {evidence.mean(name, 'sum_deviation')}" for name in all_free.index
    )
    tied = [label(name) for name in means.index[means <= ROUNDING]]
    size, hidden = (evidence.settings[key] for key in ("train_per_class", "hidden_units"))
    off = ", ".join(
        f"{label(name)} {in_percent(evidence, name, 'sum_deviation')}" for name in all_free.index
    )
    here = (
        f"With {size} training observations per class and {counted(hidden, 'hidden unit')} "
        f"({evidence.trials} trials) the sums are off on average by: {off}. "
        f"{far_off(evidence, list(all_free.index))}"
        if off
        else "No logistic outputs are run."
    )
    return Finding(
        f"Mean |Σ_k z*_k − 1| over test observations: {found or 'none'}."
        + (f" One but for rounding: {listed(tied)}." if tied else ""),
        f"{here} One size shows no rate: whether the sums approach one as sample and network grow, "
        "and how fast, is a question for the studies (`make studies`).",
    )


def far_off(evidence: Evidence, names: list[str]) -> str:
    """Say whose sums are farther off than `OFF`, as the intervals of their means have it."""
    groups = {"more": [], "less": [], "not distinguishable from": []}
    for name in names:
        low, high = ends(evidence, name, "sum_deviation")
        kind = "more" if low > OFF else "less" if high < OFF else "not distinguishable from"
        groups[kind].append(label(name))
    words = {
        "more": f"More than {percent(OFF)}, too slow to be useful at this size if that is the mark",
        "less": f"Less than {percent(OFF)}, not too slow at this size if that is the mark",
        "not distinguishable from": f"Not distinguishable from {percent(OFF)}",
    }
    return " ".join(f"{words[kind]}: {listed(each)}." for kind, each in groups.items() if each)


@item(
    "Where do outputs fail to add to one?",
    34,
    measure_table(
        {
            "mean |Σ_k z*_k − 1|": "sum_deviation",
            "share off by more than 0.05": "sums_off_5_percent",
            "share off by more than 0.1": "sums_off_10_percent",
        }
    ),
    name="sums_map",
    needs=lambda evidence: bool(free(evidence)),
)
def where(evidence: Evidence) -> Finding:
    """In how much of the feature space, weighed by the class mixture, are the sums off?"""
    found, verdict = [], []
    for name in free(evidence):
        five, ten = (in_percent(evidence, name, f"sums_off_{each}_percent") for each in ("5", "10"))
        found.append(
            f"for {label(name)} the sum is off by more than 5 % at {five} of test observations, by "
            f"more than 10 % at {ten}"
        )
        low, _ = ends(evidence, name, "sums_off_5_percent")
        most = evidence.value(name, "sums_off_5_percent")
        verdict.append(
            f"{label(name)} fails by more than 5 % "
            + ("everywhere" if most == 1 else f"in {percent(most)} of the class mixture")
            if low > 0
            else f"that {label(name)} fails by more than 5 % anywhere is not shown"
        )
    conditions = (
        f"{counted(evidence.settings['hidden_units'], 'hidden unit')}, "
        f"{evidence.settings['train_per_class']} training observations per class, "
        f"{evidence.trials} trials"
    )
    return Finding(
        sentence("; ".join(found)) + " The map shows where, on average over the trials: above, "
        f"sums too high and too low by sign; below, by size.{without_weights(evidence)}",
        f"{sentence('; '.join(verdict))[:-1]} ({conditions}).",
    )


@item(
    "Do the sums explain the poorer estimates?",
    35,
    measure_table(
        {
            "posterior error": "posterior_error",
            "of outputs divided by their sum": "posterior_error_normalised",
            "change, paired": "normalisation_change",
        }
    ),
    needs=lambda evidence: bool(free(evidence)),
)
def normalised(evidence: Evidence) -> Finding:
    """Are logistic outputs nearer to the posterior once divided by their sum?"""
    found, verdict = [], []
    for name in free(evidence):
        change = evidence.summary.loc[(name, "normalisation_change")]
        text = with_error(change["mean"], change["mean_se"], 4)
        found.append(
            f"{label(name)} {evidence.mean(name, 'posterior_error')} as they are, "
            f"{evidence.mean(name, 'posterior_error_normalised')} divided by their sum, change "
            f"{'+' * bool(change['mean'] > 0)}{text}"
        )
        verdict.append(explained(evidence, name, change["mean"]))
    return Finding(
        f"Equation (4) of the outputs, paired over {evidence.trials} trials: {'; '.join(found)}. "
        "Where the sum is positive, dividing by it leaves the largest output the largest: the "
        "classification is the same.",
        " ".join(verdict),
    )


def explained(evidence: Evidence, name: str, change: float) -> str:
    """Say how much of its distance from softmax an estimator loses by dividing by the sums."""
    low, high = ends(evidence, name, "normalisation_change")
    does = f"Dividing the outputs of {label(name)} by their sum"
    trials = f"with {evidence.trials} trials"
    if low > 0:
        return (
            f"{does} makes the estimates worse, resolved {trials}: that they do not add to one "
            "does not explain their error."
        )
    if not high < 0:
        return f"{does} makes no distinguishable difference {trials}: it explains nothing here."
    better = f"softmax-{name.partition('-')[2]}"
    errors = evidence.means("posterior_error")
    apart = errors[name] - errors.get(better, errors[name])
    if not apart > 0:
        return f"{does} makes the estimates better, resolved {trials}."
    return (
        f"{does} makes the estimates better, resolved {trials}, by "
        f"{percent(-change / apart)} of their distance from {label(better)}."
    )
