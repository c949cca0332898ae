"""The claims of the paper by subject: each with its table, its sentence and its registration."""

from report.claims import (
    bias,
    boxes,
    classification,
    deltas,
    derivation,
    experiment,
    factorial,
    families,
    network,
    pairings,
    posterior,
    sampling,
    sums,
    theory,
)

__all__ = [
    "bias",
    "boxes",
    "classification",
    "deltas",
    "derivation",
    "experiment",
    "factorial",
    "families",
    "network",
    "pairings",
    "posterior",
    "sampling",
    "sums",
    "theory",
]
