"""Gamma, exponential and uniform classes, features independent.

A gamma density of shape ν and rate β is in equation (3) with θ = −β and b = −ν log β, its shape
known and common to all classes. With shapes of their own the log-odds have a term in log x. The
uniform distribution is no member of the family: where its density is 0 depends on its parameters.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from classes.independent import POSITIVE, Space, faults, frozen, independent

Pair = tuple[np.ndarray, np.ndarray]
ANY = Space("numbers between -1e6 and 1e6", -1e6, 1e6)


@independent
class Gamma(NamedTuple):
    """Gamma classes of a common shape ν: θ = −β, b = −ν log β."""

    rates: np.ndarray  # β, (q, p)
    shape: np.ndarray  # ν, common to all classes
    priors: np.ndarray  # (q,)

    spaces = {"rates": POSITIVE, "shape": POSITIVE}  # noqa: RUF012

    def distribution(self):
        return frozen("gamma", self.shape, scale=1 / self.rates)

    def natural(self) -> Pair:
        return -self.rates, -self.shape * np.log(self.rates)


@independent
class GammaUnequal(NamedTuple):
    """Gamma classes with shapes of their own."""

    rates: np.ndarray  # β, (q, p)
    shapes: np.ndarray  # ν, (q,)
    priors: np.ndarray  # (q,)

    spaces = {"rates": POSITIVE, "shapes": POSITIVE}  # noqa: RUF012

    def distribution(self):
        return frozen("gamma", self.shapes[:, None], scale=1 / self.rates)


@independent
class Exponential(NamedTuple):
    """Exponential classes: θ = −β, b = −log β."""

    rates: np.ndarray  # β, (q, p)
    priors: np.ndarray  # (q,)

    spaces = {"rates": POSITIVE}  # noqa: RUF012

    def distribution(self):
        return frozen("expon", scale=1 / self.rates)

    def natural(self) -> Pair:
        return -self.rates, -np.log(self.rates)


@independent
class Uniform(NamedTuple):
    """Classes uniform on boxes, which footnote 2 of the paper counts to the exponential family."""

    lows: np.ndarray  # (q, p)
    highs: np.ndarray  # (q, p)
    priors: np.ndarray  # (q,)

    spaces = {"lows": ANY, "highs": ANY}  # noqa: RUF012

    @classmethod
    def faults(cls, settings: dict[str, Any]) -> Iterator[tuple[str, Any, str]]:
        """Yield key, value and what is allowed of each parameter that is none."""
        found = list(faults(cls, settings))
        if not found and (np.array(settings["highs"]) <= settings["lows"]).any():
            found.append(("highs", settings["highs"], f"numbers above lows, {settings['lows']}"))
        yield from found

    def distribution(self):
        return frozen("uniform", self.lows, self.highs - self.lows)
