"""Draw the distribution of the posterior error, and of its paired differences."""

from itertools import combinations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from display import label
from figure_style import COLOURS, GREY, save
from pairings import monte_carlo
from trials import by_estimator, read_trials


def draw(trials: pd.DataFrame) -> Figure:
    """Return the figure: the estimators on the left, their differences on the right."""
    values = by_estimator(trials, "posterior_error").dropna()
    pairs = list(combinations(values, 2))
    figure = Figure(figsize=(9.5, 0.8 + 1.3 * len(pairs)))
    left, right = figure.subplots(1, 2, width_ratios=[1, 1.15])
    for row, estimator in enumerate(values):
        estimate = monte_carlo.mean(values[estimator].to_numpy())
        colour = COLOURS.get(estimator, GREY)
        distribution(left, row, values[estimator].to_numpy(), colour)
        text = f"{label(estimator)}\n{estimate.value:.4f} ± {estimate.error:.4f}"
        left.text(values[estimator].max(), row + 0.07, text, color=colour, va="top", ha="right")
    for row, (first, second) in enumerate(pairs):
        difference = monte_carlo.paired_difference(values[first], values[second])
        distribution(right, row, (values[first] - values[second]).to_numpy(), GREY)
        right.text(
            0.99,
            row + 0.07,
            f"{label(first)}\nminus {label(second)}\n"
            f"{difference.value:+.4f} [{difference.low:+.4f}, {difference.high:+.4f}]",
            transform=right.get_yaxis_transform(),
            va="top",
            ha="right",
            fontsize=8.5,
        )
    right.axvline(0, color="black", linewidth=0.8, zorder=0)
    left.set(title=f"Posterior error, {len(values)} trials", xlabel="equation (4), integrated")
    right.set(title="Paired differences, mean [95 % interval]", xlabel="difference of equation (4)")
    for axes in (left, right):
        axes.set(yticks=[])
        axes.spines["left"].set_visible(False)
        axes.set_ylim(len(pairs) - 0.4, -0.6)
    return figure


def distribution(axes: Axes, row: int, values: np.ndarray, colour: str) -> None:
    """Draw a histogram standing on a row, and the mean below it."""
    density, edges = np.histogram(values, bins="fd", density=True)
    heights = row - 0.5 * density / density.max()
    axes.stairs(heights, edges, baseline=row, fill=True, color=colour, alpha=0.35)
    axes.stairs(heights, edges, baseline=row, color=colour, linewidth=1)
    axes.plot(values.mean(), row, marker="^", color=colour, markersize=6, clip_on=False)


if "snakemake" in globals():
    from job import job

    with job(snakemake) as outputs:
        save(draw(read_trials(snakemake.input[0], snakemake.config["trials"])), outputs)
