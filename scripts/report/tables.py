"""The items of Tables 1–6: what the run found about each."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.monte_carlo import LEVEL
from analysis.paper import ESTIMATOR_OF_TABLE
from report.evidence import Evidence, Finding, choice, endings, ranking
from report.items import item
from report.layout import delta_table, matrices, posterior_errors, published_if, rate_table
from report.words import OTHER_PROBLEM, interval, label, number, probability, size, with_error


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


def measure_table(
    columns: dict[str, str], of: str = "summary"
) -> Callable[[Evidence], pd.DataFrame]:
    """Return a table of measures, by their heading, of all estimators, from a field of evidence."""

    def table(evidence: Evidence) -> pd.DataFrame:
        wide = getattr(evidence, of).unstack("measure", sort=False)
        shown = {"estimator": [label(name) for name in wide.index]}
        for heading, measure in columns.items():
            cells = zip(wide["mean", measure], wide["mean_se", measure], strict=True)
            decimals = 7 if measure == "posterior_error_accuracy" else 5
            shown[heading] = [with_error(*cell, decimals) for cell in cells]
        return pd.DataFrame(shown)

    return table


@item(
    "Table 1. Δ_k for each pairing",
    8,
    lambda evidence: delta_table(evidence.tables["table1"].reset_index()),
)
def table1(evidence: Evidence) -> Finding:
    """Are the printed Δ_k the derivatives of the penalties?"""
    table = evidence.tables["table1"].reset_index()
    wrong = table["printed_deviation"] > 1e-6
    cells = "; ".join(
        f"{label(f'{row.activation}-{row.penalty}')} strays from it by up to "
        f"{row.printed_deviation:.2f}: as our copy prints it, {row.printed}, not {row.derivative}"
        for row in table[wrong].itertuples()
    )
    right = int((~wrong).sum())
    return Finding(
        f"At 1000 random points, {right} of {len(table)} cells, as our copy of the paper prints "
        f"them, equal the derivative to {size(table['derivative_deviation'].max())}"
        f"{'; ' * bool(cells)}{cells}.",
        f"{right} cells hold, {wrong.sum()} do not"
        + (
            ", unless our copy, a scan that garbles formulas, misprints them."
            if wrong.any()
            else "."
        ),
    )


@item(
    "Table 2. Error of the estimated posterior",
    27,
    lambda evidence: posterior_errors(
        evidence.tables["table2"], evidence.readings, evidence.same_problem
    ),
)
def table2(evidence: Evidence) -> Finding:
    """Is the paper's order that of the posterior error?"""
    order = ranking(evidence, "posterior_error")
    return Finding(
        f"{choice(evidence.settings)} {order.found} {endings(evidence)}",
        order.verdict,
    )


@item(
    "Table 3. Bayes rates",
    30,
    lambda evidence: rate_table(
        evidence.tables["table3"],
        evidence.tables["table3"] * np.nan,
        published_if(3, evidence.same_problem),
    ),
)
def table3(evidence: Evidence) -> Finding:
    """Are the printed Bayes rates exact?"""
    error = size(evidence.tables["table3_se"].to_numpy().max())
    accuracy = f"Integrated over the exact decision regions with an error below {error}"
    if not evidence.same_problem:
        return Finding(f"{accuracy}.", OTHER_PROBLEM)
    rows = evidence.comparison.query("table == 3")
    distance = (rows["reproduced"] - rows["published"]).abs().max()
    holds = "agree to" if distance <= 0.5e-4 + 1e-9 else "do not agree to"
    return Finding(
        f"{accuracy}, they differ from the printed ones by at most {size(distance)}.",
        f"The rates {holds} the four printed decimals.",
    )


def rates_item(table: int) -> None:
    """Register the item of one of Tables 4–6."""
    estimator = ESTIMATOR_OF_TABLE[table]

    @item(
        f"Table {table}. Rates of {label(estimator)}",
        31,
        lambda evidence: rate_table(
            *matrices(evidence.rates, estimator), published_if(table, evidence.same_problem)
        ),
        name=f"table{table}",
        needs=lambda evidence: estimator in evidence.estimators,
    )
    def rates(evidence: Evidence) -> Finding:
        """Do the classification rates of one estimator agree with the published ones?"""
        accuracy = f"Accuracy {evidence.mean(estimator, 'accuracy')}."
        if not evidence.same_problem:
            return Finding(accuracy, OTHER_PROBLEM)
        tests = evidence.agreement.set_index("question")
        trace, whole = tests.loc[f"trace of table {table}"], tests.loc[f"table {table}"]
        found = [accuracy, f"{sentence_of_trace(trace)}."]
        if whole["df1"] > 0 and np.isfinite(whole["p"]):
            found.append(
                f"All rates at once (Hotelling's T², {whole['df1']:.0f} free rates): F = "
                f"{number(whole['statistic'], 1)}, {probability(whole['p'])}."
            )
        return Finding(" ".join(found), agreement_verdict(whole, evidence.trials))


def sentence_of_trace(trace: pd.Series) -> str:
    """Set our trace beside the printed one."""
    if not np.isfinite(trace["p"]):
        return f"Of the trace nothing can be said: {trace['reason']}"
    return (
        f"The trace is {number(trace['ours'], 4)}, the printed one {number(trace['printed'], 4)}: "
        f"difference {number(trace['difference'], 4, '+')} ± {number(trace['error'], 4)}, "
        f"{probability(trace['p'])}"
    )


def agreement_verdict(whole: pd.Series, trials: int) -> str:
    """Say whether the rates of a table differ from the printed ones, by one test of all at 5 %."""
    if not np.isfinite(whole["p"]):
        return f"Nothing can be said of the table with {trials} trials: {whole['reason']}."
    apart = "disagree" if whole["p"] < LEVEL else "are not found to disagree"
    return (
        f"Ours and the printed rates {apart}, by one test of all at the 5 % level "
        f"({probability(whole['p'])}, {trials} trials)."
    )


for _table in ESTIMATOR_OF_TABLE:
    rates_item(_table)
