"""Run one trial alone, print its numbers, and check that they are its rows of trials.csv."""

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from classes import build
from estimators import Density, Estimator, Script, of_config
from estimators.script import load
from experiment.draws import Sample
from experiment.estimates import estimate_range
from experiment.fits import fit_estimator
from experiment.measures import measure_range
from files import job
from files.samples import samples


def fits_of(
    trials: range,
    train: Sample,
    test: Sample,
    estimator: Estimator | Density | Script,
    settings: dict[str, Any],
) -> dict[str, np.ndarray]:
    """Return the fits of an estimator, or what one's own estimates, as its job makes them."""
    if not isinstance(estimator, Script):
        return fit_estimator(trials, train, estimator, settings)
    classes, estimate = build(settings["classes"]), load(estimator.script)
    return estimate_range(trials, settings["seed"], train, test, estimate, classes)


def replay(trial: int, settings: dict[str, Any]) -> pd.DataFrame:
    """Return the rows of one trial, as in trials.csv."""
    trials, classes = range(trial, trial + 1), build(settings["classes"])
    train, test = (samples(purpose, trials, settings) for purpose in ("train", "test"))
    estimators = map(of_config, settings["estimators"])
    fits = {each.name: fits_of(trials, train, test, each, settings) for each in estimators}
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
    rows = replay(trial, snakemake.params.settings)
    text = rows.to_csv(index=False)
    print(rows.set_index("estimator").T.to_string())
    print(verdict(text, recorded, trial), flush=True)
    with job(snakemake) as (output,):
        output.write_text(text, encoding="utf-8")
