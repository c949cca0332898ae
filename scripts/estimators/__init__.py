"""Estimators of class probabilities: an output activation paired with a penalty."""

from itertools import product
from typing import Any, NamedTuple

import numpy as np

from estimators.activations import ACTIVATIONS
from estimators.densities import DENSITIES, Density
from estimators.penalties import PENALTIES
from estimators.script import Script


class Estimator(NamedTuple):
    """The network with this output activation, fitted by this penalty."""

    activation: str
    penalty: str

    @property
    def name(self) -> str:
        """What files and tables call it."""
        return f"{self.activation}-{self.penalty}"

    @staticmethod
    def features(x: np.ndarray, _fits: dict[str, np.ndarray]) -> np.ndarray:
        """Return what the network is given of observations (..., n, p)."""
        return x

    @property
    def possible(self) -> bool:
        """Does every output of the activation have a penalty?"""
        low, high = PENALTIES[self.penalty].domain
        least, most = ACTIVATIONS[self.activation].range
        return low <= least and most <= high


ESTIMATORS = [
    each for each in map(Estimator._make, product(ACTIVATIONS, PENALTIES)) if each.possible
]
ALL = [*ESTIMATORS, *map(Density, DENSITIES)]  # in the order of all tables and figures


def of_config(given: dict[str, Any]) -> Estimator | Density | Script:
    """Return the estimator that an entry of the config describes."""
    kind = Density if "density" in given else Script if "script" in given else Estimator
    return kind(**given)


def named(name: str) -> Estimator | Density | Script:
    """Return the estimator of a name; of an estimator of one's own without its folder."""
    first, second = name.split("-")
    if first == "script":
        return Script(second)
    return Density(second) if first == "density" else Estimator(first, second)


def place(estimator: Estimator | Density | Script) -> tuple[int, str]:
    """Return the place of an estimator in all tables and figures: those of one's own are last."""
    return ALL.index(estimator) if estimator in ALL else len(ALL), estimator.name
