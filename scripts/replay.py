"""Run one trial alone, print its numbers, and check that they are its rows of trials.csv."""

import sys
from pathlib import Path

import pandas as pd

from experiment.fits import fit_range
from experiment.measures import evaluate
from experiment.samples import simulate


def replay(
    trial: int, estimators: list[str], fit_settings: dict, evaluate_settings: dict
) -> pd.DataFrame:
    """Return the rows of one trial, as in trials.csv."""
    trials = range(trial, trial + 1)
    fits = {name: fit_range(trials, *name.split("-"), **fit_settings) for name in estimators}
    samples = simulate(trials, **evaluate_settings)
    return pd.DataFrame(evaluate(samples, fits, trials, evaluate_settings))


def verdict(rows: str, recorded: Path, trial: int) -> str:
    """Say whether the rows, as CSV, are those recorded; exit if they are not."""
    known = []
    if recorded.exists():
        with recorded.open() as lines:
            known = [line for line in lines if line.startswith(f"{trial},")]
    if not known:
        return f"{recorded} has no trial {trial} to compare with."
    if known != rows.splitlines(keepends=True)[1:]:
        sys.exit(f"{recorded} has other numbers: provenance.yaml beside it says what made them.")
    return f"To the last digit, these are the rows of {recorded}."


if "snakemake" in globals():
    from job import job

    trial = int(snakemake.wildcards.trial)
    settings = snakemake.params.fit, snakemake.params.evaluate
    rows = replay(trial, snakemake.params.estimators, *settings)
    text = rows.to_csv(index=False)
    print(rows.set_index("estimator").T.to_string())
    print(verdict(text, Path(snakemake.params.recorded), trial), flush=True)
    with job(snakemake) as (output,):
        output.write_text(text)
