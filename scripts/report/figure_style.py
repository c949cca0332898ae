"""One look for all figures: legible in print, safe for colour-blind readers."""

from collections.abc import Iterable
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

# Okabe & Ito's palette; an estimator keeps its colour in every figure.
COLOURS = {
    "logistic-least_squares": "#D55E00",
    "softmax-least_squares": "#0072B2",
    "softmax-cross_entropy": "#009E73",
    "logistic-cross_entropy": "#CC79A7",
    "logistic-binary_cross_entropy": "#E69F00",
}
GREY = "#555555"  # any other estimator, and what is about none
DIVERGING, SEQUENTIAL = "RdBu_r", "cividis"

mpl.rcParams.update(
    {
        "font.size": 10,
        "axes.titlesize": 10,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "figure.constrained_layout.use": True,
        "figure.dpi": 100,
        "savefig.dpi": 200,
        "svg.fonttype": "none",
        "svg.hashsalt": "pairings",  # the same figure is the same file
    }
)


def save(figure: Figure, paths: Iterable[Path]) -> None:
    """Write a figure in the format of each path's suffix, without dates."""
    for path in paths:
        metadata = {"Date": None} if path.suffix == ".svg" else {}
        figure.savefig(path, metadata=metadata)
