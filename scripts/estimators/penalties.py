"""Penalties: what an output z* costs beside its target t, and the derivative by z*."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

Function = Callable[[np.ndarray, np.ndarray], np.ndarray]


class Penalty(NamedTuple):
    """A penalty, the sum of its terms over classes and observations; targets are 0 or 1."""

    terms: Function  # of targets t and outputs z*: ρ of each
    slope: Function  # the same: ∂ρ/∂z* of each
    domain: tuple[float, float]  # the open interval of outputs for which it is defined


PENALTIES = {
    "least_squares": Penalty(
        terms=lambda t, output: 0.5 * (t - output) ** 2,
        slope=lambda t, output: output - t,
        domain=(-np.inf, np.inf),
    ),
    "cross_entropy": Penalty(
        terms=lambda t, output: -t * np.log(output),
        slope=lambda t, output: -t / output,
        domain=(0, np.inf),
    ),
    "binary_cross_entropy": Penalty(
        terms=lambda t, output: -t * np.log(output) - (1 - t) * np.log(1 - output),
        slope=lambda t, output: (1 - t) / (1 - output) - t / output,
        domain=(0, 1),
    ),
}
