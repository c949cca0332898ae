"""Say what the search for the authors' settings found, and draw it."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis.joint import KINDS, published
from analysis.monte_carlo import LEVEL
from analysis.search import ESTIMATORS
from analysis.trials import read_table
from experiment.paths import Reading
from files import job, load
from report.figure_style import COLOURS, save
from report.pages import entry, html_figure, page
from report.reconstruction import PAPER, TITLE, chosen, conclude, nearest, setting, told
from report.words import label


def draw(table: pd.DataFrame, figures: np.ndarray) -> Figure:
    """Return the figure: Q by the exponent's factor, and the printed figures among batches."""
    row = chosen(table)
    figure = Figure(figsize=(10, 3.6))
    left, *right = figure.subplots(1, 3)
    alike = [name for name in Reading._fields if name != "factor"]
    rows = table[(table["figures"] == 12) & (table[alike] == row[alike]).all(axis=1)]
    rows = rows.sort_values("factor")
    left.plot(rows["factor"], rows["q"], color="black", marker="o", markersize=3)
    critical = rows["p"] > LEVEL
    left.plot(rows["factor"][critical], rows["q"][critical], "o", color="#0072B2", label="p > 0.05")
    left.set_yscale("log")
    left.set_xlabel("factor of the exponent (1: exact, 2: without the ½)")
    left.set_ylabel("Q of 12 figures (log scale)")
    if critical.any():
        left.legend(frameon=False, fontsize=9)
    printed, rates = published(ESTIMATORS)
    printed = np.append(printed, KINDS["12"](rates))
    count = len(ESTIMATORS)
    panels = {
        "log variance of Table 2's quantity": slice(count, 2 * count),
        "trace of the rates": slice(2 * count, None, 2),
    }
    for axes, (words, part) in zip(right, panels.items(), strict=True):
        for k, name in enumerate(ESTIMATORS):
            x, y = figures[:, k], figures[:, part][:, k]
            axes.plot(x, y, ".", color=COLOURS[name], markersize=2, alpha=0.2, zorder=1)
            point = printed[k], printed[part][k]
            axes.plot(
                *point,
                "X",
                color=COLOURS[name],
                markeredgecolor="black",
                markersize=9,
                label=label(name),
            )
        axes.set_xlabel("mean of Table 2's quantity")
        axes.set_ylabel(words)
    figure.legend(
        *right[0].get_legend_handles_labels(),
        loc="outside lower center",
        ncols=3,
        frameon=False,
        fontsize=9,
        title="crosses: the paper; dots: batches of 100 trials",
    )
    figure.suptitle(f"{setting(row)}; {row['trials']:,} trials", fontsize=10)
    return figure


if "snakemake" in globals():
    with job(snakemake) as (csv, png, markdown, html):
        searched = pd.concat(map(read_table, snakemake.input.search), ignore_index=True)
        tables = [read_table(path) for path in snakemake.input.confirmed]
        batches = [load(path) for path in snakemake.input.batches]
        pd.concat(tables).to_csv(csv, index=False)
        finding, figure = conclude(searched, tables, batches), Figure()
        if several := told(tables, batches):
            table, own = nearest(several)
            figure = draw(table, own["figures"])
        save(figure, [png])
        said = TITLE, "The paper", PAPER, finding
        markdown.write_text(f"{entry(*said)}\n\n", "utf-8")
        html.write_text(page(*said, html_figure(png, TITLE)), "utf-8")
