"""Answer a study's question in sentences computed from its tables."""

import pandas as pd

from analysis.trials import read_table
from experiment.measures import ROUNDING
from files import job
from report.evidence import PAPER_PAIRS, Finding, outcome, share
from report.pages import html_figure, page
from report.words import interval, label, number, percent, sentence, settings_in_words, with_error

PAPER = {  # what the paper says of each key that a study can vary
    "means": "One arrangement of the classes, on the corners of a square.",
    "covariance": "One separation, means two standard deviations apart.",
    "priors": "Equal priors only.",
    "train_per_class": "How fast z* converges to P(C|x), and whether it is useful at reasonable "
    "sample sizes, is asked and left open; the sums of logistic outputs are said to converge to "
    "one too slowly to be useful.",
    "test_per_class": "100 test observations per class.",
    "hidden_units": "The size of the network is not given.",
    "start_range": "Start weights are uniform on (−1, 1).",
    "starts": "Nothing is said of more than one start.",
    "optimiser": "The optimiser is not given.",
    "iterations": "The stopping rule is not given.",
    "weight_decay": "No regularisation is mentioned; some bias is said to be the practice with "
    "such models.",
}
WORDS = {"posterior_error": "posterior error", "sum_deviation": "mean |Σ_k z*_k − 1|"}
BASE = "paper"  # the scenario that is the experiment itself
FLAT = 0.1  # a local slope within this of zero: twice the sample changes the measure by 7 %


def setting_of(rows: pd.DataFrame, keys: list[str]) -> str:
    """Name the setting of a scenario's rows."""
    return settings_in_words({key: rows[key].iloc[0] for key in keys})


def rate(rows: pd.DataFrame, last: float) -> str:
    """Say how one measure of one estimator changes with the size of the sample.

    Parameters
    ----------
    rows : DataFrame
        Its slopes: a local one between any two successive sizes, and an overall one if a straight
        line fits.
    last : float
        The measure's mean at the largest size.
    """
    name = f"{WORDS[rows['measure'].iloc[0]]} of {label(rows['estimator'].iloc[0])}"
    overall, local = (rows[rows["kind"] == kind] for kind in ("overall", "local"))
    if len(overall):
        power = overall.iloc[0]
        return sentence(
            f"{name} goes as the sample size to the power {number(power['slope'], 3)} (95 % "
            f"interval {interval(power['low'], power['high'], 3)})"
        )
    first, end = local.iloc[0], local.iloc[-1]
    flat = end["low"] > -FLAT and end["high"] < FLAT
    return sentence(
        f"{name} follows no power of the sample size: the local power is "
        f"{number(first['slope'], 2)} from {first['from']:.0f} to {first['to']:.0f} and "
        f"{number(end['slope'], 2)} (95 % interval {interval(end['low'], end['high'], 2)}) from "
        f"{end['from']:.0f} to {end['to']:.0f}" + (f", a plateau at {last:.4f}" if flat else "")
    )


def rates(slopes: pd.DataFrame, summary: pd.DataFrame) -> list[str]:
    """Give the rate at which each measure changes with the size of the sample."""
    groups = slopes.groupby(["measure", "estimator"], sort=False)
    means = summary.groupby(["measure", "estimator"], sort=False)["mean"].last()
    return [rate(rows, means[name]) for name, rows in groups]


def sums(slopes: pd.DataFrame) -> list[str]:
    """Say whether sums of outputs that are free to differ from one approach it."""
    rows = slopes[(slopes["measure"] == "sum_deviation") & (slopes["kind"] == "local")]
    sentences = []
    for estimator, each in rows.groupby("estimator", sort=False):
        end = each.iloc[-1]
        does = (
            "still approaches"
            if end["high"] < -FLAT
            else "does not approach"
            if end["low"] > -FLAT
            else "may or may not approach"
        )
        sentences.append(
            f"The sum of the outputs of {label(estimator)} {does} one from {end['from']:.0f} to "
            f"{end['to']:.0f} observations per class."
        )
    return sentences


def ends(summary: pd.DataFrame, keys: list[str]) -> list[str]:
    """Give the measures of all estimators in the first and the last setting."""
    sentences = []
    for scenario in summary["scenario"].iloc[[0, -1]].unique():
        rows = summary[summary["scenario"] == scenario]
        parts = []
        for measure, words in WORDS.items():
            chosen = rows[(rows["measure"] == measure) & (rows["mean"] > ROUNDING)]
            each = [
                f"{label(row.estimator)} {with_error(row.mean, row.mean_se, 4)}"
                for row in chosen.itertuples(index=False)
            ]
            parts += [f"{words} {', '.join(each)}"] if each else []
        sentences.append(sentence(f"at {setting_of(rows, keys)}: {'; '.join(parts) or 'no fit'}"))
    return sentences


def order(paired: pd.DataFrame) -> list[str]:
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
                    f"{counts} of {len(outcomes)} settings"
                    + (" beside the base." if len(varied) < len(rows) else ".")
                )
    return sentences


def best(summary: pd.DataFrame, keys: list[str]) -> list[str]:
    """Say which estimator has the smallest error where, and where estimators differ the least."""
    errors = summary[summary["measure"] == "posterior_error"].dropna(subset="mean")
    if errors["estimator"].nunique() < 2:
        return []
    scenarios = errors.groupby("scenario", sort=False)["mean"]
    winners = errors.loc[scenarios.idxmin(), "estimator"].value_counts()
    counts = ", ".join(f"{label(name)} in {count}" for name, count in winners.items())
    spread = scenarios.max() - scenarios.min()
    least, most = (
        f"{spread[scenario]:.4f} at {setting_of(errors[errors['scenario'] == scenario], keys)}"
        for scenario in (spread.idxmin(), spread.idxmax())
    )
    return [
        f"Smallest mean posterior error: {counts} of {len(spread)} settings.",
        f"The estimators' means differ by the least, {least}, and by the most, {most}.",
    ]


def cap(summary: pd.DataFrame) -> list[str]:
    """Say how many fits the cap stopped, over all settings."""
    rows = summary[summary["measure"] == "posterior_error"]
    by_estimator = share(rows, "stopped_early").groupby(rows["estimator"], sort=False)
    each = ", ".join(
        f"{label(name)} {percent(group.min())} to {percent(group.max())}"
        for name, group in by_estimator
    )
    return [f"Fits stopped early by the cap, over the settings: {each}."]


def conclude(
    summary: pd.DataFrame, paired: pd.DataFrame, slopes: pd.DataFrame, keys: list[str]
) -> Finding:
    """Return what the study found, and its verdict on the paper's order."""
    verdict = rates(slopes, summary) + sums(slopes) + order(paired) + best(summary, keys)
    trials = f"{summary['trials'].max()} trials of each setting; ± is one standard error."
    return Finding(
        " ".join([trials, *ends(summary, keys), *cap(summary)]),
        " ".join(verdict) or "There is no other estimator to compare with.",
    )


if "snakemake" in globals():
    source, params = snakemake.input, snakemake.params
    with job(snakemake) as (output,):
        paper = " ".join(PAPER[key] for key in params.varied)
        finding = conclude(*map(read_table, source.tables), params.varied)
        text = page(
            params.title, "The paper", paper, finding, html_figure(source.figure, params.title)
        )
        output.write_text(text, encoding="utf-8")
