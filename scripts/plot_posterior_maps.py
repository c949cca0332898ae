"""Draw the estimated posterior of trial 1 beside the exact one, class by class."""

import numpy as np
from matplotlib.figure import Figure

from classes import build
from estimators import named
from estimators.network import outputs
from experiment.pictures import FINE
from files import job, load
from report.figure_style import save
from report.maps import Scale, View, draw_classes


def draw(fits: dict[str, dict[str, np.ndarray]], classes) -> Figure:
    """Return the figure for the first trial of each estimator's fits, a row a class."""
    view = View.of(classes, FINE)
    columns = {"exact": classes.posterior(view.points)}
    columns |= {name: first_trial(name, fit, view.points) for name, fit in fits.items()}
    return draw_classes(view, columns, Scale("P(class | x)", 0, 1), "Trial 1")


def first_trial(name: str, fit: dict[str, np.ndarray], points: np.ndarray) -> np.ndarray:
    """Return the outputs (q, n) of an estimator's fit to its first trial."""
    if "picture" in fit:
        return fit["picture"][0]
    weights, estimator = (fit["omega"][:1], fit["upsilon"][:1]), named(name)
    return outputs(estimator.features(points, fit), *weights, estimator.activation)[0]


if "snakemake" in globals():
    with job(snakemake) as paths:
        names = zip(snakemake.params.estimators, snakemake.input.fits, strict=True)
        fits = {name: load(path) for name, path in names}
        save(draw(fits, build(snakemake.params.classes)), paths)
