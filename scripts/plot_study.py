"""Draw a study: each measure against the first key, a column for each value of the second."""

from collections.abc import Iterable, Sequence
from itertools import product

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from analysis.asymptotics import ASYMPTOTIC
from analysis.trials import read_table
from estimators import named, place
from experiment.status import PRECISE
from files import job
from report.figure_style import COLOURS, GREY, HIGHEST, colour_of, reach, save
from report.line_chart import Places, draw_means, scale_x, scale_y
from report.words import key_in_words, label, settings_in_words, tick

MOST = 12  # columns drawn
WIDEST, HIGH = 130, 6  # characters that fit below a nested-loop plot, and upright
ERROR = "posterior error"
THEORY = "$\\sqrt{c/n}$, the asymptotic error\nwithout hidden units (same colours)"


def panels(summary: pd.DataFrame, paired: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return what the rows of the figure show, by their axis label.

    Accuracy is shown against that of the last estimator of those in the most scenarios, trial by
    trial, as trials differ far more than estimators do.
    """
    summary = summary.assign(half=reach(summary["mean_se"], summary["trials"]))
    scenarios = summary.groupby("estimator")["scenario"].nunique()
    reference = [each for each in in_place(summary) if scenarios[each] == scenarios.max()][-1]
    pairs = paired[paired["measure"] == "accuracy"]
    pairs = pairs.assign(half=50 * (pairs["high"] - pairs["low"]))
    above = []
    for own, other, sign in (("second", "first", 100), ("first", "second", -100)):
        rows = pairs[pairs[own] == reference]
        above.append(rows.assign(estimator=rows[other], mean=sign * rows["difference"]))
    shown = {
        ERROR: summary.query("measure == 'posterior_error'"),
        f"accuracy above that of\n{label(reference)}\n(percentage points)": pd.concat(above),
        "mean $|\\Sigma_k z^*_k - 1|$": summary.query(
            f"measure == 'sum_deviation' and mean > {PRECISE}"
        ),
    }
    return {heading: rows for heading, rows in shown.items() if len(rows)}


def in_place(summary: pd.DataFrame) -> list[str]:
    """Return the names of the estimators, of all scenarios, in the order of all figures."""
    return sorted(summary["estimator"].unique(), key=lambda name: place(named(name)))


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


def draw_estimators(
    axes: Axes, places: Places, table: pd.DataFrame, scenarios: Sequence[str], estimators: list[str]
) -> None:
    """Draw what the rows of a panel show of each estimator, at scenarios in their places."""
    for k, estimator in enumerate(estimators):
        each = table[table["estimator"] == estimator].set_index("scenario")
        if len(each):
            mean, half = each[["mean", "half"]].reindex(scenarios).to_numpy().T
            shift = k - (len(estimators) - 1) / 2
            draw_means(axes, places, mean, half, colour_of(estimator), label(estimator), shift)


def zero_line(heading: str, row: Iterable[Axes]) -> None:
    """Draw zero where a row of panels shows differences."""
    if heading.startswith("accuracy"):
        for axes in row:
            axes.axhline(0, color="black", linewidth=0.8, zorder=0)


def finish(
    figure: Figure, summary: pd.DataFrame, places: Places, legend: tuple[list, list], part: str = ""
) -> None:
    """Put legend and title to a figure."""
    figure.legend(*legend, loc="outside lower center", ncols=3, frameon=False, fontsize=9)
    trials = summary["trials"].max()
    interval = "band" if places.numbers else "bar"
    figure.suptitle(f"Means over {trials:,} trials; {interval}: 95 % interval{part}", fontsize=10)


def draw(summary: pd.DataFrame, paired: pd.DataFrame, study: dict[str, list]) -> Figure:
    """Return the figure: means with 95 % intervals, beside each other if there is one column.

    The tables have a study's scenarios in order, the first key's values varying the slowest.
    """
    if len(study) > 2:
        return nested_loop(summary, paired, study)
    key, *names = study
    values, *others = study.values()
    columns = list(product(*others))
    scenarios = summary["scenario"].unique().reshape(len(values), len(columns)).T
    places, rows, estimators = (
        Places(values),
        panels(summary, paired),
        in_place(summary),
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
            draw_estimators(axes, places, table, column, estimators)
            if heading == ERROR:
                draw_theory(axes, places, summary, column)
        scale_y(row)
        zero_line(heading, row)
    for axes, column in zip(grid[0], columns if shown > 1 else [], strict=False):
        setting = settings_in_words(dict(zip(names, column, strict=True)))
        axes.set_title(setting.replace(", ", "\n"), fontsize=9)
    for axes in grid[-1]:
        scale_x(axes, places, key_in_words(key), list(map(tick, values)))
    lines, words = by_row[0, 0].get_legend_handles_labels()
    if (summary["measure"] == ASYMPTOTIC).any():
        lines.append(Line2D([], [], color=GREY, linewidth=1, **theory_style(places)))
        words.append(THEORY)
    part = f"; the first {MOST} of {len(columns)} columns" if shown < len(columns) else ""
    finish(figure, summary, places, (lines, words), part)
    return figure


def nested_loop(summary: pd.DataFrame, paired: pd.DataFrame, study: dict[str, list]) -> Figure:
    """Return the nested-loop plot: all scenarios side by side, the last key's values the fastest.

    Below them stand their settings (Rücker & Schwarzer, BMC Medical Research Methodology 14, 2014).
    """
    scenarios, settings = summary["scenario"].unique(), list(product(*study.values()))
    rows, estimators, places = panels(summary, paired), in_place(summary), Places([*scenarios])
    high = HIGHEST - 1.5 - 0.3 * len(study)
    heights = [high / len(rows)] * len(rows) + [0.3 * len(study)]
    figure = Figure(figsize=(min(max(8.0, 0.25 * len(settings)), 14.0), HIGHEST))
    grid = figure.subplots(len(heights), sharex=True, height_ratios=heights)
    for axes, (heading, table) in zip(grid, rows.items(), strict=False):
        axes.set_ylabel(heading)
        draw_estimators(axes, places, table, scenarios, estimators)
        scale_y([axes])
        zero_line(heading, [axes])
    below, runs = grid[-1], len(settings)
    for k, values in enumerate(study.values()):
        runs //= len(values)
        for first in range(0, len(settings), runs):
            shade = 0.95 - 0.15 * (first // runs % len(values) % 2)
            cell = Rectangle((first - 0.5, -k - 0.5), runs, 1, color=str(shade), linewidth=0)
            below.add_patch(cell)
            words = tick(values[first // runs % len(values)]).replace("\n", "; ")
            upright = len(words) * len(settings) > WIDEST * runs
            style = {"fontsize": 6, "rotation": 90} if upright else {"fontsize": 7}
            if not upright or len(words) <= HIGH:
                below.text(first + runs / 2 - 0.5, -k, words, ha="center", va="center", **style)
    keys = [key_in_words(key).partition(" (")[0] for key in study]
    below.set_yticks(-np.arange(len(keys)), keys)
    below.set(ylim=(0.5 - len(study), 0.5), xlim=(-0.5, len(settings) - 0.5), xticks=[])
    below.tick_params(length=0, labelsize=8)
    for side in below.spines.values():
        side.set_visible(False)
    for axes in grid:
        for first in range(0, len(settings), len(settings) // len(next(iter(study.values())))):
            axes.axvline(first - 0.5, color=GREY, linewidth=0.5, zorder=0)
    finish(figure, summary, places, grid[0].get_legend_handles_labels())
    return figure


if "snakemake" in globals():
    with job(snakemake) as outputs:
        tables = (read_table(path) for path in snakemake.input)
        save(draw(*tables, snakemake.params.study), outputs)
