"""Draw the estimated posterior of trial 1 beside the exact one, class by class."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, MultipleLocator

from classes import build
from estimators import Estimator
from estimators.network import outputs
from files import job, load
from report.figure_style import COLOURS, GREY, HIGHEST, SEQUENTIAL, save
from report.words import label, number

GRID = 201  # points along each axis
MOST = 6  # classes drawn
SLICE = 4  # inputs beside the plane that are named
ELONGATED = 3  # a plane longer than this many times its width is drawn with unequal scales


def draw(fits: dict[str, dict[str, np.ndarray]], classes) -> Figure:
    """Return the figure for the first trial of each estimator's fits.

    With more than two inputs it is the plane of the first two, through the mean of the class means;
    with one input the posteriors are curves. Of many classes it has those of largest prior.
    """
    low, high = classes.extent()
    axis = list(np.linspace(low, high, GRID, axis=1))
    shown = np.sort(np.argsort(-classes.priors, kind="stable")[:MOST])
    points = np.tile(classes.means.mean(axis=0), (GRID ** min(len(axis), 2), 1))
    points[:, :2] = np.stack(np.meshgrid(*axis[:2]), axis=-1).reshape(len(points), -1)
    exact = classes.posterior(points)
    estimated = {name: first_trial(name, fit, points) for name, fit in fits.items()}
    title = "Trial 1" + ("" if len(shown) == len(exact) else most(len(exact)))
    if len(axis) == 1:
        return curves(axis[0], exact, estimated, classes.means[:, 0], shown, title)
    others = [f"$x_{{{i}}}$ = {number(value, 2)}" for i, value in enumerate(points[0], start=1)][2:]
    title += f"\n{', '.join(others[:SLICE])}{', …' * (len(others) > SLICE)}" if others else ""
    return maps(axis[:2], exact, estimated, classes.means[:, :2], shown, title)


def most(classes: int) -> str:
    """Say that not all classes are drawn."""
    return f", the {MOST} of {classes} classes of largest prior"


def first_trial(name: str, fit: dict[str, np.ndarray], points: np.ndarray) -> np.ndarray:
    """Return the outputs (q, n) of an estimator's fit to its first trial."""
    weights = fit["omega"][:1], fit["upsilon"][:1]
    return outputs(points, *weights, Estimator.named(name).activation)[0]


def maps(
    axis: list[np.ndarray],
    exact: np.ndarray,
    estimated: dict[str, np.ndarray],
    means: np.ndarray,
    shown: np.ndarray,
    title: str,
) -> Figure:
    """Return the figure for a plane: a row for each class shown, a column for each posterior."""
    columns = {"exact": exact} | estimated
    spans = np.ptp(axis, axis=1)
    equal = spans.max() <= ELONGATED * spans.min()
    cell = min(2.0, (HIGHEST - 1.3) / len(shown))
    size = max(cell, 1.6) * len(columns) + 1.3, cell * len(shown) + 1.3
    figure = Figure(figsize=size, layout="compressed")
    grid = figure.subplots(len(shown), len(columns), sharex=True, sharey=True, squeeze=False)
    lines = boundaries(axis, exact)
    picture = {
        "extent": (*axis[0][[0, -1]], *axis[1][[0, -1]]),
        "aspect": "equal" if equal else "auto",
        "origin": "lower",
        "cmap": SEQUENTIAL,
        "vmin": 0,
        "vmax": 1,
    }
    for column, (name, probability) in enumerate(columns.items()):
        for k, axes in zip(shown, grid[:, column], strict=True):
            image = axes.imshow(probability[k].reshape(GRID, GRID), **picture)
            axes.add_collection(LineCollection(lines, colors="white", linewidths=0.6))
            mark(axes, means, k)
        heading = label(name).replace(" + ", " +\n")
        grid[0, column].set_title(heading, fontsize=9, color=COLOURS.get(name, "black"))
        grid[-1, column].set_xlabel("$x_1$")
    for k, axes in zip(shown, grid[:, 0], strict=True):
        axes.set_ylabel(f"class {k + 1}\n$x_2$")
    if equal:
        step = np.diff(MaxNLocator(4).tick_values(*axis[spans.argmax()][[0, -1]]))[0]
        grid[0, 0].xaxis.set_major_locator(MultipleLocator(step))
        grid[0, 0].yaxis.set_major_locator(MultipleLocator(step))
    values = np.concatenate(list(columns.values()))
    beyond = {(True, True): "both", (True, False): "min", (False, True): "max"}
    extend = beyond.get((values.min() < 0, values.max() > 1), "neither")
    bar = figure.colorbar(image, ax=grid, shrink=0.7, aspect=30, extend=extend)
    bar.set_label("P(class | x)")
    figure.suptitle(f"{title}\nwhite: Bayes boundaries; +: class means (×: the row's)", fontsize=9)
    return figure


def boundaries(axis: list[np.ndarray], exact: np.ndarray) -> list[np.ndarray]:
    """Return the lines where the class of largest exact posterior changes."""
    ascribed = exact.argmax(axis=0).reshape(GRID, GRID)
    axes = Figure().subplots()
    return [
        line
        for k in np.unique(ascribed)[:-1]
        for line in axes.contour(*axis, ascribed == k, [0.5]).allsegs[0]
    ]


def mark(axes: Axes, means: np.ndarray, own: int) -> None:
    """Mark the class means, that of one class apart."""
    style = {"color": "white", "s": 22, "linewidths": 1.2}
    axes.scatter(*np.delete(means, own, axis=0).T, marker="+", **style)
    axes.scatter(*means[own], marker="x", **style)


def curves(
    x: np.ndarray,
    exact: np.ndarray,
    estimated: dict[str, np.ndarray],
    means: np.ndarray,
    shown: np.ndarray,
    title: str,
) -> Figure:
    """Return the figure for a single input: a panel for each class shown."""
    rows, columns = (1, len(shown)) if len(shown) <= 3 else (-(-len(shown) // 3), 3)
    figure = Figure(figsize=(max(3.3 * columns, 8), 2.9 * rows + 1))
    panels = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False).ravel()
    values = np.concatenate([exact, *estimated.values()])
    limits = max(values.min(), -0.5) * (values.min() < 0), min(max(values.max(), 1), 1.5) + 0.02
    for k, axes in zip(shown, panels, strict=False):
        axes.plot(x, exact[k], color="black", linewidth=2, label="exact")
        for name, values in estimated.items():
            axes.plot(x, values[k], color=COLOURS.get(name, GREY), label=label(name))
        axes.plot(means, np.zeros(len(means)), "k^", markersize=4, clip_on=False)
        axes.set(title=f"class {k + 1}", xlabel="x", ylim=limits)
        axes.locator_params(axis="x", nbins=5)
    for axes in panels[::columns]:
        axes.set_ylabel("P(class | x)")
    for axes in panels[len(shown) :]:
        axes.remove()
    lines, names = panels[0].get_legend_handles_labels()
    figure.legend(lines, names, loc="outside lower center", ncols=3, frameon=False, fontsize=9)
    figure.suptitle(f"{title}; triangles: class means", fontsize=10)
    return figure


if "snakemake" in globals():
    with job(snakemake) as paths:
        names = zip(snakemake.params.estimators, snakemake.input.fits, strict=True)
        fits = {name: load(path) for name, path in names}
        save(draw(fits, build(snakemake.params.classes)), paths)
