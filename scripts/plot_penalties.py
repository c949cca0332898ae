"""Draw the two penalty surfaces over target and output: the paper's Figures 1 and 2."""

import numpy as np
from matplotlib.figure import Figure
from scipy.special import xlogy

from files import job
from report.figure_style import SEQUENTIAL, save


def draw() -> Figure:
    """Return the figure: contours over (t, z*) in the unit square, minima marked."""
    t = np.linspace(0, 1, 401)
    output = np.linspace(0, 1, 402)[1:]
    cross_entropy = xlogy(t, t) - xlogy(t, output[:, None])
    least_squares = 0.5 * (t - output[:, None]) ** 2
    figure = Figure(figsize=(10, 4.2))
    left, right = figure.subplots(1, 2)
    surfaces = (
        (left, cross_entropy, np.linspace(-0.4, 2, 25), r"Cross-entropy, $t\,\log(t/z^*)$"),
        (right, least_squares, np.linspace(0, 0.5, 26), r"Least squares, $\frac{1}{2}(t-z^*)^2$"),
    )
    for axes, values, levels, title in surfaces:
        beyond = "max" if values.max() > levels[-1] else "neither"
        filled = axes.contourf(t, output, values, levels, cmap=SEQUENTIAL, extend=beyond)
        axes.set(title=title, xlabel="target $t$", ylabel="output $z^*$", aspect="equal")
        axes.set(xlim=(0, 1), ylim=(0, 1))
        figure.colorbar(filled, ax=axes, label="penalty")
    left.plot(np.exp(-1), 1, "o", color="white", markeredgecolor="black", clip_on=False, zorder=5)
    left.annotate(
        r"minimum $-1/e$ at $(z^*, t) = (1, 1/e)$",
        (np.exp(-1), 1),
        (0.13, 0.7),
        color="white",
        arrowprops={"arrowstyle": "-", "color": "white"},
    )
    right.plot([0, 1], [0, 1], color="white", linewidth=1.5)
    right.text(0.44, 0.5, "minimum 0 along $z^* = t$", color="white", rotation=45, ha="center")
    return figure


if "snakemake" in globals():
    with job(snakemake) as outputs:
        save(draw(), outputs)
