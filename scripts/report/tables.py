"""Tables 1–6: laid out beside the published numbers, and what the run found about each."""

import numpy as np
import pandas as pd

from analysis.paper import ESTIMATOR_OF_TABLE, published_posterior, published_rates
from report.evidence import Evidence, Finding, ranking
from report.items import item
from report.words import label, number, with_error

TITLES = {
    1: "Δ_k for each pairing of activation and penalty",
    2: "Error of the estimated posterior, equation (4) by the paper's approximation",
    3: "Bayes class-conditional classification rates",
    4: "Classification rates: logistic + least squares",
    5: "Classification rates: softmax + cross-entropy",
    6: "Classification rates: softmax + least squares",
}


def delta_table(table1: pd.DataFrame) -> pd.DataFrame:
    """Lay out Table 1: the printed Δ_k and, where it is not the derivative, the right one."""
    wrong = table1["printed_deviation"] > 1e-6
    return pd.DataFrame(
        {
            "activation": table1["activation"],
            "penalty": table1["penalty"].str.replace("_", " "),
            "printed Δ_k": table1["printed"],
            "is the derivative?": wrong.map({True: "no", False: "yes"}),
            "∂ρ/∂z_k": table1["derivative"],
        }
    )


def posterior_errors(table2: pd.DataFrame) -> pd.DataFrame:
    """Lay out Table 2, to the paper's decimals."""
    published = published_posterior().reindex(table2.index)
    return pd.DataFrame(
        {
            "estimator": [label(name) for name in table2.index],
            "paper: mean": published["mean"].map(lambda value: number(value, 6)).array,
            "ours: mean": pairs(table2, "mean", 6),
            "paper: variance": published["variance"].map(lambda value: number(value, 7)).array,
            "ours: variance": pairs(table2, "variance", 7),
            "trials": table2["trials"].astype(str).array,
            "bad fits": table2["bad_fits"].astype(str).array,
        }
    )


def pairs(table: pd.DataFrame, name: str, decimals: int) -> list[str]:
    return [
        with_error(value, error, decimals)
        for value, error in zip(table[name], table[f"{name}_se"], strict=True)
    ]


def rate_table(table: int, ours: pd.DataFrame, errors: pd.DataFrame) -> pd.DataFrame:
    """Lay out one of Tables 3–6: the paper's rates, then ours with their standard errors."""
    published = published_rates(table).reindex(index=ours.index, columns=ours.columns)
    columns = {"true class": ours.index.astype(str)}
    for name in ours:
        columns[f"paper: {name}"] = [number(value, 4) for value in published[name]]
    for name in ours:
        cells = zip(ours[name], errors[name], strict=True)
        columns[f"ours: {name}"] = [
            number(value, 4) if table == 3 else with_error(value, error, 4)
            for value, error in cells
        ]
    return pd.DataFrame(columns)


def all_tables(read) -> dict[int, pd.DataFrame]:
    """Return Tables 1–6 for reading; `read(name)` gives a table as computed."""
    shown = {1: delta_table(read("table1").reset_index()), 2: posterior_errors(read("table2"))}
    for table in (3, *ESTIMATOR_OF_TABLE):
        shown[table] = rate_table(table, read(f"table{table}"), read(f"table{table}_se"))
    return shown


def markdown(table: pd.DataFrame) -> str:
    """Return a Markdown table whose columns line up in a terminal too."""
    rows = [list(table.columns), *table.to_numpy().tolist()]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]

    def line(cells: list[str]) -> str:
        padded = (cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
        return f"| {' | '.join(padded)} |"

    rule = f"| {' | '.join('-' * (width - 1) + ':' for width in widths)} |"
    return "\n".join([line(rows[0]), rule, *map(line, rows[1:])])


@item(
    "Table 1. Δ_k for each pairing",
    "Table 1 lists what each pairing of activation and penalty sends back to the weights, and "
    "notes that logistic outputs with cross-entropy give the same Δ_k = z*_k − t_k as softmax with "
    "cross-entropy.",
    lambda evidence: delta_table(evidence.tables["table1"].reset_index()),
)
def table1(evidence: Evidence) -> Finding:
    """Are the printed Δ_k the derivatives of the penalties?"""
    table = evidence.tables["table1"].reset_index()
    wrong = table[table["printed_deviation"] > 1e-6]
    cells = "; ".join(
        f"{row.activation} + {row.penalty.replace('_', ' ')} strays from it by up to "
        f"{row.printed_deviation:.2f}"
        for row in wrong.itertuples()
    )
    right = len(table) - len(wrong)
    return Finding(
        f"At 1000 random points, {right} of {len(table)} printed cells equal the derivative to "
        f"{table['derivative_deviation'].max():.0e}; {cells}. The last column gives the right "
        "expressions, which agree everywhere.",
        f"{right} cells hold, {len(wrong)} do not: the logistic + cross-entropy cell is the "
        "derivative of the two-term cross-entropy, the softmax + least squares cell has a sign "
        "turned.",
    )


@item(
    "Table 2. Error of the estimated posterior",
    "From worst to best: logistic + least squares, softmax + least squares, softmax + "
    "cross-entropy; the improvement is put down to both the activation and the penalty.",
    lambda evidence: posterior_errors(evidence.tables["table2"]),
)
def table2(evidence: Evidence) -> Finding:
    """Is the paper's order that of the posterior error?"""
    return ranking(evidence, "posterior_error")


@item(
    "Table 3. Bayes rates",
    "The class-conditional rates of Bayes' rule, from the known distributions.",
    lambda evidence: rate_table(3, evidence.tables["table3"], evidence.tables["table3_se"]),
)
def table3(evidence: Evidence) -> Finding:
    """Are the printed Bayes rates exact?"""
    rows = evidence.comparison.query("table == 3")
    distance = (rows["reproduced"] - rows["published"]).abs().max()
    holds = "agree to" if distance <= 0.5e-4 + 1e-9 else "do not agree to"
    return Finding(
        f"Integrated over the exact decision regions with an error below "
        f"{rows['reproduced_se'].max():.0e}, they differ from the printed ones by at most "
        f"{distance:.0e}.",
        f"The rates {holds} the four printed decimals.",
    )


def rates_item(table: int) -> None:
    """Register the item of one of Tables 4–6."""

    @item(
        f"Table {table}. Rates of {label(ESTIMATOR_OF_TABLE[table])}",
        "Class-conditional rates over 100 trials, printed without errors.",
        lambda evidence: rate_table(
            table, evidence.tables[f"table{table}"], evidence.tables[f"table{table}_se"]
        ),
        name=f"table{table}",
    )
    def rates(evidence: Evidence) -> Finding:
        """Do the classification rates of one estimator agree with the published ones?"""
        rows = evidence.comparison.query("table == @table")
        ours = 4 * evidence.value(ESTIMATOR_OF_TABLE[table], "accuracy")
        error = 4 * evidence.error(ESTIMATOR_OF_TABLE[table], "accuracy")
        printed = np.trace(published_rates(table))
        printed_error = np.hypot.reduce(rows.query("row == column")["published_se"])
        z = (ours - printed) / np.hypot(error, printed_error)
        far = int((rows["z"].abs() > 2).sum())
        agrees = "agree" if abs(z) < 2 and far <= 2 else "disagree"
        return Finding(
            f"{far} of {len(rows)} rates lie more than two standard errors from the printed ones "
            f"(one in twenty would by chance). The trace is {ours:.4f} ± {error:.4f}, the printed "
            f"one {printed:.4f} ± {printed_error:.4f}: z = {z:+.1f}.",
            f"Ours and the printed rates {agrees}.",
        )


for _table in ESTIMATOR_OF_TABLE:
    rates_item(_table)
