"""The claims of the paper by subject: each with its table, its sentence and its registration."""

from report.claims import bias, classification, families, pairings, posterior, sums

__all__ = ["bias", "classification", "families", "pairings", "posterior", "sums"]
