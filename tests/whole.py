"""The whole pipeline without files or Snakemake: from a config to its findings."""

from typing import Any

import pandas as pd
import yaml
from conftest import ROOT

from analyse import analyse
from analysis import factorial
from analysis.monte_carlo import moments
from analysis.trials import matrix
from boxes import tables as box_tables
from classes import build
from compare import compare, page
from conclude import conclude
from estimators import Estimator
from exact_tables import delta_table
from experiment.draws import draw
from experiment.fits import fit_range
from experiment.measures import measure_range
from report.evidence import Evidence, Finding, gather
from report.items import Item
from report.words import settings_line
from workflow.scenarios import OTHERS, logit, resolve, same_problem, scenarios

PROBLEM = yaml.safe_load((ROOT / "workflow/published/problem.yaml").read_text("utf-8"))


def run_of(settings: dict[str, Any]) -> tuple[dict[str, Any], pd.DataFrame]:
    """Return the fits of a scenario's resolved settings, by estimator, and its trials.csv."""
    classes, seed = build(settings["classes"]), settings["seed"]
    trials = range(1, settings["trials"] + 1)
    train, test = (
        draw(trials, seed, purpose, classes, settings[f"{purpose}_per_class"])
        for purpose in ("train", "test")
    )
    groups = len(classes.priors), settings["network"], settings["fitting"]
    estimators = [Estimator(**each) for each in settings["estimators"]]
    fits = {each.name: fit_range(trials, seed, train, each, *groups) for each in estimators}
    rows = pd.DataFrame(measure_range(trials, classes, test, fits))
    return fits, rows.sort_values("trial", kind="stable", ignore_index=True)


def exact(classes) -> dict[str, pd.DataFrame]:
    """Return the tables that need no trials."""
    rates, errors = map(matrix, classes.bayes_rates())
    return {"table1": delta_table(), "table3": rates, "table3_se": errors}


def report_of(
    config: dict[str, Any], run: tuple[dict[str, Any], pd.DataFrame] | None = None
) -> tuple[Evidence, dict[str, tuple[Item, Finding]], str]:
    """Return what the findings rest on, the findings by name, and tables.md."""
    named = {name: resolve(each) for name, each in scenarios(config | {"studies": {}}).items()}
    same = same_problem(config, PROBLEM)
    settings = named["paper"]
    fits, trials = run or run_of(settings)
    tables = analyse([trials], same)
    summaries, fitted = {"paper": tables["summary"]}, [trials]
    for name, each in named.items():
        if name != "paper":
            companion = "logit" if name == logit(config) else "other_pairings"
            _, rows = run_of(each)
            summaries[companion] = analyse([rows], same)["summary"]
            fitted += [rows] * (name == OTHERS)
    classes = build(settings["classes"])
    numbered = {n: t.set_index(t.columns[0]) for n, t in tables.items() if n.startswith("table")}
    numbered |= exact(classes)
    (effects,) = moments([pd.concat(fitted, ignore_index=True)], factorial.values)
    over_boxes, paired_over_boxes = box_tables([fits], classes, same)
    first = trials[trials["trial"] == 1].set_index("estimator")["posterior_error"]
    evidence = Evidence(
        settings=settings,
        same_problem=same,
        classes=classes,
        tables=numbered,
        summary=gather(summaries),
        comparison=compare(numbered, tables["readings"], same),
        first_trial=first,
        factorial=factorial.factorial(effects),
        boxes=over_boxes,
        boxes_paired=paired_over_boxes,
        **{name: tables[name] for name in ("rates", "paired", "readings", "agreement")},
    )
    rest_on = settings_line(settings, settings["trials"])
    text = page(numbered, tables["rates"], tables["readings"], rest_on, same)
    return evidence, conclude(evidence), text
