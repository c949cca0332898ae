"""Studies: their sentences, computed from the tables of a study."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from analysis.asymptotics import ASYMPTOTIC, beside_theory
from experiment.equation4 import ROUNDING
from report.evidence import PAPER_PAIRS, Finding, not_told_from, outcome, undecided
from report.layout import share
from report.words import (
    counted,
    interval,
    key_in_words,
    label,
    listed,
    number,
    percent,
    sentence,
    settings_in_words,
    size,
    span,
    value_in_words,
    with_error,
)

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
WORDS = {"posterior_error": "posterior error", "sum_deviation": "mean |Σ_k z*_k − 1|"}
BASE = "paper"  # the scenario that is the experiment itself
SAMPLE_SIZE = "train_per_class"
FLAT = 0.1  # a local slope within this of zero: twice the sample changes the measure by 7 %
ROOT = -0.5  # the power of n that an error falls with in asymptotic theory
FEW = 4  # settings that are listed one by one


def setting_of(rows: pd.DataFrame, keys: list[str]) -> str:
    """Name the setting of a scenario's rows."""
    return settings_in_words({key: rows[key].iloc[0] for key in keys})


def groups(table: pd.DataFrame, keys: list[str]) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the rows of each setting of the keys but the sample size, under its name."""
    others = [key for key in keys if key != SAMPLE_SIZE]
    for _, rows in table.groupby(others, sort=False) if others else [(None, table)]:
        yield f"at {setting_of(rows, others)} " if others else "", rows


def by_size(summary: pd.DataFrame, estimator: str, measure: str) -> pd.DataFrame:
    """Return the rows of one measure of one estimator, the smallest sample first."""
    rows = summary[(summary["estimator"] == estimator) & (summary["measure"] == measure)]
    return rows.iloc[np.argsort(rows[SAMPLE_SIZE].astype(float), kind="stable")]


def of_power(low: float, high: float, decimals: int, level: float | None = None) -> str:
    """Give the interval of a power of the sample size, and how it stands to that of theory.

    A power that is near zero has come to a plateau, if there is a level.
    """
    if not np.isfinite(low):
        return "too few trials for an interval"
    if level is not None and low > -FLAT and high < FLAT:
        said = f"a plateau at {level:.4f}"
    elif low <= ROOT <= high:
        said = "not distinguishable from theory's −½"
    else:
        said = f"{'faster' if high < ROOT else 'slower'} than theory's −½"
    return f"95 % interval {interval(low, high, decimals)}, {said}"


def rate(rows: pd.DataFrame, means: pd.DataFrame) -> str:
    """Say how one measure of one estimator changes with the size of the sample.

    Parameters
    ----------
    rows : DataFrame
        Its slopes: a local one between any two successive sizes, and an overall one if a straight
        line fits.
    means : DataFrame
        Its rows of the summary, the smallest sample first.
    """
    ends = " to ".join(
        with_error(row.mean, row.mean_se, 4) or "not finite"
        for row in means.iloc[[0, -1]].itertuples(index=False)
    )
    overall, local = (rows[rows["kind"] == kind] for kind in ("overall", "local"))
    if len(overall):
        power = overall.iloc[0]
        known = of_power(power["low"], power["high"], 3)
        return f"goes as the sample size to the power {number(power['slope'], 3)} ({known}), {ends}"
    last = local.iloc[-1]
    known = of_power(last["low"], last["high"], 2, means["mean"].iloc[-1])
    if len(local) == 1:
        return f"goes from size to size with the power {number(last['slope'], 2)} ({known}), {ends}"
    powers = listed(number(power, 2) or "none" for power in local["slope"])
    return (
        f"follows no one power of the sample size: between successive sizes {powers} (the last: "
        f"{known}), {ends}"
    )


def rates(slopes: pd.DataFrame, summary: pd.DataFrame, keys: list[str]) -> list[str]:
    """Give the rate at which each measure changes with the size of the sample."""
    sentences = []
    for (measure, estimator), rows in slopes.groupby(["measure", "estimator"], sort=False):
        means = {at: by_size(each, estimator, measure) for at, each in groups(summary, keys)}
        clauses = [f"{at}{rate(each, means[at])}" for at, each in groups(rows, keys)]
        name = f"{WORDS[measure]} of {label(estimator)}"
        sentences.append(sentence(f"{name} {'; '.join(clauses)}"))
    return sentences


def sums(slopes: pd.DataFrame, summary: pd.DataFrame, keys: list[str]) -> list[str]:
    """Say whether sums of outputs that are free to differ from one approach it."""
    rows = slopes[(slopes["measure"] == "sum_deviation") & (slopes["kind"] == "local")]
    sentences = []
    for estimator, of_estimator in rows.groupby("estimator", sort=False):
        means = dict(groups(summary, keys))
        clauses = []
        for at, each in groups(of_estimator, keys):
            end = each.iloc[-1]
            off = by_size(means[at], estimator, "sum_deviation").iloc[-1]
            does = (
                "still approaches"
                if end["high"] < -FLAT
                else "does not approach"
                if end["low"] > -FLAT
                else "may or may not approach"
            )
            away = with_error(off["mean"], off["mean_se"], 4)
            clauses.append(f"{at}{does} one, {away} away from it")
        sentences.append(
            f"From {end['from']:.0f} to {end['to']:.0f} observations per class the sum of the "
            f"outputs of {label(estimator)} {'; '.join(clauses)}."
        )
    return sentences


def beside_asymptotic(summary: pd.DataFrame, keys: list[str]) -> list[str]:
    """Set the errors of the softmax estimators beside the asymptotic ones, size by size."""
    if SAMPLE_SIZE not in keys or not (summary["measure"] == ASYMPTOTIC).any():
        return []
    sizes = summary.groupby("scenario", sort=False)[SAMPLE_SIZE].first().astype(float)
    ratios = {
        scenario: beside_theory(rows.set_index(["estimator", "measure"]))
        for scenario, rows in summary.groupby("scenario", sort=False)
    }
    sentences = []
    for estimator in summary.loc[summary["measure"] == ASYMPTOTIC, "estimator"].unique():
        clauses = []
        for at, rows in groups(summary[summary["estimator"] == estimator], keys):
            names = sizes[rows["scenario"].unique()].sort_values(kind="stable").index
            found = [
                ratios[name].loc[estimator] for name in names if estimator in ratios[name].index
            ]
            each = ", ".join(number(row["ratio"], 2) or "not finite" for row in found)
            ends = interval(found[-1]["low"], found[-1]["high"], 2) if found else ""
            clauses.append(f"{at}{each}" + (f" (the last: {ends})" if ends else ""))
        counts = ", ".join(f"{size:.0f}" for size in np.unique(sizes))
        sentences.append(
            f"Over its asymptotic value without hidden units, √(c/n), the root mean square error "
            f"of {label(estimator)} is, with {counts} observations per class, {'; '.join(clauses)}."
        )
    return sentences


def biases(summary: pd.DataFrame, keys: list[str]) -> list[str]:
    """Say which estimators are biased, with the smallest and the largest sample."""
    if SAMPLE_SIZE not in keys:
        return []
    sentences = []
    found = summary[summary["measure"] == "squared_bias"]
    for estimator in found["estimator"].unique():
        clauses = []
        for at, rows in groups(summary[summary["estimator"] == estimator], keys):
            bias, variance = (
                by_size(rows, estimator, measure) for measure in ("squared_bias", "fit_variance")
            )
            for k in (0, -1):
                one, other = bias.iloc[k], variance.iloc[k]
                reach = stdtrit(max(one["trials"] - 1, 1), 0.975) * one["mean_se"]
                whole = one["mean"] + other["mean"]
                part = percent(max(one["mean"], 0) / whole) if whole > 0 else "no part"
                error = one["mean_se"]
                decimals = max(5, -int(np.floor(np.log10(error)))) if error > 0 else 5
                how = "is biased" if one["mean"] > reach else "is not found biased"
                clauses.append(
                    f"{at}with {float(one[SAMPLE_SIZE]):.0f} observations per class {how} (squared "
                    f"bias {with_error(one['mean'], error, decimals) or 'not finite'}, {part} of "
                    "the mean squared error)"
                )
        sentences.append(sentence(f"{label(estimator)} {'; '.join(clauses)}"))
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


def largest(summary: pd.DataFrame, paired: pd.DataFrame, keys: list[str]) -> list[str]:
    """Say which estimator has the smallest error with the largest sample, and who equals it."""
    errors = compared(summary)
    if SAMPLE_SIZE not in keys or errors.empty:
        return []
    size = errors[SAMPLE_SIZE].astype(float)
    clauses = []
    for at, rows in groups(errors[size == size.max()], keys):
        best = rows.loc[rows["mean"].idxmin()]
        pairs = paired[
            (paired["scenario"] == best["scenario"]) & (paired["measure"] == "posterior_error")
        ]
        equal = undecided(pairs, "posterior_error", best["estimator"])
        clauses.append(
            f"{at}{label(best['estimator'])}, {with_error(best['mean'], best['mean_se'], 4)}"
            + not_told_from(equal)
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
    pairs = paired[paired["measure"] == "posterior_error"].dropna(subset="difference")
    pairs = pairs[pairs["scenario"].isin(errors["scenario"])]
    winners = errors.loc[errors.groupby("scenario", sort=False)["mean"].idxmin()]
    resolved = sum(
        not undecided(pairs[pairs["scenario"] == winner.scenario], winner.measure, winner.estimator)
        for winner in winners.itertuples()
    )
    counts = ", ".join(
        f"{label(name)} in {count}" for name, count in winners["estimator"].value_counts().items()
    )
    of_them = {0: "none", len(winners): "all"}.get(resolved, resolved)
    sentences = [
        f"Smallest mean posterior error: {counts} of {counted(len(winners), 'setting')}, {of_them} "
        "of them resolved."
    ]
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


def section3(tested: pd.DataFrame) -> str:
    """Say where the posterior is a softmax of a linear function, and who leads there and elsewhere.

    Parameters
    ----------
    tested : DataFrame
        As section3.py writes it: a row for each claim in each setting.
    """
    of_form = tested[tested["claim"] == "softmax_of_linear"].set_index("scenario")
    sentences = []
    for verdict, words in (("holds", "is"), ("refuted", "is not")):
        rows = of_form[of_form["verdict"] == verdict]
        if len(rows):
            names = dict.fromkeys(value_in_words(each) for each in rows["classes"])
            sentences.append(
                f"The posterior {words} a softmax of a linear function of x for the classes "
                f"{listed(names)}: its distance, equation (4), from the softmax of the linear "
                "functions nearest to its logarithms is "
                + (
                    span(rows["value"], size)
                    if verdict == "refuted"
                    else f"at most {size(rows['value'].max())}"
                )
                + "."
            )
            counts = []
            for claim, each in tested[
                tested["scenario"].isin(rows.index) & tested["claim"].str.startswith("posterior_e")
            ].groupby("claim", sort=False):
                first, second = claim.removeprefix("posterior_error: ").split(" against ")
                found = each["verdict"].value_counts()
                others = [
                    f"{outcome} in {found[outcome]}"
                    for outcome in ("reversed", "unresolved")
                    if outcome in found
                ]
                counts.append(
                    f"{label(second)} has the smaller error than {label(first)} in "
                    f"{found.get('as the paper', 0)} of {counted(len(each), 'setting')}"
                    + (f" ({', '.join(others)})" if others else "")
                )
            sentences += [sentence(f"there {'; '.join(counts)}")] if counts else []
    return " ".join(sentences)


def section3_table(tested: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Lay out Section 3: a row for each setting, a column for each claim."""
    headings = {
        "softmax_of_linear": "posterior is softmax of linear",
        "linear_log_odds": "log-odds are linear",
    }
    rows = []
    for _, of_setting in tested.groupby("scenario", sort=False):
        row = {key_in_words(key): str(value_in_words(of_setting[key].iloc[0])) for key in keys}
        for each in of_setting.itertuples(index=False):
            measure, _, pair = each.claim.partition(": ")
            heading = headings.get(each.claim) or f"{measure.replace('_', ' ')}: " + " − ".join(
                map(label, pair.split(" against "))
            )
            value = (
                size(each.value) if each.claim in headings else number(each.value, 4, "+")
            ) or "not finite"
            row[heading] = f"{each.verdict} ({value})"
        rows.append(row)
    return pd.DataFrame(rows)


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
