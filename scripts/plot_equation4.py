"""Draw equation (4) as printed, integrated dx, against the size of the box."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.trials import read_table
from files import job
from report.figure_style import GREY, colour_of, reach, save
from report.words import label

APART = 0.05  # of the height of the axes: between two labels


def draw(boxes: pd.DataFrame) -> Figure:
    """Return the figure: a line with a 95 % band for each estimator, and Table 2's means."""
    rows = boxes[(boxes["reference"] == "exact") & (boxes["figure"] == "mean")]
    figure = Figure(figsize=(9, 4.8))
    axes = figure.subplots()
    names, ends = [], []
    for name, each in rows.groupby("estimator", sort=False):
        each = each.dropna(subset="reproduced")
        if each.empty:
            continue
        colour, x, y = colour_of(name), each["half_width"], each["reproduced"]
        half = reach(each["reproduced_se"], each["trials"])
        axes.plot(x, y, color=colour, marker="o", markersize=3)
        axes.fill_between(x, y - half, y + half, color=colour, alpha=0.25, linewidth=0)
        names.append(name)
        ends.append((x.iloc[-1], y.iloc[-1]))
        crossing(axes, each, colour)
    printed = rows["published"].dropna()
    if len(printed):
        axes.axhspan(printed.min(), printed.max(), color=GREY, alpha=0.15, linewidth=0)
        text = f"means printed in Table 2, {printed.min():.1f} to {printed.max():.1f}"
        axes.text(0.1, printed.max(), text, va="bottom", fontsize=9, color=GREY)
    axes.set(xlim=(0, None), ylim=(0, None))
    write_names(axes, names, ends)
    axes.set(
        xlabel="half-width L of the box (standard deviations)",
        ylabel=r"$\{\Sigma_k \int (z^*_k - P(C_k|x))^2\, dx\}^{1/2}$",
        title="Equation (4) as printed, over boxes: mean over trials with 95 % band"
        + "\ndiamond: where an estimator has its printed mean" * bool(len(printed)),
    )
    axes.locator_params(axis="x", integer=True)
    return figure


def crossing(axes: Axes, each: pd.DataFrame, colour: str) -> None:
    """Mark where an estimator's line meets its printed mean."""
    printed, height = each["published"].iloc[0], each["reproduced"].to_numpy()
    if height[0] <= printed <= height[-1]:
        at = np.interp(printed, height, each["half_width"])
        axes.plot(at, printed, marker="D", markersize=8, color=colour, markeredgecolor="black")


def write_names(axes: Axes, names: list[str], ends: list[tuple[float, float]]) -> None:
    """Write each name at the end of its line, no two of them on each other."""
    apart, lowest = APART * axes.get_ylim()[1], 0.0
    for row in np.argsort([y for _, y in ends]):
        x, y = ends[row]
        lowest = max(y, lowest + apart)
        style = {"color": colour_of(names[row]), "fontsize": 9, "va": "center"}
        axes.text(x + 0.15, lowest, label(names[row]), **style)


if "snakemake" in globals():
    with job(snakemake) as outputs:
        save(draw(read_table(snakemake.input.boxes)), outputs)
