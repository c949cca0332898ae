"""What the run found about each claim of the paper."""

import numpy as np

from analysis.paper import OBSERVATIONS, published_rates
from display.words import label, with_error
from findings.evidence import PAPER_ORDER, Evidence, Finding, multiple, ranking


def classification(evidence: Evidence) -> Finding:
    """Is the accuracy ranked as the posterior error is, and do the paper's own tables show it?"""
    ours = ranking(evidence, "accuracy", higher_is_better=True)
    logistic, softmax, best = (np.trace(published_rates(number)) for number in (4, 6, 5))
    error = np.sqrt(sum(rate * (1 - rate) for rate in np.diag(published_rates(5))) / OBSERVATIONS)
    steps = [(softmax - logistic) / (np.sqrt(2) * error), (best - softmax) / (np.sqrt(2) * error)]
    return Finding(
        f"{ours.found} The paper's own traces, {logistic:.4f}, {softmax:.4f} and {best:.4f}, carry "
        f"a standard error of about {error:.3f} each.",
        f"{ours.verdict} Taken as independent, the printed traces themselves are {steps[0]:.1f} "
        f"and {steps[1]:.1f} standard errors apart.",
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
