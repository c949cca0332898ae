"""Tables to take away: LaTeX (booktabs) and CSV, aligned and rounded by their errors."""

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.paper import ESTIMATOR_OF_TABLE, published_posterior
from report.layout import matrices
from report.words import label

DIGITS, PLAIN = 2, 4  # digits kept of the smallest error of a column; decimals without errors
STUDIED = ("posterior_error", "accuracy", "brier_score", "log_loss")
HEADINGS = {  # of columns in LaTeX, where they are not the name with spaces
    "difference": "first $-$ second",
    "paper_mean": "paper: mean",
    "paper_variance": "paper: variance",
}


class Numbers(NamedTuple):
    """A column of numbers, with standard errors or with so many decimals."""

    values: np.ndarray
    errors: np.ndarray | None = None
    decimals: int | None = None

    def places(self) -> int:
        """Return the decimals that all of the column has: `DIGITS` of its smallest error."""
        if self.decimals is not None:
            return self.decimals
        errors = np.asarray([] if self.errors is None else self.errors, dtype=float)
        errors = errors[np.isfinite(errors) & (errors > 0)]
        if not len(errors):
            return PLAIN
        return int(np.clip(DIGITS - 1 - np.floor(np.log10(errors.min())), 0, 9))


Table = dict[str, list[str] | Numbers]


def written(values: np.ndarray, places: int) -> list[str]:
    """Return numbers as text, nothing where there is none."""
    return ["" if not np.isfinite(each) else f"{each:z.{places}f}" for each in values]


def csv(table: Table) -> str:
    """Return a table as CSV, the errors of a column NAME in a column NAME_se."""
    columns = {}
    for name, cells in table.items():
        if not isinstance(cells, Numbers):
            columns[name] = cells
            continue
        columns[name] = written(cells.values, cells.places())
        if cells.errors is not None:
            columns[f"{name}_se"] = written(cells.errors, cells.places())
    return pd.DataFrame(columns).to_csv(index=False)


def latex(table: Table, caption: str) -> str:
    """Return a table as LaTeX, which needs the package booktabs."""
    form, headings, columns = "", [], []
    for name, cells in table.items():
        heading = HEADINGS.get(name, escaped(name.replace("_", " ")))
        if not isinstance(cells, Numbers):
            form, columns = form + "l", [*columns, [escaped(each) for each in cells]]
        elif cells.errors is None:
            form, columns = form + "r", [*columns, plain(written(cells.values, cells.places()))]
            heading = rf"\multicolumn{{1}}{{c}}{{{heading}}}"
        else:
            both = (written(each, cells.places()) for each in cells[:2])
            form += r"r@{$\,\pm\,$}r"
            columns.append(
                [
                    " & ".join(plain(pair))
                    if all(pair)
                    else rf"\multicolumn{{2}}{{c}}{{{pair[0]}}}"
                    for pair in zip(*both, strict=True)
                ]
            )
            heading = rf"\multicolumn{{2}}{{c}}{{{heading}}}"
        headings.append(heading)
    rows = [" & ".join(row) + r" \\" for row in zip(*columns, strict=True)]
    return "\n".join(
        [
            f"% {caption}",
            r"% \usepackage{booktabs}",
            rf"\begin{{tabular}}{{{form}}}",
            r"\toprule",
            " & ".join(headings) + r" \\",
            r"\midrule",
            *rows,
            r"\bottomrule",
            r"\end{tabular}",
            "",
        ]
    )


def beside(value: str, error: str) -> str:
    """Return the two cells of a value and its error, one cell across both if it has none."""
    if value and error:
        return " & ".join(plain([value, error]))
    return rf"\multicolumn{{2}}{{c}}{{{plain([value])[0]}}}"


def plain(cells: list[str]) -> list[str]:
    """Return numbers with the minus sign of mathematics."""
    return [f"${each}$" if each.startswith("-") else each for each in cells]


def escaped(text: str) -> str:
    """Return text with the characters that LaTeX takes for commands as themselves."""
    return re.sub(r"[&%$#_{}]", r"\\\g<0>", text.replace("−", "-"))


def posterior_table(table2: pd.DataFrame, same_problem: bool) -> Table:
    """Return Table 2, by estimator, beside the printed figures where these are of the problem."""
    printed = published_posterior().reindex(table2.index)
    columns: Table = {"estimator": list(map(label, table2.index))}
    for figure, decimals in {"mean": 6, "variance": 7}.items():
        if same_problem:
            columns[f"paper_{figure}"] = Numbers(printed[figure].to_numpy(), None, decimals)
        columns[figure] = Numbers(table2[figure].to_numpy(), table2[f"{figure}_se"].to_numpy())
    return columns | {"trials": Numbers(table2["trials"].to_numpy(), None, 0)}


def rate_table(rates: pd.DataFrame, errors: pd.DataFrame | None = None) -> Table:
    """Return class-conditional rates, a column an ascribed class."""
    smallest = Numbers(np.empty(0), None if errors is None else errors.to_numpy().ravel()).places()
    columns: Table = {"true_class": list(map(str, rates.index))}
    for name in rates:
        of_column = None if errors is None else errors[name].to_numpy()
        columns[str(name)] = Numbers(rates[name].to_numpy(), of_column, smallest)
    return columns


def pair_table(rows: pd.DataFrame) -> Table:
    """Return the paired differences of one measure."""
    difference = Numbers(rows["difference"].to_numpy(), rows["difference_se"].to_numpy())
    ends = {name: Numbers(rows[name].to_numpy(), None, difference.places()) for name in BOUNDS}
    return {
        "first": list(map(label, rows["first"])),
        "second": list(map(label, rows["second"])),
        "difference": difference,
        **ends,
        "trials": Numbers(rows["trials"].to_numpy(), None, 0),
    }


BOUNDS = ("low", "high")  # of the 95 % interval


def tables(
    table2: pd.DataFrame,
    table3: pd.DataFrame,
    rates: pd.DataFrame,
    paired: pd.DataFrame,
    same_problem: bool,
) -> dict[str, tuple[Table, str]]:
    """Return the tables of the experiment and their captions, by file name.

    Of Tables 4–6 those whose estimator is run, and a table of rates of every other estimator.
    """
    found = {
        "table2": (
            posterior_table(table2, same_problem),
            "Error of the estimated posterior, equation (4) by the paper's approximation",
        ),
        "table3": (rate_table(table3), "Bayes class-conditional classification rates"),
    }
    numbered = {estimator: f"table{table}" for table, estimator in ESTIMATOR_OF_TABLE.items()}
    for name in rates["estimator"].unique():
        title = f"Class-conditional classification rates: {label(name)}"
        found[numbered.get(name, f"rates_{name}")] = rate_table(*matrices(rates, name)), title
    for measure, rows in paired.groupby("measure", sort=False):
        title = f"Paired differences of {measure.replace('_', ' ')}, with 95 % intervals"
        found[f"paired_{measure}"] = pair_table(rows), title
    return found


def study_table(summary: pd.DataFrame, keys: list[str]) -> Table:
    """Return a study's measures, a row a setting and estimator."""
    wide = summary[summary["measure"].isin(STUDIED)].set_index(
        ["scenario", *keys, "estimator", "measure"]
    )[["mean", "mean_se"]]
    wide = wide.unstack("measure", sort=False)
    columns: Table = {key: list(map(str, wide.index.get_level_values(key))) for key in keys}
    columns["estimator"] = list(map(label, wide.index.get_level_values("estimator")))
    for measure in (each for each in STUDIED if each in wide["mean"]):
        both = (wide[each, measure].to_numpy() for each in ("mean", "mean_se"))
        columns[measure] = Numbers(*both)
    return columns
