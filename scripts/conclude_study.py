"""Answer a study's question in sentences computed from its tables."""

import pandas as pd

from analysis.trials import read_table
from experiment.measures import MEASURES
from files import job
from report.evidence import PAPER_ORDER, Finding
from report.pages import caption
from report.words import label, settings_in_words, with_error

PAPER = {  # what the paper says of the question of each study of the shipped config
    "sample_size": "How fast z* converges to P(C|x), and whether it is useful at reasonable sample "
    "sizes, is asked and left open; the sums of logistic outputs are said to converge to one too "
    "slowly to be useful.",
    "network_and_stopping": "Neither the size of the network nor the stopping rule is given.",
    "separation": "One separation, means two standard deviations apart.",
    "priors": "Equal priors only.",
    "weight_decay": "No regularisation is mentioned; some bias is said to be the practice with "
    "such models.",
}
OTHER = "The paper keeps these settings fixed."
WORDS = {"posterior_error": "posterior error", "sum_deviation": "mean |Σ_k z*_k − 1|"}


def sentence(text: str) -> str:
    """Return text with a capital letter and a full stop."""
    return f"{text[0].upper()}{text[1:]}."


def setting_of(rows: pd.DataFrame, keys: list[str]) -> str:
    """Name the setting of a scenario's rows."""
    return settings_in_words({key: rows[key].iloc[0] for key in keys})


def order_holds(paired: pd.DataFrame, measure: str) -> bool:
    """Is the paper's order found, each of its two steps resolved?"""
    rows = paired.set_index(["first", "second"])
    steps = [rows.loc[step] for step in (PAPER_ORDER[:2], PAPER_ORDER[1:])]
    if MEASURES[measure].better == "larger":
        return all(step["high"] < 0 for step in steps)
    return all(step["low"] > 0 for step in steps)


def rates(slopes: pd.DataFrame) -> list[str]:
    """Give the rate at which each measure changes with the size of the sample."""
    return [
        sentence(
            f"{WORDS[row.measure]} of {label(row.estimator)} goes as the sample size to the power "
            f"{row.slope:.3f} (95 % interval {row.low:.3f} to {row.high:.3f})"
        )
        for row in slopes.itertuples()
    ]


def ends(summary: pd.DataFrame, keys: list[str]) -> list[str]:
    """Give the measures of all estimators in the first and the last setting."""
    scenarios = summary["scenario"].iloc[[0, -1]]
    sentences = []
    for scenario in scenarios:
        rows = summary[summary["scenario"] == scenario]
        parts = []
        for measure, words in WORDS.items():
            chosen = rows[(rows["measure"] == measure) & (rows["mean"] > 1e-9)]
            each = (
                f"{label(row.estimator)} {with_error(row.mean, row.mean_se, 4)}"
                for row in chosen.itertuples(index=False)
            )
            parts.append(f"{words} {', '.join(each)}")
        sentences.append(sentence(f"at {setting_of(rows, keys)}: {'; '.join(parts)}"))
    return sentences


def order(paired: pd.DataFrame) -> list[str]:
    """Say in how many settings the paper's order is found, for each measure."""
    sentences = []
    for measure in ("posterior_error", "accuracy"):
        rows = paired[paired["measure"] == measure]
        groups = [group for _, group in rows.groupby("scenario", sort=False)]
        holds = sum(order_holds(group, measure) for group in groups)
        words = measure.replace("_", " ")
        sentences.append(
            f"By {words} the paper's order is found, each step resolved, in {holds} of "
            f"{len(groups)} settings."
        )
    return sentences


def best(summary: pd.DataFrame, keys: list[str]) -> list[str]:
    """Say which estimator is nearest to the posterior where, and where they differ the least."""
    errors = summary[summary["measure"] == "posterior_error"]
    scenarios = errors.groupby("scenario", sort=False)["mean"]
    winners = errors.loc[scenarios.idxmin(), "estimator"].value_counts()
    counts = ", ".join(f"{label(name)} in {count}" for name, count in winners.items())
    spread = scenarios.max() - scenarios.min()
    least = errors[errors["scenario"] == spread.idxmin()]
    return [
        f"Smallest mean posterior error: {counts} of {len(spread)} settings.",
        f"Best and worst differ by {spread.iloc[0]:.4f} at {setting_of(errors, keys)}, and by the "
        f"least, {spread.min():.4f} or {1 - spread.min() / spread.iloc[0]:.0%} less, at "
        f"{setting_of(least, keys)}.",
    ]


def sums(slopes: pd.DataFrame) -> list[str]:
    """Say whether the sums of logistic outputs approach one."""
    rows = slopes[slopes["measure"] == "sum_deviation"]
    return [
        f"The sum of the outputs of {label(row.estimator)} "
        + ("approaches" if row.high < 0 else "does not approach")
        + " one as the sample grows."
        for row in rows.itertuples()
    ]


def conclude(
    summary: pd.DataFrame, paired: pd.DataFrame, slopes: pd.DataFrame, keys: list[str]
) -> Finding:
    """Return what the study found, and its verdict on the paper's order."""
    verdict = rates(slopes) + sums(slopes) + order(paired) + best(summary, keys)
    return Finding(" ".join(ends(summary, keys)), " ".join(verdict))


if "snakemake" in globals():
    with job(snakemake) as (output,):
        paper = PAPER.get(snakemake.wildcards.study, OTHER)
        tables = [read_table(path) for path in snakemake.input]
        text = caption(paper, conclude(*tables, snakemake.params.varied))
        output.write_text(text, encoding="utf-8")
