"""Tables as people read them: published and reproduced numbers side by side, aligned."""

import pandas as pd

from analysis.paper import ESTIMATOR_OF_TABLE, published_posterior, published_rates
from display.words import label, number, with_error

TITLES = {
    1: "Δ_k for each pairing of activation and penalty",
    2: "Error of the estimated posterior, equation (4) by the paper's approximation",
    3: "Bayes class-conditional classification rates",
    4: "Classification rates: logistic + least squares",
    5: "Classification rates: softmax + cross-entropy",
    6: "Classification rates: softmax + least squares",
}


def deltas(table1: pd.DataFrame) -> pd.DataFrame:
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


def rates(table: int, ours: pd.DataFrame, errors: pd.DataFrame) -> pd.DataFrame:
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
    shown = {1: deltas(read("table1").reset_index()), 2: posterior_errors(read("table2"))}
    for table in (3, *ESTIMATOR_OF_TABLE):
        shown[table] = rates(table, read(f"table{table}"), read(f"table{table}_se"))
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
