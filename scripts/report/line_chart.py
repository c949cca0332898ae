"""Lines with bands, named at their right ends."""

from collections.abc import Iterable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, StrMethodFormatter

NAME_HEIGHT = 0.075  # of a line's name, as a share of the axes
WIDE_X, WIDE_Y = 10, 5  # a range spanning this factor is drawn on a logarithmic axis


def positions(values: list) -> np.ndarray:
    """Return where each value stands: numbers at their value, others one by one."""
    if all(isinstance(value, int | float) for value in values):
        return np.array(values, dtype=float)
    return np.arange(len(values), dtype=float)


def scale_x(axes: Axes, places: np.ndarray, labels: list[str]) -> None:
    """Tick the values, on a logarithmic axis for a wide range; zero gets a place of its own."""
    least = places[places > 0].min(initial=1)
    if len(places) > 2 and places.max() >= WIDE_X * least and places.min() >= 0:
        scale = {"value": "symlog", "linthresh": least} if places.min() == 0 else {"value": "log"}
        axes.set_xscale(**scale)
        axes.set_xlim(places.min() - 0.1 * least, 1.15 * places.max())
    axes.set_xticks(places, labels)
    axes.minorticks_off()


def scale_y(row: Iterable[Axes]) -> None:
    """Choose a logarithmic axis for lines that span a wide range of positive values."""
    heights = np.concatenate([each.get_ydata() for axes in row for each in axes.lines])
    if heights.min() > 0 and heights.max() >= WIDE_Y * heights.min():
        for axes in row:
            axes.set_yscale("log")
            axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
            axes.yaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
            axes.minorticks_off()


def line(
    axes: Axes, places: np.ndarray, mean: np.ndarray, error: np.ndarray, colour: str, name: str
) -> None:
    """Draw means with a band of two standard errors."""
    axes.plot(places, mean, color=colour, marker="o", markersize=3, label=name)
    axes.fill_between(
        places, mean - 2 * error, mean + 2 * error, color=colour, alpha=0.25, linewidth=0
    )


def name_lines(axes: Axes) -> None:
    """Write the lines' labels beside their right ends, moved apart where they would overlap."""
    ends = [each.get_xydata()[-1] for each in axes.lines]
    axes.autoscale_view()  # now, so that the heights are those of the finished axes
    to_axes = axes.transData + axes.transAxes.inverted()
    heights = to_axes.transform(ends)[:, 1]
    order = np.argsort(heights, kind="stable")
    rank = NAME_HEIGHT * np.arange(len(order))
    apart = np.maximum.accumulate(heights[order] - rank) + rank
    apart -= (apart - heights[order]).mean()
    for index, height in zip(order, apart, strict=True):
        axes.text(
            1.02,
            height,
            axes.lines[index].get_label(),
            transform=axes.transAxes,
            color=axes.lines[index].get_color(),
            fontsize=8,
            va="center",
        )
