"""Draw the mean over trials of each estimator's outputs, less the exact posterior."""

import numpy as np
from matplotlib.figure import Figure

from classes import build
from experiment.pictures import COARSE
from files import job, load
from report.figure_style import save
from report.maps import Scale, View, draw_classes


def draw(maps: dict[str, np.ndarray], classes) -> Figure:
    """Return the figure, a row a class; of what map_outputs.py writes."""
    view = View.of(classes, COARSE)
    bias = maps["outputs"] - classes.posterior(view.points)
    scale = Scale.about_zero("mean output − exact posterior", bias[:, view.shown])
    columns = dict(zip(maps["estimator"], bias, strict=True))
    return draw_classes(view, columns, scale, f"Mean of {maps['trials'].max():,} trials")


if "snakemake" in globals():
    with job(snakemake) as paths:
        save(draw(load(snakemake.input.maps), build(snakemake.params.classes)), paths)
