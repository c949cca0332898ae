"""Draw how far the outputs' sum is from one, on average over trials, where it is free to be."""

import numpy as np
from matplotlib.figure import Figure

from classes import build
from experiment.equation4 import ROUNDING
from experiment.pictures import COARSE
from files import job, load
from report.figure_style import save
from report.maps import Scale, View, draw_maps


def draw(maps: dict[str, np.ndarray], classes) -> Figure:
    """Return the figure: the mean of the distance and that of its size, a column an estimator.

    Estimators whose outputs add to one but for rounding are left out; it is empty if all do.
    """
    view = View.of(classes, COARSE)
    free = (maps["sum_deviation"] > ROUNDING).any(axis=1)
    if not free.any():
        figure = Figure(figsize=(6, 1))
        figure.suptitle("The outputs of every estimator add to one but for rounding.", fontsize=10)
        return figure
    signed = maps["outputs"].sum(axis=1) - 1
    both = np.stack([signed, maps["sum_deviation"]], axis=1)[free]
    columns = dict(zip(maps["estimator"][free], both, strict=True))
    scale = Scale.about_zero("distance of the sum of the outputs from 1", both)
    rows = ["mean of $\\Sigma_k z^*_k - 1$", "mean of $|\\Sigma_k z^*_k - 1|$"]
    title = f"Mean of {maps['trials'].max():,} trials"
    return draw_maps(view, columns, rows, [None, None], scale, title)


if "snakemake" in globals():
    with job(snakemake) as paths:
        save(draw(load(snakemake.input.maps), build(snakemake.params.classes)), paths)
