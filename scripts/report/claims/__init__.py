"""The claims of the paper by subject: each with its table, its sentence and its registration."""

from report.claims import classification, families, pairings, posterior, sums, theory

__all__ = ["classification", "families", "pairings", "posterior", "sums", "theory"]
