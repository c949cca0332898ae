"""Draw the distribution of the posterior error, and of its paired differences."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.trials import by_estimator, collect, read_table
from files import job
from report.figure_style import GREY, HIGHEST, colour_of, reach, save
from report.words import interval, label, number, with_error

MEASURE = "posterior_error"
BINS = 40  # of a histogram at most
BELOW, HEIGHT = 0.35, 0.75  # where a histogram stands, and how high it is, in rows


def draw(trials: pd.DataFrame, summary: pd.DataFrame, paired: pd.DataFrame) -> Figure:
    """Return the figure: the estimators on the left, their differences, if any, on the right.

    The tables are of all trials; the histograms are of those given, the first of them.
    """
    values = by_estimator(trials, MEASURE)
    estimators = summary[summary["measure"] == MEASURE].reset_index()
    pairs = paired[paired["measure"] == MEASURE]
    rows = max(len(estimators), len(pairs))
    sides = 2 if len(pairs) else 1
    figure = Figure(figsize=(5.2 * sides + 0.6, min(rows + 1.3, HIGHEST)))
    left, *right = figure.subplots(1, sides, squeeze=False)[0]
    half = reach(estimators["mean_se"], estimators["trials"])
    texts = []
    for row, each in enumerate(estimators.itertuples()):
        colour = colour_of(each.estimator)
        ends = each.mean - half[row], each.mean + half[row]
        distribution(left, row, values[each.estimator], each.mean, ends, colour)
        text = with_error(each.mean, each.mean_se, 4) or "no finite fit"
        texts.append(f"{label(each.estimator)}\n{text}")
    left.set_yticks(range(len(texts)), texts)
    for text, name in zip(left.get_yticklabels(), estimators["estimator"], strict=True):
        text.set_color(colour_of(name))
    left.set(title="Each estimator: mean ± standard error", xlabel="posterior error")
    for axes in right:
        texts = []
        for row, each in enumerate(pairs.itertuples()):
            differences = values[each.first] - values[each.second]
            distribution(axes, row, differences, each.difference, (each.low, each.high), GREY)
            bounds = interval(each.low, each.high, 4, "+")
            text = f"{number(each.difference, 4, '+')} [{bounds}]" if bounds else ""
            texts.append(f"{label(each.first)}\nminus {label(each.second)}\n{text}")
        axes.set_yticks(range(len(texts)), texts)
        axes.axvline(0, color="black", linewidth=0.8, zorder=0)
        axes.set(title="Paired differences", xlabel="difference of posterior errors")
    for axes in (left, *right):
        axes.tick_params("y", length=0, labelsize=8)
        axes.locator_params(axis="x", nbins=5)
        axes.spines["left"].set_visible(False)
        axes.set_ylim(rows - 0.5, -0.5)
    count, drawn = estimators["trials"].max(), trials["trial"].nunique()
    shown = "" if drawn >= count else f" (histograms of {drawn:,})"
    figure.suptitle(
        f"Posterior error over {count:,} trials{shown}\n"
        "bar: mean with 95 % interval; histograms scaled to one height",
        fontsize=10,
    )
    return figure


def distribution(
    axes: Axes,
    row: int,
    sample: pd.Series,
    mean: float,
    ends: tuple[float, float],
    colour: str,
) -> None:
    """Draw a histogram in a row, and the mean with its interval on the same line."""
    sample, base = sample[np.isfinite(sample)].to_numpy(), row + BELOW
    if not len(sample):
        return
    if np.ptp(sample) <= 1e-9 * np.abs(sample).max():  # one value, but for rounding
        axes.vlines(sample[0], base - HEIGHT, base, color=colour)
    else:
        counts, edges = np.histogram(sample, bins=bins(sample))
        heights = base - HEIGHT * counts / counts.max()
        axes.stairs(heights, edges, baseline=base, fill=True, color=colour, alpha=0.35)
        axes.stairs(heights, edges, baseline=base, color=colour, linewidth=1)
    axes.plot(mean, base, marker="|", color=colour, markersize=11, markeredgewidth=2)
    axes.plot(ends, (base, base), color=colour, linewidth=4, solid_capstyle="butt")


def bins(sample: np.ndarray) -> int:
    """Return the number of bins by Freedman and Diaconis, but not too many for far outliers."""
    width = 2 * np.subtract(*np.quantile(sample, (0.75, 0.25))) / len(sample) ** (1 / 3)
    return int(np.clip(np.ptp(sample) / width, 1, BINS)) if width else BINS


if "snakemake" in globals():
    with job(snakemake) as outputs:
        trials = next(collect(snakemake.input.measures, snakemake.params.trials))
        summary, paired = map(read_table, (snakemake.input.summary, snakemake.input.paired))
        save(draw(trials, summary, paired), outputs)
