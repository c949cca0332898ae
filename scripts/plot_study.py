"""Draw a study: each measure against the first key, a column for each value of the others."""

from itertools import product

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.asymptotics import ASYMPTOTIC
from analysis.trials import read_table
from experiment.measures import ROUNDING
from files import job
from report.figure_style import COLOURS, GREY, colour_of, reach, save
from report.line_chart import Places, draw_means, scale_x, scale_y
from report.words import key_in_words, label, settings_in_words, tick

MOST = 12  # columns drawn
ERROR = "posterior error"
THEORY = "$\\sqrt{c/n}$, the asymptotic error\nwithout hidden units (same colours)"


def panels(summary: pd.DataFrame, paired: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return what the rows of the figure show, by their axis label.

    Accuracy is shown against that of the last estimator, trial by trial, as trials differ far more
    than estimators do.
    """
    summary = summary.assign(half=reach(summary["mean_se"], summary["trials"]))
    reference = summary["estimator"].unique()[-1]
    pairs = paired.query("measure == 'accuracy' and second == @reference")
    above = pairs.assign(
        estimator=pairs["first"],
        mean=100 * pairs["difference"],
        half=50 * (pairs["high"] - pairs["low"]),
    )
    shown = {
        ERROR: summary.query("measure == 'posterior_error'"),
        f"accuracy above that of\n{label(reference)}\n(percentage points)": above,
        "mean $|\\Sigma_k z^*_k - 1|$": summary.query(
            f"measure == 'sum_deviation' and mean > {ROUNDING}"
        ),
    }
    return {heading: rows for heading, rows in shown.items() if len(rows)}


def theory_style(places: Places) -> dict:
    """Return how theory is drawn: a dashed line, or a dash at each category."""
    return {"linestyle": "--"} if places.numbers else {"linestyle": "none", "marker": "_"}


def draw_theory(axes: Axes, places: Places, summary: pd.DataFrame, column: list[str]) -> None:
    """Draw the asymptotic error of the estimators that have one, at the scenarios of a column."""
    known = summary[summary["measure"] == ASYMPTOTIC]
    for estimator, rows in known.groupby("estimator", sort=False):
        heights = rows.set_index("scenario")["mean"].reindex(column).to_numpy()
        style = theory_style(places) | {"color": COLOURS[estimator], "linewidth": 1, "zorder": 1}
        axes.plot(places.at[places.order], heights[places.order], markersize=14, **style)


def draw(summary: pd.DataFrame, paired: pd.DataFrame, study: dict[str, list]) -> Figure:
    """Return the figure: means with 95 % intervals, beside each other if there is one column.

    The tables have a study's scenarios in order, the first key's values varying the slowest.
    """
    key, *names = study
    values, *others = study.values()
    columns = list(product(*others))
    scenarios = summary["scenario"].unique().reshape(len(values), len(columns)).T
    places, rows, estimators = (
        Places(values),
        panels(summary, paired),
        summary["estimator"].unique(),
    )
    shown = min(len(columns), MOST)
    shape = (len(rows), shown) if shown > 1 else (1, len(rows))
    figure = Figure(
        figsize=(max(7.0, 0.8 + max(2.2, 4.4 - shown) * shape[1]), 2.3 * shape[0] + 1.5)
    )
    grid = figure.subplots(*shape, sharex=True, sharey="row" if shown > 1 else False, squeeze=False)
    by_row = grid if shown > 1 else grid.T
    for row, (heading, table) in zip(by_row, rows.items(), strict=True):
        row[0].set_ylabel(heading)
        for axes, column in zip(row, scenarios, strict=False):
            for place, estimator in enumerate(estimators):
                each = table[table["estimator"] == estimator].set_index("scenario")
                if len(each):
                    mean, half = each[["mean", "half"]].reindex(column).to_numpy().T
                    colour = colour_of(estimator)
                    shift = place - (len(estimators) - 1) / 2
                    draw_means(axes, places, mean, half, colour, label(estimator), shift)
            if heading == ERROR:
                draw_theory(axes, places, summary, column)
        scale_y(row)
        if heading.startswith("accuracy"):
            for axes in row:
                axes.axhline(0, color="black", linewidth=0.8, zorder=0)
    for axes, column in zip(grid[0], columns if shown > 1 else [], strict=False):
        setting = settings_in_words(dict(zip(names, column, strict=True)))
        axes.set_title(setting.replace(", ", "\n"), fontsize=9)
    for axes in grid[-1]:
        scale_x(axes, places, key_in_words(key), list(map(tick, values)))
    lines, words = by_row[0, 0].get_legend_handles_labels()
    if (summary["measure"] == ASYMPTOTIC).any():
        lines.append(Line2D([], [], color=GREY, linewidth=1, **theory_style(places)))
        words.append(THEORY)
    figure.legend(lines, words, loc="outside lower center", ncols=3, frameon=False, fontsize=9)
    trials = summary["trials"].max()
    interval = "band" if places.numbers else "bar"
    part = f"; the first {MOST} of {len(columns)} columns" if shown < len(columns) else ""
    figure.suptitle(f"Means over {trials:,} trials; {interval}: 95 % interval{part}", fontsize=10)
    return figure


if "snakemake" in globals():
    with job(snakemake) as outputs:
        tables = (read_table(path) for path in snakemake.input)
        save(draw(*tables, snakemake.params.study), outputs)
