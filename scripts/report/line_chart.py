"""Means against the values of a setting: lines with bands, or points with bars for categories."""

from collections.abc import Iterable
from textwrap import fill

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, NullLocator, StrMethodFormatter

WIDE_X, WIDE_Y = 10, 5  # a range spanning this factor is drawn on a logarithmic axis
DODGE = 0.08  # between the points of a category
LONG = 24  # characters of ticks, or of a label, that fit beside each other
NAMED = " (log scale)"  # added to the label of a logarithmic axis


class Places:
    """Where the values of a setting stand on the x axis.

    Numbers stand at their value, on a logarithmic axis if their range is wide, where zero has a
    place of its own beside a break; anything else stands one by one.
    """

    def __init__(self, values: list) -> None:
        self.numbers = all(isinstance(value, int | float) for value in values)
        self.at = np.array(values if self.numbers else range(len(values)), dtype=float)
        positive = np.sort(self.at[self.at > 0])
        wide = len(positive) > 1 and positive[-1] >= WIDE_X * positive[0]
        self.log = self.numbers and len(self.at) > 2 and wide and self.at.min() >= 0
        self.broken = self.log and self.at.min() == 0
        self.order = np.argsort(self.at, kind="stable")
        self.joined = self.order[self.at[self.order] > 0] if self.broken else self.order
        if self.broken:
            step = (positive[-1] / positive[0]) ** (1 / (len(positive) - 1))
            self.at[self.at == 0] = positive[0] / step
            self.gap = positive[0] / step**0.5


def scale_x(axes: Axes, places: Places, key: str, labels: list[str]) -> None:
    """Label the axis with the key, and tick its values."""
    key = fill(key, LONG)
    if places.log:
        axes.set_xscale("log")
        key += NAMED
    if places.broken:
        below = axes.get_xaxis_transform()
        style = {"ha": "center", "va": "center", "fontsize": 9}
        box = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
        axes.text(places.gap, 0, "//", transform=below, bbox=box, **style)
    axes.set_xlabel(key)
    turned = sum(len(label.partition("\n")[0]) for label in labels) > LONG
    slant = {"rotation": 45, "ha": "right", "rotation_mode": "anchor"} if turned else {}
    axes.set_xticks(places.at, labels, fontsize=9, **slant)
    axes.xaxis.set_minor_locator(NullLocator())
    if not places.numbers:
        axes.set_xlim(-0.5, len(labels) - 0.5)


def scale_y(row: Iterable[Axes]) -> None:
    """Choose a logarithmic axis for means that span a wide range of positive values."""
    row = list(row)
    heights = np.concatenate([each.get_ydata() for axes in row for each in axes.lines])
    heights = heights[np.isfinite(heights)]
    if len(heights) and heights.min() > 0 and heights.max() >= WIDE_Y * heights.min():
        subs = (1, 2, 5) if heights.max() < 100 * heights.min() else (1,)
        for axes in row:
            axes.set_yscale("log")
            axes.yaxis.set_major_locator(LogLocator(subs=subs))
            axes.yaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
            axes.yaxis.set_minor_locator(NullLocator())
        row[0].set_ylabel(row[0].get_ylabel() + NAMED)


def draw_means(
    axes: Axes,
    places: Places,
    mean: np.ndarray,
    half: np.ndarray,
    colour: str,
    name: str,
    shift: float,
) -> None:
    """Draw means and their intervals: a line with a band, or points with bars where none joins.

    Parameters
    ----------
    mean, half : (n,) arrays
        In the order of the values; half the width of each interval.
    shift : float
        How many places to the right a category's point stands.
    """
    style = {"color": colour, "label": name}
    if not places.numbers:
        at = places.at + DODGE * shift
        axes.errorbar(at, mean, half, fmt="o", markersize=4, **style)
        return
    x, y, reach = (array[places.joined] for array in (places.at, mean, half))
    axes.plot(x, y, marker="o", markersize=3, **style)
    axes.fill_between(x, y - reach, y + reach, color=colour, alpha=0.25, linewidth=0)
    if places.broken:
        apart = places.order[: len(mean) - len(x)]
        axes.errorbar(
            places.at[apart], mean[apart], half[apart], fmt="o", markersize=3, color=colour
        )
