"""The whole pipeline without files or Snakemake: from a config to its findings."""

from typing import Any

import numpy as np
import pandas as pd
import yaml
from conftest import ROOT

from analyse import analyse
from analysis.trials import matrix
from classes import build
from compare import compare, page
from conclude import conclude
from estimators import Estimator
from exact_tables import delta_table
from experiment.draws import Sample, draw
from experiment.fits import fit_range
from experiment.measures import measure_range
from floor import floor_table
from report.evidence import Evidence, Finding, gather
from report.items import Item
from report.words import settings_line
from workflow.scenarios import logit, resolve, same_problem, scenarios

PROBLEM = yaml.safe_load((ROOT / "workflow/published/problem.yaml").read_text("utf-8"))


def sample_of(settings: dict[str, Any], purpose: str) -> tuple[range, Sample]:
    """Return the trials of a scenario's resolved settings, and their samples."""
    trials, size = range(1, settings["trials"] + 1), settings[f"{purpose}_per_class"]
    return trials, draw(trials, settings["seed"], purpose, build(settings["classes"]), size)


def fits_of(settings: dict[str, Any]) -> dict[str, dict[str, np.ndarray]]:
    """Return the fits of all trials by the estimator's name."""
    trials, train = sample_of(settings, "train")
    groups = len(settings["classes"]["priors"]), settings["network"], settings["fitting"]
    estimators = [Estimator(**each) for each in settings["estimators"]]
    seed = settings["seed"]
    return {each.name: fit_range(trials, seed, train, each, *groups) for each in estimators}


def trials_of(settings: dict[str, Any]) -> pd.DataFrame:
    """Return trials.csv of a scenario's resolved settings."""
    trials, test = sample_of(settings, "test")
    fits, classes = fits_of(settings), build(settings["classes"])
    rows = pd.DataFrame(measure_range(trials, classes, test, fits))
    return rows.sort_values("trial", kind="stable", ignore_index=True)


def exact(classes) -> dict[str, pd.DataFrame]:
    """Return the tables that need no trials."""
    rates, errors = map(matrix, classes.bayes_rates())
    return {"table1": delta_table(), "table3": rates, "table3_se": errors}


def report_of(
    config: dict[str, Any], trials: pd.DataFrame | None = None
) -> tuple[Evidence, dict[str, tuple[Item, Finding]], str]:
    """Return what the findings rest on, the findings by name, and tables.md."""
    named = {name: resolve(each) for name, each in scenarios(config | {"studies": {}}).items()}
    same = same_problem(config, PROBLEM)
    settings = named["paper"]
    trials = trials_of(settings) if trials is None else trials
    classes = build(settings["classes"])
    known = same, classes, settings["train_per_class"]
    tables = analyse([trials], *known)
    summaries = {"paper": tables["summary"]}
    for name, each in named.items():
        if name != "paper":
            companion = "logit" if name == logit(config) else "other_pairings"
            summaries[companion] = analyse([trials_of(each)], *known)["summary"]
    numbered = {n: t.set_index(t.columns[0]) for n, t in tables.items() if n.startswith("table")}
    numbered |= exact(classes)
    fitted = {name: [fits] for name, fits in fits_of(settings).items()}
    first = trials[trials["trial"] == 1].set_index("estimator")["posterior_error"]
    evidence = Evidence(
        settings=settings,
        same_problem=same,
        classes=classes,
        tables=numbered,
        summary=gather(summaries),
        comparison=compare(numbered, tables["readings"], same),
        first_trial=first,
        floor=floor_table(settings, fitted, points=50, iterations=(5, 20)),
        **{name: tables[name] for name in ("rates", "paired", "readings", "agreement")},
    )
    rest_on = settings_line(settings, settings["trials"])
    text = page(numbered, tables["rates"], tables["readings"], rest_on, same)
    return evidence, conclude(evidence), text
