"""Draw the classification rates minus the Bayes rates: ours above, the paper's below."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.paper import ESTIMATOR_OF_TABLE, published_rates
from analysis.trials import read_table
from files import job
from report.figure_style import DIVERGING, save
from report.words import label


def draw(bayes: pd.DataFrame, rates: dict[int, pd.DataFrame], errors: dict[int, pd.DataFrame]):
    """Return the figure; all differences in percentage points."""
    ours = {table: 100 * (rates[table] - bayes).to_numpy() for table in rates}
    shown = {"This run": ours}
    if bayes.shape == published_rates(3).shape:
        shown["The paper"] = {
            table: 100 * (published_rates(table) - published_rates(3)).to_numpy() for table in rates
        }
    limit = np.nanmax(np.abs([list(row.values()) for row in shown.values()]))
    figure = Figure(figsize=(10.5, 3.3 * len(shown) + 0.2))
    grid = figure.subplots(len(shown), len(rates), sharex=True, sharey=True, squeeze=False)
    for row, (source, matrices) in zip(grid, shown.items(), strict=True):
        for axes, (table, values) in zip(row, matrices.items(), strict=True):
            picture = axes.imshow(values, cmap=DIVERGING, vmin=-limit, vmax=limit)
            annotate(axes, values, 100 * errors[table].to_numpy() if source == "This run" else None)
            axes.set_title(f"{source}: {label(ESTIMATOR_OF_TABLE[table])}")
            axes.spines[:].set_visible(False)
        row[0].set_ylabel("true class")
    for axes in grid[-1]:
        axes.set_xlabel("ascribed class")
    ticks = np.arange(len(bayes))
    grid[0, 0].set(xticks=ticks, xticklabels=bayes.columns, yticks=ticks, yticklabels=bayes.index)
    bar = figure.colorbar(picture, ax=grid, shrink=0.6, aspect=30)
    bar.set_label("rate minus Bayes rate (percentage points)")
    return figure


def annotate(axes: Axes, values: np.ndarray, errors: np.ndarray | None) -> None:
    """Write each difference, and its standard error where there is one, into its cell."""
    limit = axes.images[0].norm.vmax
    for (i, j), value in np.ndenumerate(values):
        text = f"{value:+.2f}" + (f"\n±{errors[i, j]:.2f}" if errors is not None else "")
        colour = "white" if abs(value) > 0.6 * limit else "black"
        axes.text(j, i, text, ha="center", va="center", fontsize=8, color=colour)


if "snakemake" in globals():

    def read(name: str) -> pd.DataFrame:
        return read_table(snakemake.input[name], index_col=0)

    with job(snakemake) as outputs:
        tables = list(ESTIMATOR_OF_TABLE)
        rates = {table: read(f"table{table}") for table in tables}
        errors = {table: read(f"table{table}_se") for table in tables}
        save(draw(read("table3"), rates, errors), outputs)
