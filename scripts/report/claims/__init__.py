"""The claims of the paper by subject: each with its table, its sentence and its registration."""

from report.claims import (  # noqa: F401  importing them registers their items
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
    precision,
    sampling,
    scores,
    sums,
    theory,
)
