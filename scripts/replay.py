"""Run one trial alone, print its numbers, and check that they are its rows of trials.csv."""

import sys
from pathlib import Path
from typing import Any

import pandas as pd

from classes import build
from estimators import named
from experiment.draws import draw
from experiment.fits import fit_estimator
from experiment.measures import measure_range
from files import job


def replay(trial: int, estimators: list[str], settings: dict[str, Any]) -> pd.DataFrame:
    """Return the rows of one trial, as in trials.csv."""
    trials, seed, classes = range(trial, trial + 1), settings["seed"], build(settings["classes"])
    train, test = (
        draw(trials, seed, purpose, classes, settings[f"{purpose}_per_class"])
        for purpose in ("train", "test")
    )
    fits = {name: fit_estimator(trials, train, named(name), settings) for name in estimators}
    return pd.DataFrame(measure_range(trials, classes, test, fits))


def verdict(rows: str, recorded: Path, trial: int) -> str:
    """Say whether the rows, as CSV, are those recorded; exit if they are not."""
    lines = recorded.read_text("utf-8").splitlines(keepends=True) if recorded.exists() else []
    known = [line for line in lines if line.startswith(f"{trial},")]
    if not known:
        return f"{recorded} has no trial {trial} to compare with."
    if known != rows.splitlines(keepends=True)[1:]:
        sys.exit(f"{recorded} has other numbers: provenance.yaml beside it says what made them.")
    return f"To the last digit, these are the rows of {recorded}."


if "snakemake" in globals():
    trial = int(snakemake.wildcards.trial)
    recorded = Path(snakemake.output[0]).parents[1] / "trials.csv"
    rows = replay(trial, snakemake.params.estimators, snakemake.params.settings)
    text = rows.to_csv(index=False)
    print(rows.set_index("estimator").T.to_string())
    print(verdict(text, recorded, trial), flush=True)
    with job(snakemake) as (output,):
        output.write_text(text, encoding="utf-8")
