"""Draw the classification rates minus the Bayes rates: ours above, the paper's below."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.paper import ESTIMATOR_OF_TABLE, TRIALS, published_rates
from analysis.trials import read_table
from files import job
from report.figure_style import DIVERGING, HIGHEST, colour_of, save
from report.words import label, number

Rates = dict[str, tuple[np.ndarray, np.ndarray]]  # and their standard errors, by estimator
MOST = 8  # classes for which the numbers are written into the cells
PRINTED = 0.5e-4  # error of rates printed to four decimals


def draw(bayes: np.ndarray, ours: Rates, paper: Rates, trials: int) -> Figure:
    """Return the figure: a column for each estimator, a second row for the paper's, if given.

    Parameters
    ----------
    bayes : (q, q) array
        The Bayes rates, true by ascribed class.
    ours, paper : dict
        Rates and standard errors (q, q) by estimator; one without a finite fit has no panel.
    trials : int
        Those that ours are means of.
    """
    ours = {name: each for name, each in ours.items() if np.isfinite(each[0]).all()}
    rows = {"This run": ours} | ({"The paper": paper} if paper else {})
    names, classes = list(ours), len(bayes)
    differences = [100 * (rates - bayes) for row in rows.values() for rates, _ in row.values()]
    limit = max([0.01, *(np.abs(each).max() for each in differences)])
    side = min(2.6 if classes <= 4 else 0.65 * classes, (HIGHEST - 1.2) / len(rows))
    size = max(side, 2.1) * max(len(names), 1) + 1.5, side * len(rows) + 1.2
    figure = Figure(figsize=size, layout="compressed")
    grid = figure.subplots(len(rows), max(len(names), 1), sharex=True, sharey=True, squeeze=False)
    scale = {"cmap": DIVERGING, "vmin": -limit, "vmax": limit}
    for row, (source, rates) in zip(grid, rows.items(), strict=True):
        row[0].set_ylabel(f"{source}\ntrue class" if paper else "true class")
        for axes, name in zip(row, names, strict=False):
            axes.spines[:].set_visible(False)
            if name not in rates:
                axes.text(0.5, 0.5, "not in the paper", transform=axes.transAxes, ha="center")
                continue
            values, errors = (100 * each for each in (rates[name][0] - bayes, rates[name][1]))
            axes.imshow(values, **scale)
            if classes <= MOST:
                annotate(axes, values, errors, limit)
    for axes, name in zip(grid[0], names, strict=False):
        heading = label(name).replace(" + ", " +\n")
        axes.set_title(heading, fontsize=9, color=colour_of(name, "black"))
    for axes in grid[-1]:
        axes.set_xlabel("ascribed class")
    ticks = np.arange(0, classes, -(-classes // 10))
    grid[0, 0].set(xticks=ticks, xticklabels=ticks + 1, yticks=ticks, yticklabels=ticks + 1)
    if grid[0, 0].images:
        bar = figure.colorbar(grid[0, 0].images[0], ax=grid, shrink=0.8, aspect=30)
        bar.set_label("rate − Bayes rate (percentage points)")
    figure.suptitle(
        f"Classification rates minus Bayes rates\nmeans over {trials:,} trials ± standard error",
        fontsize=10,
    )
    return figure


def annotate(axes: Axes, values: np.ndarray, errors: np.ndarray, limit: float) -> None:
    """Write each difference and its standard error into its cell."""
    for (i, j), value in np.ndenumerate(values):
        text = number(value, 2, "+") + (f"\n±{number(errors[i, j], 2)}" if errors[i, j] > 0 else "")
        colour = "white" if abs(value) > 0.6 * limit else "black"
        axes.text(j, i, text, ha="center", va="center", fontsize=7, color=colour)


def published(bayes: np.ndarray, ours: Rates, trials: int) -> Rates:
    """Return the paper's rates of our estimators; none if its Bayes rates are not these.

    Their errors are ours for as many trials as the paper's.
    """
    theirs = published_rates(3).to_numpy()
    if bayes.shape != theirs.shape or np.abs(bayes - theirs).max() > 2 * PRINTED:
        return {}
    rates = {name: published_rates(table).to_numpy() for table, name in ESTIMATOR_OF_TABLE.items()}
    share = np.sqrt(trials / TRIALS)
    return {name: (rates[name], share * ours[name][1]) for name in rates if name in ours}


if "snakemake" in globals():
    with job(snakemake) as outputs:
        bayes = read_table(snakemake.input.bayes, index_col=0).to_numpy()
        ours = {
            name: tuple(rows[each].to_numpy().reshape(bayes.shape) for each in ("rate", "rate_se"))
            for name, rows in read_table(snakemake.input.rates).groupby("estimator", sort=False)
        }
        trials = snakemake.params.trials
        save(draw(bayes, ours, published(bayes, ours, trials), trials), outputs)
