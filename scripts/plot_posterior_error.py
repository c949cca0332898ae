"""Draw the distribution of the posterior error, and of its paired differences."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.trials import by_estimator, collect, read_table
from files import job
from report.figure_style import COLOURS, GREY, save
from report.words import label

MEASURE = "posterior_error"


def draw(trials: pd.DataFrame, summary: pd.DataFrame, paired: pd.DataFrame) -> Figure:
    """Return the figure: the estimators on the left, their differences on the right.

    The tables are of all trials; the histograms are of those given, the first of them.
    """
    values = by_estimator(trials, MEASURE).dropna()
    estimators = summary[summary["measure"] == MEASURE]
    pairs = paired[paired["measure"] == MEASURE]
    figure = Figure(figsize=(9.5, 0.8 + 1.3 * len(pairs)))
    left, right = figure.subplots(1, 2, width_ratios=[1, 1.15])
    for row, each in enumerate(estimators.itertuples()):
        sample = values[each.estimator].to_numpy()
        colour = COLOURS.get(each.estimator, GREY)
        distribution(left, row, sample, each.mean, colour)
        text = f"{label(each.estimator)}\n{each.mean:.4f} ± {each.mean_se:.4f}"
        left.text(sample.max(), row + 0.07, text, color=colour, va="top", ha="right")
    for row, each in enumerate(pairs.itertuples()):
        sample = (values[each.first] - values[each.second]).to_numpy()
        distribution(right, row, sample, each.difference, GREY)
        right.text(
            0.99,
            row + 0.07,
            f"{label(each.first)}\nminus {label(each.second)}\n"
            f"{each.difference:+.4f} [{each.low:+.4f}, {each.high:+.4f}]",
            transform=right.get_yaxis_transform(),
            va="top",
            ha="right",
            fontsize=8.5,
        )
    right.axvline(0, color="black", linewidth=0.8, zorder=0)
    count = estimators["trials"].max()
    shown = "" if trials["trial"].nunique() >= count else f", {len(values):,} of them drawn"
    left.set(title=f"Posterior error, {count:,} trials{shown}", xlabel="equation (4), integrated")
    right.set(title="Paired differences, mean [95 % interval]", xlabel="difference of equation (4)")
    for axes in (left, right):
        axes.set(yticks=[])
        axes.locator_params(axis="x", nbins=6)
        axes.spines["left"].set_visible(False)
        axes.set_ylim(len(pairs) - 0.4, -0.6)
    return figure


def distribution(axes: Axes, row: int, sample: np.ndarray, mean: float, colour: str) -> None:
    """Draw a histogram standing on a row, and the mean below it."""
    density, edges = np.histogram(sample, bins="fd", density=True)
    heights = row - 0.5 * density / density.max()
    axes.stairs(heights, edges, baseline=row, fill=True, color=colour, alpha=0.35)
    axes.stairs(heights, edges, baseline=row, color=colour, linewidth=1)
    axes.plot(mean, row, marker="^", color=colour, markersize=6, clip_on=False)


if "snakemake" in globals():
    with job(snakemake) as outputs:
        trials = next(collect(snakemake.input.measures, snakemake.params.trials))
        summary, paired = map(read_table, (snakemake.input.summary, snakemake.input.paired))
        save(draw(trials, summary, paired), outputs)
