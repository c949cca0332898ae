"""Studies: their sentences, computed from the tables of a study."""

import pandas as pd

from analysis.slopes import SAMPLE_SIZE
from experiment.status import PRECISE
from report.convergence import (
    WORDS,
    beside_asymptotic,
    biases,
    groups,
    rates,
    setting_of,
    sums,
)
from report.evidence import PAPER_PAIRS, Finding, not_told_from, outcome, undecided
from report.layout import share
from report.words import counted, label, percent, sentence, span, with_error

ARRANGED = "One arrangement of the classes, on the corners of a square."
ANY_FAMILY = (
    "Softmax follows from classes of any one exponential family with a common scale (Section 3); "
    "only Gaussian ones are simulated."
)
PAPER = {  # what the paper says of each key that a study can vary
    "classes": ANY_FAMILY,
    "seed": "Nothing is said of other random numbers.",
    "means": ARRANGED,
    "covariance": "One separation, means two standard deviations apart.",
    "covariances": "Classes have a common covariance matrix.",
    **dict.fromkeys(("rates", "probabilities", "lows", "highs"), ANY_FAMILY),
    **dict.fromkeys(("size", "shape"), ANY_FAMILY),
    **dict.fromkeys(("sizes", "shapes"), "What is no θ is common to all classes."),
    "priors": "Equal priors only.",
    "train_per_class": "How fast z* converges to P(C|x), and whether it is useful at reasonable "
    "sample sizes, is asked and left open; the sums of logistic outputs are said to converge to "
    "one too slowly to be useful.",
    "test_per_class": "100 test observations per class.",
    "hidden_units": "The size of the network is not given.",
    "start_range": "Start weights are uniform on (−1, 1).",
    "starts": "Nothing is said of more than one start.",
    "optimiser": "The optimiser is not given.",
    **dict.fromkeys(
        (
            *("iterations", "relative_decrease", "absolute_decrease", "gradient_tolerance"),
            *("line_search_tolerance", "validation_per_class"),
        ),
        "The stopping rule is not given.",
    ),
    "estimators": "Three pairings are compared.",
    "weight_decay": "No regularisation is mentioned; some bias is said to be the practice with "
    "such models.",
}
BASE = "paper"  # the scenario that is the experiment itself
FEW = 4  # settings that are listed one by one


def ends(summary: pd.DataFrame, keys: list[str]) -> list[str]:
    """Give the measures of all estimators in the first and the last setting."""
    sentences = []
    for scenario in summary["scenario"].iloc[[0, -1]].unique():
        rows = summary[summary["scenario"] == scenario]
        parts = []
        for measure, words in WORDS.items():
            chosen = rows[(rows["measure"] == measure) & (rows["mean"] > PRECISE)]
            each = [
                f"{label(row.estimator)} {with_error(row.mean, row.mean_se, 4)}"
                for row in chosen.itertuples(index=False)
            ]
            parts += [f"{words} {', '.join(each)}"] if each else []
        sentences.append(sentence(f"at {setting_of(rows, keys)}: {'; '.join(parts) or 'no fit'}"))
    return sentences


def order(paired: pd.DataFrame, keys: list[str]) -> list[str]:
    """Count for each pair of the paper's estimators where its order is found, beside the base."""
    sentences = []
    for measure in ("posterior_error", "accuracy"):
        rows = paired[paired["measure"] == measure]
        varied = rows[rows["scenario"] != BASE]
        for first, second in PAPER_PAIRS:
            of_pair = varied[(varied["first"] == first) & (varied["second"] == second)]
            outcomes = [outcome(row, measure) for _, row in of_pair.iterrows()]
            if outcomes:
                counts = ", ".join(
                    f"{words} in {outcomes.count(each)}"
                    for each, words in (
                        ("as the paper", "as the paper has it"),
                        ("reversed", "reversed"),
                        ("unresolved", "unresolved"),
                    )
                )
                sentences.append(
                    f"By {measure.replace('_', ' ')}, {label(first)} against {label(second)} is "
                    f"{counts} of {counted(len(outcomes), 'setting')}"
                    + (" beside the base" if len(varied) < len(rows) else "")
                    + where(of_pair[[each == "reversed" for each in outcomes]], keys)
                )
    return sentences


def where(rows: pd.DataFrame, keys: list[str]) -> str:
    """End a sentence, with the settings of rows if they are few."""
    if not 0 < len(rows) <= FEW:
        return "."
    settings = [setting_of(rows.iloc[[k]], keys) for k in range(len(rows))]
    return f" (reversed at {'; '.join(settings)})."


def compared(summary: pd.DataFrame) -> pd.DataFrame:
    """Return the posterior errors in the scenarios that have those of several estimators."""
    errors = summary[summary["measure"] == "posterior_error"].dropna(subset="mean")
    return errors[errors.groupby("scenario")["estimator"].transform("size") > 1]


def equals(best: pd.Series, paired: pd.DataFrame) -> list[str]:
    """Return the estimators not told from that of a row, the best in its scenario by a measure."""
    pairs = paired[
        (paired["scenario"] == best["scenario"]) & (paired["measure"] == best["measure"])
    ]
    return undecided(pairs, best["measure"], best["estimator"])


def largest(summary: pd.DataFrame, paired: pd.DataFrame, keys: list[str]) -> list[str]:
    """Say which estimator has the smallest error with the largest sample, and who equals it."""
    errors = compared(summary)
    if SAMPLE_SIZE not in keys or errors.empty:
        return []
    size = errors[SAMPLE_SIZE].astype(float)
    clauses = []
    for at, rows in groups(errors[size == size.max()], keys):
        best = rows.loc[rows["mean"].idxmin()]
        clauses.append(
            f"{at}{label(best['estimator'])}, {with_error(best['mean'], best['mean_se'], 4)}"
            + not_told_from(equals(best, paired))
        )
    return [
        f"Smallest mean posterior error with {size.max():.0f} observations per class: "
        f"{'; '.join(clauses)}."
    ]


def best(summary: pd.DataFrame, paired: pd.DataFrame, keys: list[str]) -> list[str]:
    """Say which estimator has the smallest error where, and where estimators differ the least."""
    errors = compared(summary)
    if errors.empty:
        return []
    winners = errors.loc[errors.groupby("scenario", sort=False)["mean"].idxmin()]
    resolved = sum(not equals(winner, paired) for _, winner in winners.iterrows())
    counts = ", ".join(
        f"{label(name)} in {count}" for name, count in winners["estimator"].value_counts().items()
    )
    of_them = {0: "none", len(winners): "all"}.get(resolved, resolved)
    sentences = [
        f"Smallest mean posterior error: {counts} of {counted(len(winners), 'setting')}, {of_them} "
        "of them resolved."
    ]
    pairs = paired[paired["measure"] == "posterior_error"].dropna(subset="difference")
    widest = pairs.loc[pairs["difference"].abs().groupby(pairs["scenario"], sort=False).idxmax()]
    if len(widest):
        sizes = widest["difference"].abs()
        least, most = (
            f"{with_error(sizes[k], widest.loc[k, 'difference_se'], 4)} at "
            + setting_of(widest.loc[[k]], keys)
            for k in (sizes.idxmin(), sizes.idxmax())
        )
        sentences.append(
            f"The estimators' means differ by the least, {least}, and by the most, {most}."
        )
    return sentences


def cap(summary: pd.DataFrame) -> list[str]:
    """Say how many fits the cap stopped, over all settings."""
    rows = summary[summary["measure"] == "posterior_error"]
    by_estimator = share(rows, "stopped_early").groupby(rows["estimator"], sort=False)
    each = ", ".join(f"{label(name)} {span(shares, percent)}" for name, shares in by_estimator)
    return [f"Fits stopped early by the cap, over the settings: {each}."]


def conclude(
    summary: pd.DataFrame, paired: pd.DataFrame, slopes: pd.DataFrame, keys: list[str]
) -> Finding:
    """Return what the study found, and its verdict on the paper's order."""
    trials = f"{summary['trials'].max()} trials of each setting; ± is one standard error."
    found = beside_asymptotic(summary, keys) + cap(summary)
    verdict = sums(slopes, summary, keys) + biases(summary, keys) + largest(summary, paired, keys)
    verdict += order(paired, keys) + best(summary, paired, keys)
    of_sizes = rates(slopes, summary, keys) or ends(summary, keys)
    return Finding(
        " ".join([trials, *of_sizes, *found]),
        " ".join(verdict) or "There is no other estimator to compare with.",
    )
