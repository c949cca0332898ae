"""One look for all figures: legible in print, safe for colour-blind readers."""

from collections.abc import Iterable
from pathlib import Path
from zlib import crc32

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from scipy.special import stdtrit

# Okabe & Ito's palette; an estimator keeps its colour in every figure.
COLOURS = {
    "logistic-least_squares": "#D55E00",
    "logistic-cross_entropy": "#CC79A7",
    "logistic-binary_cross_entropy": "#E69F00",
    "softmax-least_squares": "#0072B2",
    "softmax-cross_entropy": "#009E73",
    "softmax-binary_cross_entropy": "#56B4E9",
    "linear-least_squares": "#882255",  # of Tol's, as what is left of the palette is too pale
}
# Of estimators of one's own: Tol's muted ones, by name.
OWN = ("#332288", "#AA4499", "#999933", "#661100", "#44AA99", "#117733")
GREY = "#555555"  # any other estimator, and what is about none
DIVERGING, SEQUENTIAL = "RdBu_r", "cividis"
HIGHEST = 8.5  # inches: a report's pane shows no more without scaling

mpl.rcdefaults()  # a matplotlibrc of the user's changes no figure
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


def colour_of(name: str, otherwise: str = GREY) -> str:
    """Return the colour of an estimator, the same in every figure; of what is none, `otherwise`."""
    if name.startswith("script-"):
        return OWN[crc32(name.encode()) % len(OWN)]
    return COLOURS.get(name, otherwise)


def reach(error: pd.Series, trials: pd.Series) -> np.ndarray:
    """Return half the width of Student's 95 % interval of means over trials with this error."""
    return stdtrit(np.asarray(trials) - 1, 0.975) * error


def save(figure: Figure, paths: Iterable[Path]) -> None:
    """Write a figure in the format of each path's suffix, without dates."""
    for path in paths:
        metadata = {"Date": None} if path.suffix == ".svg" else {}
        figure.savefig(path, metadata=metadata)
