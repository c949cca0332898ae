"""Estimators of class probabilities: an output activation paired with a penalty."""

from itertools import product
from typing import NamedTuple

from estimators.activations import ACTIVATIONS
from estimators.penalties import PENALTIES


class Estimator(NamedTuple):
    """The network with this output activation, fitted by this penalty."""

    activation: str
    penalty: str

    @property
    def name(self) -> str:
        """What files and tables call it."""
        return f"{self.activation}-{self.penalty}"

    @classmethod
    def named(cls, name: str) -> "Estimator":
        """Return the estimator of a name."""
        return cls(*name.split("-"))

    @property
    def possible(self) -> bool:
        """Does every output of the activation have a penalty?"""
        low, high = PENALTIES[self.penalty].domain
        least, most = ACTIVATIONS[self.activation].range
        return low <= least and most <= high


ESTIMATORS = [
    each for each in map(Estimator._make, product(ACTIVATIONS, PENALTIES)) if each.possible
]
