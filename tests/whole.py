"""The whole pipeline without files or Snakemake: from a config to its findings."""

from typing import Any, NamedTuple

import pandas as pd
import yaml
from conftest import ROOT

from analyse import analyse
from analysis import factorial
from analysis.comparison import compare
from analysis.decomposition import components, decomposition, differences, inner_products
from analysis.monte_carlo import moments
from analysis.trials import matrix
from boxes import tables as box_tables
from classes import build
from conclude import conclude
from estimators import of_config
from exact_tables import delta_table, score_table
from experiment.draws import draw
from experiment.measures import measure_range
from floor import floor_table
from replay import fits_of
from report.evidence import Evidence, Finding, gather
from report.items import Item
from report.layout import page
from report.words import settings_line
from workflow.scenarios import DENSITIES, logit, resolve, same_problem, scenarios

PROBLEM = yaml.safe_load((ROOT / "workflow/published/problem.yaml").read_text("utf-8"))


class Run(NamedTuple):
    """What a scenario's resolved settings give."""

    fits: dict[str, Any]  # by estimator
    trials: pd.DataFrame  # trials.csv
    decomposition: pd.DataFrame
    decomposition_paired: pd.DataFrame


def run_of(settings: dict[str, Any]) -> Run:
    """Fit and measure the trials of a scenario."""
    classes, seed = build(settings["classes"]), settings["seed"]
    trials = range(1, settings["trials"] + 1)
    train, test = (
        draw(trials, seed, purpose, classes, settings[f"{purpose}_per_class"])
        for purpose in ("train", "test")
    )
    estimators = [of_config(each) for each in settings["estimators"]]
    fits = {each.name: fits_of(trials, train, test, each, settings) for each in estimators}
    rows = pd.DataFrame(measure_range(trials, classes, test, fits))
    values = {
        each.name: components(*inner_products(lambda of=each.name: [fits[of]], each, classes))
        for each in estimators
    }
    trials = rows.sort_values("trial", kind="stable", ignore_index=True)
    return Run(fits, trials, decomposition(values), differences(values))


def exact(classes) -> dict[str, pd.DataFrame]:
    """Return the tables that need no trials."""
    rates, errors = map(matrix, classes.bayes_rates())
    return {"table1": delta_table(), "table3": rates, "table3_se": errors}


def report_of(
    config: dict[str, Any], run: Run | None = None
) -> tuple[Evidence, dict[str, tuple[Item, Finding]], str]:
    """Return what the findings rest on, the findings by name, and tables.md."""
    named = {name: resolve(each) for name, each in scenarios(config | {"studies": {}}).items()}
    same = same_problem(config, PROBLEM)
    settings = named["paper"]
    runs = {"paper": run or run_of(settings)}
    for name, each in named.items():
        if name != "paper":
            companion = {logit(config): "logit", DENSITIES: "densities"}.get(name, "other_pairings")
            runs[companion] = run_of(each)
    trials = runs["paper"].trials
    classes = build(settings["classes"])
    known = same, classes, settings["train_per_class"]
    tables = analyse([trials], *known)
    numbered = {n: t.set_index(t.columns[0]) for n, t in tables.items() if n.startswith("table")}
    numbered |= exact(classes)
    same_trials = [runs[name].trials for name in ("paper", "other_pairings") if name in runs]
    (effects,) = moments([pd.concat(same_trials, ignore_index=True)], factorial.values)
    weights = {name: fits for name, fits in runs["paper"].fits.items() if "omega" in fits}
    fitted = {name: [fits] for name, fits in weights.items()}
    over_boxes, paired_over_boxes = None, None
    if weights:
        over_boxes, paired_over_boxes = box_tables([weights], classes, same)
    first = trials[trials["trial"] == 1].set_index("estimator")["posterior_error"]
    evidence = Evidence(
        settings=settings,
        same_problem=same,
        classes=classes,
        tables=numbered,
        summary=gather({name: analyse([r.trials], *known)["summary"] for name, r in runs.items()}),
        decomposition=gather({name: each.decomposition for name, each in runs.items()}),
        paired=pd.concat([tables["paired"], runs["paper"].decomposition_paired]),
        comparison=compare(numbered, tables["readings"], same),
        first_trial=first,
        bayes_scores=score_table(classes),
        factorial=factorial.factorial(effects),
        boxes=over_boxes,
        boxes_paired=paired_over_boxes,
        floor=floor_table(settings, fitted, points=50, iterations=(5, 20)) if fitted else None,
        **{name: tables[name] for name in ("rates", "readings", "agreement")},
    )
    rest_on = settings_line(settings, settings["trials"])
    text = page(numbered, tables["rates"], tables["readings"], rest_on, same)
    return evidence, conclude(evidence), text
