"""Draw reliability diagrams: how probable a class is where its output has some value."""

import pandas as pd
from matplotlib.figure import Figure

from analysis.trials import read_table
from files import job
from report.figure_style import GREY, colour_of, save
from report.words import label

COLUMNS = 4  # of panels


def draw(table: pd.DataFrame) -> Figure:
    """Return the figure: for each estimator a line with its 95 % band, beside the diagonal."""
    groups = dict(list(table.groupby("estimator", sort=False)))
    width = min(COLUMNS, len(groups))
    height = -(-len(groups) // width)
    figure = Figure(figsize=(max(5.0, 2.4 * width + 0.4), 2.4 * height + 0.9))
    grid = figure.subplots(height, width, sharex=True, sharey=True, squeeze=False)
    for axes in grid.flat[len(groups) :]:
        axes.set_axis_off()
    for axes, (name, rows) in zip(grid.flat, groups.items(), strict=False):
        rows, colour = rows.dropna(subset="low"), colour_of(name)
        axes.plot((0, 1), (0, 1), color=GREY, linewidth=0.8, zorder=0)
        axes.plot(rows["output"], rows["posterior"], color=colour, marker="o", markersize=3)
        band = {"color": colour, "alpha": 0.25, "linewidth": 0}
        axes.fill_between(rows["output"], rows["low"], rows["high"], **band)
        axes.set_title(label(name).replace(" + ", " +\n"), fontsize=9, color=colour)
        axes.set_aspect("equal")
    for axes in grid[:, 0]:
        axes.set_ylabel("mean P(class | x)")
    for axes in grid.flat[len(groups) - width : len(groups)]:  # the lowest of each column
        axes.set_xlabel("mean output in the bin")
        axes.tick_params(labelbottom=True)
    most = table["trials"].max()
    figure.suptitle(f"Reliability: means over {most:,} trials; band: 95 % interval", fontsize=10)
    return figure


if "snakemake" in globals():
    with job(snakemake) as outputs:
        save(draw(read_table(snakemake.input.reliability)), outputs)
