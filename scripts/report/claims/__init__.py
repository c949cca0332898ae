"""The claims of the paper by subject: each with its table, its sentence and its registration."""

from report.claims import boxes, classification, factorial, families, pairings, posterior, sums

__all__ = ["boxes", "classification", "factorial", "families", "pairings", "posterior", "sums"]
