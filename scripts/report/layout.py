"""Tables 1–6, laid out beside the published numbers."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.paper import ESTIMATOR_OF_TABLE, published_posterior, published_rates
from report.words import OTHER_PROBLEM, label, number, percent, with_error

TITLES = {
    1: "Δ_k for each pairing of activation and penalty",
    2: "Error of the estimated posterior, equation (4) by the paper's approximation",
    3: "Bayes class-conditional classification rates",
    4: "Classification rates: logistic + least squares",
    5: "Classification rates: softmax + cross-entropy",
    6: "Classification rates: softmax + least squares",
}
SCALE = (
    "The paper's Table 2 is on another scale than equation (4). *Ours on its scale* are sums that "
    "are not divided by N, against a reference posterior without the ½ of the exponent: a reading "
    "chosen because it comes near (`readings.csv` has the others)."
)
NOT_RUN = "The config does not run this estimator."
PRINTED_SCALE = "without the ½", "no"  # the reading of Table 2 on the scale of its numbers


def delta_table(table1: pd.DataFrame) -> pd.DataFrame:
    """Lay out Table 1: the printed Δ_k and, where it is not the derivative, the right one."""
    wrong = table1["printed_deviation"] > 1e-6
    return pd.DataFrame(
        {
            "activation": table1["activation"],
            "penalty": table1["penalty"].map(label),
            "Δ_k as our copy prints it": table1["printed"],
            "is the derivative?": wrong.map({True: "no", False: "yes"}),
            "∂ρ/∂z_k": table1["derivative"],
        }
    )


def on_printed_scale(readings: pd.DataFrame, figure: str) -> pd.Series:
    """Return `value ± error` of a figure of Table 2 on the scale of the printed ones."""
    reference, divided = PRINTED_SCALE
    rows = readings[
        (readings["reference"] == reference)
        & (readings["divided_by_n"] == divided)
        & (readings["figure"] == figure)
    ].set_index("estimator")
    cells = zip(rows["reproduced"], rows["reproduced_se"], strict=True)
    return pd.Series([with_error(*each, 4) for each in cells], rows.index, dtype=object)


def posterior_errors(
    table2: pd.DataFrame, readings: pd.DataFrame, same_problem: bool
) -> pd.DataFrame:
    """Lay out Table 2, to the paper's decimals.

    Beside the paper's figures stand ours on their scale, not divided by N and against a reference
    posterior without the ½ of the exponent; equation (4) itself stands in columns of its own.
    """
    published = published_posterior().reindex(table2.index)
    columns = {"estimator": [label(name) for name in table2.index]}
    for figure, decimals in {"mean": 6, "variance": 7}.items():
        if same_problem:
            columns[f"paper: {figure}"] = [number(v, decimals) for v in published[figure]]
            scaled = on_printed_scale(readings, figure).reindex(table2.index, fill_value="")
            columns[f"ours on its scale: {figure}"] = scaled.to_list()
        columns[f"equation (4): {figure}"] = pairs(table2, figure, decimals)
    columns["trials"] = table2["trials"].astype(str).to_list()
    columns["left out"] = table2["left_out"].astype(str).to_list()
    columns["stopped early"] = [percent(part) for part in share(table2, "stopped_early")]
    columns["stuck"] = table2["stuck"].astype(str).to_list()
    return pd.DataFrame(columns)


def pairs(table: pd.DataFrame, name: str, decimals: int) -> list[str]:
    return [
        with_error(value, error, decimals)
        for value, error in zip(table[name], table[f"{name}_se"], strict=True)
    ]


def rate_table(
    ours: pd.DataFrame, errors: pd.DataFrame, published: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Lay out class-conditional rates: the paper's, if there are, then ours with their errors."""
    columns = {"true class": ours.index.astype(str)}
    for name in [] if published is None else published:
        columns[f"paper: {name}"] = [number(value, 4) for value in published[name]]
    for name in ours:
        cells = zip(ours[name], errors[name], strict=True)
        columns[f"ours: {name}"] = [with_error(*cell, 4) for cell in cells]
    return pd.DataFrame(columns)


def published_if(table: int, same_problem: bool) -> pd.DataFrame | None:
    """Return the paper's rates, none if they are of another problem."""
    return published_rates(table) if same_problem else None


def matrices(rates: pd.DataFrame, estimator: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rates of one estimator, true by ascribed class, and their standard errors."""
    rows = rates[rates["estimator"] == estimator]
    return tuple(
        rows.pivot(index="true_class", columns="ascribed_class", values=name)
        for name in ("rate", "rate_se")
    )


def all_tables(
    tables: dict[str, pd.DataFrame],
    rates: pd.DataFrame,
    readings: pd.DataFrame,
    same_problem: bool,
) -> Iterator[tuple[str, pd.DataFrame | None]]:
    """Yield the title of each table and the table for reading, none if its estimator is not run."""
    yield f"Table 1. {TITLES[1]}", delta_table(tables["table1"].reset_index())
    yield f"Table 2. {TITLES[2]}", posterior_errors(tables["table2"], readings, same_problem)
    bayes = rate_table(tables["table3"], tables["table3"] * np.nan, published_if(3, same_problem))
    yield f"Table 3. {TITLES[3]}", bayes
    run = list(rates["estimator"].unique())
    for table, estimator in ESTIMATOR_OF_TABLE.items():
        shown = None
        if estimator in run:
            shown = rate_table(*matrices(rates, estimator), published_if(table, same_problem))
        yield f"Table {table}. {TITLES[table]}", shown
    for estimator in run:
        if estimator not in ESTIMATOR_OF_TABLE.values():
            title = f"Classification rates: {label(estimator)} (not in the paper)"
            yield title, rate_table(*matrices(rates, estimator))


def page(
    tables: dict[str, pd.DataFrame],
    rates: pd.DataFrame,
    readings: pd.DataFrame,
    rest_on: str,
    same_problem: bool,
) -> str:
    """Return Tables 1–6 and the rates of all estimators as Markdown."""
    parts = [
        "# Tables 1–6\n\n"
        f"Ours rest on {rest_on} ± is the Monte Carlo standard error. Rows of rates are "
        "true classes, columns ascribed classes. Left out: fits whose objective is not finite at "
        "the start. Stopped early: by the cap on the iterations. Stuck: with a hidden unit that is "
        "saturated at the start, so that its weights stay where they began."
    ]
    parts += [SCALE if same_problem else OTHER_PROBLEM]
    parts += [
        f"## {title}\n\n{NOT_RUN if shown is None else markdown(shown)}"
        for title, shown in all_tables(tables, rates, readings, same_problem)
    ]
    return "\n\n".join(parts) + "\n"


def markdown(table: pd.DataFrame) -> str:
    """Return a Markdown table whose columns line up in a terminal too."""
    rows = [list(table.columns), *table.to_numpy().tolist()]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]

    def line(cells: list[str]) -> str:
        padded = (cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
        return f"| {' | '.join(padded)} |"

    rule = f"| {' | '.join('-' * (width - 1) + ':' for width in widths)} |"
    return "\n".join([line(rows[0]), rule, *map(line, rows[1:])])


def share(rows: pd.DataFrame, count: str) -> pd.Series:
    """Return the share that a count has of all fits, also those left out."""
    return rows[count] / (rows["trials"] + rows["left_out"])
