"""Draw a study: each measure against the first key, a column for each value of the others."""

from itertools import product

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from display import label
from figure_style import COLOURS, save
from study import shown

MEASURES = {
    "posterior_error": "posterior error, equation (4)",
    "accuracy": "accuracy (share of observations)",
    "sum_deviation": "mean $|\\Sigma_k z^*_k - 1|$",
}
NAME_HEIGHT = 0.075  # of a line's name, as a share of the axes
WIDE = 20  # a range of values spanning this factor is drawn on a logarithmic axis


def draw(summary: pd.DataFrame, study: dict[str, list]) -> Figure:
    """Return the figure: means with bands of two standard errors, a row for each measure."""
    (key, values), *others = study.items()
    names = [name for name, _ in others]
    columns = [
        dict(zip(names, map(shown, setting), strict=True))
        for setting in product(*(other for _, other in others))
    ]
    figure = Figure(figsize=(max(7.0, 1.4 + 3.0 * len(columns)), 2.7 * len(MEASURES) + 0.4))
    grid = figure.subplots(len(MEASURES), len(columns), sharex=True, sharey="row", squeeze=False)
    positions = axis_positions(values)
    for column, setting in enumerate(columns):
        chosen = summary
        for name, value in setting.items():
            chosen = chosen[chosen[name] == value]
        for axes, measure in zip(grid[:, column], MEASURES, strict=True):
            rows = chosen[chosen["measure"] == measure]
            last = column == len(columns) - 1
            lines(axes, rows.set_index(key), [shown(value) for value in values], positions, last)
        grid[0, column].set_title(
            ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in setting.items())
        )
        grid[-1, column].set_xlabel(key.replace("_", " "))
        scale_axis(grid[-1, column], values, positions)
    for axes, heading in zip(grid[:, 0], MEASURES.values(), strict=True):
        axes.set_ylabel(heading)
    return figure


def axis_positions(values: list) -> np.ndarray:
    """Return where each value stands: numbers at their value, others one by one."""
    if all(isinstance(value, int | float) for value in values):
        return np.array(values, dtype=float)
    return np.arange(len(values), dtype=float)


def scale_axis(axes: Axes, values: list, positions: np.ndarray) -> None:
    """Choose a logarithmic axis for a wide range, and tick the values of the study."""
    least = positions[positions > 0].min()
    if positions.max() >= WIDE * least:  # zero, if among them, gets a place of its own
        scale = (
            {"value": "symlog", "linthresh": least} if positions.min() == 0 else {"value": "log"}
        )
        axes.set_xscale(**scale)
        axes.set_xlim(positions.min() - 0.1 * least, 1.15 * positions.max())
    axes.set_xticks(positions, [str(shown(value)) for value in values])
    axes.minorticks_off()
    axes.tick_params(axis="x", labelrotation=45 if isinstance(values[-1], list) else 0)


def lines(
    axes: Axes, rows: pd.DataFrame, values: list, positions: np.ndarray, labelled: bool
) -> None:
    """Draw each estimator's line and band, with its name at the end of the last column's lines."""
    ends = {}
    for estimator, group in rows.groupby("estimator", sort=False):
        group = group.loc[values]
        mean, error = group["mean"].to_numpy(), group["mean_se"].to_numpy()
        if np.nanmax(np.abs(mean)) < 1e-9:  # softmax outputs add to one
            continue
        colour = COLOURS.get(estimator, "#555555")
        axes.plot(positions, mean, color=colour, marker="o", markersize=3)
        axes.fill_between(
            positions, mean - 2 * error, mean + 2 * error, color=colour, alpha=0.25, linewidth=0
        )
        ends[estimator] = mean[-1]
    if labelled:
        name_lines(axes, ends)


def name_lines(axes: Axes, ends: dict[str, float]) -> None:
    """Write the names of lines beside their right ends, moved apart where they would overlap."""
    low, high = axes.get_ylim()
    names = sorted(ends, key=ends.get)
    heights = np.array([(ends[name] - low) / (high - low) for name in names])
    rank = NAME_HEIGHT * np.arange(len(names))
    apart = np.maximum.accumulate(heights - rank) + rank
    apart -= (apart - heights).mean()
    for estimator, height in zip(names, apart, strict=True):
        axes.text(
            1.02,
            height,
            label(estimator),
            transform=axes.transAxes,
            color=COLOURS.get(estimator, "#555555"),
            fontsize=8,
            va="center",
        )


if "snakemake" in globals():
    from job import job

    with job(snakemake) as outputs:
        save(draw(pd.read_csv(snakemake.input[0]), snakemake.params.study), outputs)
