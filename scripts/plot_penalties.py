"""Draw the two penalty surfaces over target and output: the paper's Figures 1 and 2."""

import numpy as np
from matplotlib.figure import Figure
from scipy.special import xlogy

from files import job
from formulas.penalties import best_outputs, lowest
from report.figure_style import SEQUENTIAL, save
from report.words import number


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
    deepest = lowest("cross_entropy")
    place = deepest.target, deepest.output
    left.plot(*place, "o", color="white", markeredgecolor="black", clip_on=False, zorder=5)
    left.annotate(
        f"minimum {number(deepest.value, 3)} at\n$(z^*, t)$ = "
        f"({number(deepest.output, 3)}, {number(deepest.target, 3)})",
        place,
        (0.13, 0.7),
        color="white",
        arrowprops={"arrowstyle": "-", "color": "white"},
    )
    targets = np.linspace(0, 1, 21)
    best, value = best_outputs("least_squares", targets)
    right.plot(targets, best, color="white", linewidth=1.5)
    words = f"minimum {number(value, 0)} along this line"
    right.text(0.44, 0.5, words, color="white", rotation=45, ha="center")
    return figure


if "snakemake" in globals():
    with job(snakemake) as outputs:
        save(draw(), outputs)
