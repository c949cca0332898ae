"""The claims of the paper by subject: each with its table, its sentence and its registration."""

from report.claims import (
    bias,
    classification,
    deltas,
    derivation,
    experiment,
    families,
    network,
    pairings,
    posterior,
    sums,
)

__all__ = [
    "bias",
    "classification",
    "deltas",
    "derivation",
    "experiment",
    "families",
    "network",
    "pairings",
    "posterior",
    "sums",
]
