"""Draw a study: each measure against the first key, a column for each value of the others."""

from itertools import product

import pandas as pd
from matplotlib.figure import Figure

from analysis.trials import read_table
from files import job
from report.figure_style import COLOURS, GREY, save
from report.line_chart import line, name_lines, positions, scale_x, scale_y
from report.words import key_in_words, label, settings_in_words, tick

ZERO = 1e-9  # sums of softmax outputs differ from one by rounding only


def panels(summary: pd.DataFrame, paired: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return what the rows of the figure show, by their axis label.

    Accuracy is shown against that of the last estimator, trial by trial, as trials differ far more
    than estimators do.
    """
    reference = summary["estimator"].iloc[-1]
    differences = paired.query("measure == 'accuracy' and second == @reference")
    above = differences.assign(
        estimator=differences["first"],
        mean=100 * differences["difference"],
        mean_se=100 * differences["difference_se"],
    )
    deviations = summary.query("measure == 'sum_deviation' and mean > @ZERO")
    shown = {
        "posterior error, equation (4)": summary.query("measure == 'posterior_error'"),
        f"accuracy above that of\n{label(reference)}\n(percentage points)": above,
        "mean $|\\Sigma_k z^*_k - 1|$": deviations,
    }
    return {heading: rows for heading, rows in shown.items() if len(rows)}


def draw(summary: pd.DataFrame, paired: pd.DataFrame, study: dict[str, list]) -> Figure:
    """Return the figure: means with bands of two standard errors.

    The tables have a study's scenarios in order, the first key's values varying the slowest.
    """
    key, *names = study
    values, *others = study.values()
    columns = list(product(*others))
    scenarios = summary["scenario"].unique().reshape(len(values), len(columns))
    places, rows = positions(values), panels(summary, paired)
    figure = Figure(figsize=(max(7.0, 1.4 + 3.0 * len(columns)), 2.7 * len(rows) + 0.4))
    grid = figure.subplots(len(rows), len(columns), sharex=True, sharey="row", squeeze=False)
    for row, (heading, table) in zip(grid, rows.items(), strict=True):
        row[0].set_ylabel(heading)
        for axes, column in zip(row, scenarios.T, strict=True):
            for estimator, each in table.groupby("estimator", sort=False):
                means = each.set_index("scenario").reindex(column)[["mean", "mean_se"]].to_numpy()
                line(axes, places, *means.T, COLOURS.get(estimator, GREY), label(estimator))
        scale_y(row)
        name_lines(row[-1])
    for top, bottom, column in zip(grid[0], grid[-1], columns, strict=True):
        top.set_title(settings_in_words(dict(zip(names, column, strict=True))))
        bottom.set_xlabel(key_in_words(key))
        scale_x(bottom, places, list(map(tick, values)))
    return figure


if "snakemake" in globals():
    with job(snakemake) as outputs:
        tables = (read_table(path) for path in snakemake.input)
        save(draw(*tables, snakemake.params.study), outputs)
