"""Draw the estimated posterior of one trial beside the exact one, class by class."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from display import label
from figure_style import SEQUENTIAL, save
from pairings.gaussian_classes import posterior
from pairings.network import outputs

GRID = 201  # points along each axis


def draw(
    fits: dict[str, dict[str, np.ndarray]],
    means: list,
    covariance: list,
    priors: list,
) -> Figure:
    """Return the figure for the first trial of each estimator's fits; the inputs are a plane."""
    reach = 3 * np.sqrt(np.diag(covariance))
    low, high = np.min(means, axis=0) - reach, np.max(means, axis=0) + reach
    axis = [np.linspace(*ends, GRID) for ends in zip(low, high, strict=True)]
    points = np.stack(np.meshgrid(*axis), axis=-1).reshape(-1, 2)
    exact = posterior(points, means, covariance, priors)
    columns = {"exact": exact} | {
        label(name).replace(" + ", " +\n"): outputs(
            points, fit["omega"][:1], fit["upsilon"][:1], name.split("-")[0]
        )[0]
        for name, fit in fits.items()
    }
    figure = Figure(figsize=(2.1 * len(columns) + 0.9, 2.05 * len(means) + 0.5))
    grid = figure.subplots(len(means), len(columns), sharex=True, sharey=True, squeeze=False)
    for column, (title, probability) in enumerate(columns.items()):
        for k, axes in enumerate(grid[:, column]):
            surface = axes.pcolormesh(
                *axis, image(probability[k]), cmap=SEQUENTIAL, vmin=0, vmax=1, rasterized=True
            )
            boundaries(axes, axis, exact)
            axes.set_aspect("equal")
            if column == 0:
                axes.set_ylabel(f"class {k + 1}\n$x_2$")
        grid[0, column].set_title(title)
        grid[-1, column].set_xlabel("$x_1$")
    bar = figure.colorbar(surface, ax=grid, shrink=0.5, aspect=30)
    bar.set_label("P(class | x) (white lines: Bayes boundaries)")
    return figure


def image(values: np.ndarray) -> np.ndarray:
    return values.reshape(GRID, GRID)


def boundaries(axes: Axes, axis: list[np.ndarray], exact: np.ndarray) -> None:
    """Draw where the class of largest exact posterior changes."""
    ascribed = image(exact.argmax(axis=0))
    for k in range(len(exact) - 1):
        axes.contour(*axis, ascribed == k, [0.5], colors="white", linewidths=0.6)


if "snakemake" in globals():
    from job import job

    with job(snakemake) as paths:
        names = zip(snakemake.params.estimators, snakemake.input, strict=True)
        fits = {name: dict(np.load(path)) for name, path in names}
        save(draw(fits, **snakemake.params.settings), paths)
