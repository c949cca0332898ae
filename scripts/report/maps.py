"""Functions of x drawn over the first two inputs, or as curves over a single one."""

from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, MultipleLocator

from experiment.pictures import picture
from report.figure_style import DIVERGING, HIGHEST, SEQUENTIAL, colour_of
from report.words import label, number

MOST = 6  # classes drawn
SLICE = 4  # inputs beside the plane that are named
ELONGATED = 3  # a plane longer than this many times its width is drawn with unequal scales

Images = dict[str, np.ndarray]  # an image (M,) for each row, by the name of the column


class Scale(NamedTuple):
    """The values that are drawn: what they are, in words, from the least to the most."""

    words: str
    low: float
    high: float

    @classmethod
    def about_zero(cls, words: str, values: np.ndarray) -> "Scale":
        """Return the scale, symmetric about zero, that holds these values."""
        known = np.abs(values[np.isfinite(values)])
        most = max(known.max(initial=0), 1e-3)
        return cls(words, -most, most)

    @property
    def colours(self) -> str:
        """The colour map: one that has a middle if the values have."""
        return DIVERGING if self.low < 0 else SEQUENTIAL

    @property
    def ink(self) -> str:
        """The colour of what is drawn onto the colours."""
        return "black" if self.low < 0 else "white"


class View(NamedTuple):
    """What a picture shows of the feature space of some classes."""

    classes: Any
    axes: list[np.ndarray]  # one or two, (size,) each
    points: np.ndarray  # (M, p)

    @classmethod
    def of(cls, classes, size: int) -> "View":
        """Return the view of so many points along each axis."""
        return cls(classes, *picture(classes, size))

    @property
    def shown(self) -> np.ndarray:
        """The classes that are drawn: of many those of largest prior."""
        return np.sort(np.argsort(-self.classes.priors, kind="stable")[:MOST])

    @property
    def slice(self) -> str:
        """The values of the inputs that are not drawn, as a line of a title."""
        values = enumerate(self.points[0], start=1)
        others = [f"$x_{{{i}}}$ = {number(value, 2)}" for i, value in values][2:]
        return f"\n{', '.join(others[:SLICE])}{', …' * (len(others) > SLICE)}" if others else ""


def draw_classes(view: View, columns: Images, scale: Scale, title: str) -> Figure:
    """Return the figure of functions of class and x, (q, M) each: a row for each class shown."""
    count, shown = len(view.classes.priors), view.shown
    title += "" if len(shown) == count else f", the {MOST} of {count} classes of largest prior"
    columns = {name: values[shown] for name, values in columns.items()}
    return draw_maps(view, columns, [f"class {k + 1}" for k in shown], list(shown), scale, title)


def draw_maps(
    view: View, columns: Images, rows: list[str], own: list[int | None], scale: Scale, title: str
) -> Figure:
    """Return the figure: maps over the plane, or curves if the classes have one input.

    Parameters
    ----------
    view : View
    columns : dict
        Images (rows, M) by the name of the column: an estimator's, or other words.
    rows : list of str
        What a row shows.
    own : list
        The class that a row is about, whose mean is marked apart; None for none.
    scale : Scale
    title : str
    """
    if len(view.axes) == 1:
        return curves(view, columns, rows, scale, title)
    return maps(view, columns, rows, own, scale, title + view.slice)


def maps(
    view: View, columns: Images, rows: list[str], own: list[int | None], scale: Scale, title: str
) -> Figure:
    """Return the figure for a plane."""
    axis = view.axes
    spans = np.array([np.ptp(each) for each in axis])  # of counts, axes have their own lengths
    equal = spans.max() <= ELONGATED * spans.min()
    cell = min(2.0, (HIGHEST - 1.3) / len(rows))
    size = max(cell, 1.6) * len(columns) + 1.3, cell * len(rows) + 1.3
    figure = Figure(figsize=(max(size[0], 5.0), size[1]), layout="compressed")
    grid = figure.subplots(len(rows), len(columns), sharex=True, sharey=True, squeeze=False)
    lines = boundaries(axis, view.classes.posterior(view.points))
    half = 0.5 * getattr(view.classes, "counted", False)  # a count is the middle of its cell
    edges = [(each[0] - half, each[-1] + half) for each in axis]
    style = {
        "extent": (*edges[0], *edges[1]),
        "aspect": "equal" if equal else "auto",
        "origin": "lower",
        "cmap": scale.colours,
        "vmin": scale.low,
        "vmax": scale.high,
    }
    for column, (name, images) in enumerate(columns.items()):
        for axes, image, k in zip(grid[:, column], images, own, strict=True):
            square = image.reshape(len(axis[1]), len(axis[0]))
            drawn = axes.imshow(square, **style)
            axes.add_collection(LineCollection(lines, colors=scale.ink, linewidths=0.6))
            mark(axes, view.classes.centres()[:, :2], k, scale.ink)
        heading = label(name).replace(" + ", " +\n")
        grid[0, column].set_title(heading, fontsize=9, color=colour_of(name, "black"))
        grid[-1, column].set_xlabel("$x_1$")
    for axes, row in zip(grid[:, 0], rows, strict=True):
        axes.set_ylabel(f"{row}\n$x_2$")
    if equal:
        step = np.diff(MaxNLocator(4).tick_values(*axis[spans.argmax()][[0, -1]]))[0]
        grid[0, 0].xaxis.set_major_locator(MultipleLocator(step))
        grid[0, 0].yaxis.set_major_locator(MultipleLocator(step))
    least, most = limits(columns, scale)
    beyond = {(True, True): "both", (True, False): "min", (False, True): "max"}
    extend = beyond.get((least < scale.low, most > scale.high), "neither")
    bar = figure.colorbar(drawn, ax=grid, shrink=0.7, aspect=30, extend=extend)
    bar.set_label(scale.words)
    marks = "+: class means" + (" (×: the row's)" if any(k is not None for k in own) else "")
    figure.suptitle(f"{title}\n{scale.ink}: Bayes boundaries; {marks}", fontsize=9)
    return figure


def limits(columns: Images, scale: Scale) -> tuple[float, float]:
    """Return the least and the greatest value of all images, those of the scale included."""
    values = np.concatenate([np.ravel(images) for images in columns.values()])
    values = values[np.isfinite(values)]
    return values.min(initial=scale.low), values.max(initial=scale.high)


def boundaries(axis: list[np.ndarray], exact: np.ndarray) -> list[np.ndarray]:
    """Return the lines where the class of largest exact posterior changes."""
    ascribed = exact.argmax(axis=0).reshape(len(axis[1]), len(axis[0]))
    axes = Figure().subplots()
    return [
        line
        for k in np.unique(ascribed)[:-1]
        for line in axes.contour(*axis, ascribed == k, [0.5]).allsegs[0]
    ]


def mark(axes: Axes, means: np.ndarray, own: int | None, ink: str) -> None:
    """Mark the class means, that of one class apart."""
    style = {"color": ink, "s": 22, "linewidths": 1.2}
    if own is not None:
        axes.scatter(*means[own], marker="x", **style)
        means = np.delete(means, own, axis=0)
    axes.scatter(*means.T, marker="+", **style)


def curves(view: View, columns: Images, rows: list[str], scale: Scale, title: str) -> Figure:
    """Return the figure for a single input: a panel for each row, a line for each column."""
    (x,) = view.axes
    high, wide = (1, len(rows)) if len(rows) <= 3 else (-(-len(rows) // 3), 3)
    figure = Figure(figsize=(max(3.3 * wide, 8), 2.9 * high + 1))
    panels = figure.subplots(high, wide, sharex=True, sharey=True, squeeze=False).ravel()
    span = scale.high - scale.low
    margin = 0.02 * span
    # Linear outputs leave the scale: they are shown up to half of it beyond.
    low, high_end = np.clip(limits(columns, scale), scale.low - span / 2, scale.high + span / 2)
    low -= margin * (low < 0)
    for k, (row, axes) in enumerate(zip(rows, panels, strict=False)):
        for name, images in columns.items():
            style = {"color": "black", "linewidth": 2} if name == "exact" else {}
            style = style or {"color": colour_of(name)}
            axes.plot(x, images[k], label=label(name), **style)
        if scale.low < 0:
            axes.axhline(0, color="black", linewidth=0.8, zorder=0)
        means = view.classes.centres()[:, 0]
        axes.plot(means, np.full(len(means), scale.low), "k^", markersize=4, clip_on=False)
        axes.set(title=row, xlabel="x", ylim=(low, high_end + margin))
        axes.locator_params(axis="x", nbins=5)
    for axes in panels[::wide]:
        axes.set_ylabel(scale.words)
    for axes in panels[len(rows) :]:
        axes.remove()
    lines, names = panels[0].get_legend_handles_labels()
    figure.legend(lines, names, loc="outside lower center", ncols=3, frameon=False, fontsize=9)
    figure.suptitle(f"{title}; triangles: class means", fontsize=10)
    return figure
