"""The samples of a range of trials: as kept in a file, or drawn by the job that needs them."""

from typing import Any

from classes import build
from experiment.draws import Sample, draw
from files import load


def samples(purpose: str, trials: range, settings: dict[str, Any], kept: str = "") -> Sample:
    """Return the samples of one purpose, the same numbers whether they were kept or not.

    Parameters
    ----------
    purpose : str
        `train` or `test`.
    trials : range
    settings : dict
        Of the scenario: its seed, its classes and `train_per_class` or `test_per_class`.
    kept : str
        File of the samples; without one they are drawn.
    """
    if kept:
        return Sample(**load(kept))
    per_class = settings[f"{purpose}_per_class"]
    return draw(trials, settings["seed"], purpose, build(settings["classes"]), per_class)
