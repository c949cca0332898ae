"""Draw the estimated posterior of one trial beside the exact one, class by class."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from classes import build
from estimators import Estimator
from estimators.network import outputs
from files import job, load
from report.figure_style import COLOURS, GREY, SEQUENTIAL, save
from report.line_chart import name_lines
from report.words import label

GRID = 201  # points along each axis


def draw(fits: dict[str, dict[str, np.ndarray]], classes) -> Figure:
    """Return the figure for the first trial of each estimator's fits.

    With more than two inputs it is the plane of the first two, through the mean of the class means;
    with one input the posteriors are curves.
    """
    axis, means = list(np.linspace(*classes.extent(), GRID, axis=1)), classes.means
    if len(axis) == 1:
        return curves(fits, classes, *axis)
    centre, axis = means.mean(axis=0), axis[:2]
    points = np.tile(centre, (GRID**2, 1))
    points[:, :2] = np.stack(np.meshgrid(*axis), axis=-1).reshape(-1, 2)
    exact = classes.posterior(points)
    columns = {"exact": exact} | {
        label(name).replace(" + ", " +\n"): estimated(name, fit, points)
        for name, fit in fits.items()
    }
    figure = Figure(figsize=(2.1 * len(columns) + 0.9, 2.05 * len(means) + 0.5))
    grid = figure.subplots(len(means), len(columns), sharex=True, sharey=True, squeeze=False)
    for column, (title, probability) in enumerate(columns.items()):
        for k, axes in enumerate(grid[:, column]):
            surface = axes.pcolormesh(
                *axis,
                probability[k].reshape(GRID, GRID),
                cmap=SEQUENTIAL,
                vmin=0,
                vmax=1,
                rasterized=True,
            )
            boundaries(axes, axis, exact)
            axes.set_aspect("equal")
            if column == 0:
                axes.set_ylabel(f"class {k + 1}\n$x_2$")
        grid[0, column].set_title(title)
        grid[-1, column].set_xlabel("$x_1$")
    bar = figure.colorbar(surface, ax=grid, shrink=0.5, aspect=30)
    slice_at = "" if len(centre) == 2 else f", other inputs at {np.round(centre[2:], 2)}"
    bar.set_label(f"P(class | x) (white lines: Bayes boundaries){slice_at}")
    return figure


def curves(fits: dict[str, dict[str, np.ndarray]], classes, x: np.ndarray) -> Figure:
    """Return the figure for a single input: the exact posterior in black, a row for each class."""
    points = x[:, None]
    exact = classes.posterior(points)
    figure = Figure(figsize=(7, 2.4 * len(exact) + 0.4))
    rows = figure.subplots(len(exact), 1, sharex=True, squeeze=False)[:, 0]
    for k, axes in enumerate(rows):
        axes.plot(x, exact[k], color="black", label="exact")
        for name, fit in fits.items():
            values = estimated(name, fit, points)[k]
            axes.plot(x, values, color=COLOURS.get(name, GREY), label=label(name))
        axes.set_ylabel(f"P(class {k + 1} | x)")
        name_lines(axes)
    rows[-1].set_xlabel("x")
    return figure


def estimated(name: str, fit: dict[str, np.ndarray], points: np.ndarray) -> np.ndarray:
    """Return the outputs (q, n) of an estimator's fit to its first trial."""
    return outputs(points, fit["omega"][:1], fit["upsilon"][:1], Estimator.named(name).activation)[
        0
    ]


def boundaries(axes: Axes, axis: list[np.ndarray], exact: np.ndarray) -> None:
    """Draw where the class of largest exact posterior changes."""
    ascribed = exact.argmax(axis=0).reshape(GRID, GRID)
    for k in range(len(exact) - 1):
        axes.contour(*axis, ascribed == k, [0.5], colors="white", linewidths=0.6)


if "snakemake" in globals():
    with job(snakemake) as paths:
        names = zip(snakemake.params.estimators, snakemake.input.fits, strict=True)
        fits = {name: load(path) for name, path in names}
        save(draw(fits, build(snakemake.params.classes)), paths)
