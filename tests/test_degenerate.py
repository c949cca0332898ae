"""Settings at the edge of sense: every number is finite, or its row says why it is not."""

import re

import numpy as np
import pandas as pd
import pytest
import yaml
from conftest import ROOT
from numpy.testing import assert_array_equal

from analysis.comparison import compare
from analysis.pairwise import paired_differences
from analysis.paper import ESTIMATOR_OF_TABLE, matrix
from analysis.readings import readings
from analysis.summaries import posterior_table, summarise
from display.tables import all_tables, markdown
from experiment.fits import fit_range
from experiment.measures import evaluate
from experiment.samples import simulate
from findings.evidence import PAPER_ORDER, Evidence, gather
from findings.items import findings
from pairings.bayes_rates import bayes_rates
from pairings.output_layer import PAIRINGS
from tabulate import delta_table, rate_tables
from workflow.settings import check, resolve

CONFIG = yaml.safe_load((ROOT / "config.yaml").read_text()) | {
    "studies": {},
    "train_per_class": 20,
    "test_per_class": 20,
    "iterations": 50,
}
SQUARE = np.array(CONFIG["means"])
TRIALS = range(1, 4)


def run(**change):
    """Return the settings, and trials.csv of all five pairings."""
    config = CONFIG | change
    check(config)
    settings = resolve(config)
    drawn = {key: settings[key] for key in ("seed", "means", "covariance", "priors")}
    fitted = ("train_per_class", "hidden_units", "start_range", "iterations", "weight_decay")
    fits = {
        "-".join(pairing): fit_range(
            TRIALS, *pairing, **drawn, **{key: settings[key] for key in fitted}
        )
        for pairing in PAIRINGS
    }
    samples = simulate(TRIALS, **drawn, test_per_class=settings["test_per_class"])
    rows = evaluate(samples, fits, TRIALS, settings)
    return settings, pd.DataFrame(rows).sort_values("trial", kind="stable")


SETTINGS = {
    "coincident means": {"means": [[0, 0]] * 4},
    "two classes coincide": {"means": [[-1, 1], [-1, 1], [-1, -1], [1, -1]]},
    "nearly coincident": {"means": (1e-13 * SQUARE).tolist()},
    "separable": {"means": (1e3 * SQUARE).tolist()},
    "separable, no hidden units": {"means": (1e3 * SQUARE).tolist(), "hidden_units": 0},
    "far apart": {"means": (1e8 * SQUARE).tolist()},
    "far from the origin": {"means": (1e8 + SQUARE).tolist()},
    "one observation": {"train_per_class": 1, "test_per_class": 1},
    "tiny variance": {"covariance": 1e-12},
    "huge variance": {"covariance": 1e12},
    "nearly singular": {"covariance": [[1, 1 - 1e-12], [1 - 1e-12, 1]]},
    "both": {"covariance": [[1e12, 0], [0, 1e-12]]},
    "rare class": {"priors": [1, 1, 1, 0.05]},
    "many hidden units": {"hidden_units": 20},
    "tiny start": {"start_range": 1e-300},
    "huge start": {"start_range": 1e15},
    "huge decay": {"weight_decay": 1e15},
    "all at once": {"means": (1e15 * SQUARE).tolist(), "covariance": 1e15, "start_range": 1e15},
    "one iteration": {"iterations": 1},
    "a line": {"means": [[0], [1], [1], [2]]},
    "space": {"means": [[0, 0, 0], [1e8, 0, 0], [0, 1e8, 0], [0, 0, 1]]},
}


def finite(table):
    return np.isfinite(table.select_dtypes("number")).all(axis=None)


def computed(settings, trials):
    """Return Tables 1-6 as computed, and the comparison with the paper's."""
    bayes = bayes_rates(settings["means"], settings["covariance"], settings["priors"])
    tables = {"table1": delta_table(), "table2": posterior_table(summarise([trials]))}
    tables |= rate_tables([trials])
    tables |= zip(("table3", "table3_se"), map(matrix, bayes), strict=True)
    rates = {k: (tables[f"table{k}"], tables[f"table{k}_se"]) for k in (3, *ESTIMATOR_OF_TABLE)}
    return tables, compare(tables["table2"], rates)


@pytest.mark.parametrize("change", SETTINGS.values(), ids=SETTINGS)
def test_every_number_is_finite_or_its_row_says_why(change):
    settings, trials = run(**change)
    assert finite(trials[trials["status"] != "non_finite"])
    assert finite(summarise([trials]))
    assert finite(readings([trials]))
    paired = paired_differences([trials])
    assert paired["trials_needed"].notna().all()  # infinite for estimators that agree
    assert finite(paired.drop(columns="trials_needed"))
    tables, comparison = computed(settings, trials)
    assert all(map(finite, tables.values()))
    assert finite(comparison[["reproduced", "reproduced_se"]])
    shown = "".join(map(markdown, all_tables(tables.get).values()))
    assert not re.search(r"\b(nan|inf)\b", shown)


@pytest.mark.parametrize("name", ["coincident means", "far apart", "tiny start", "huge start"])
def test_the_findings_are_sentences_even_where_there_is_nothing_to_compare(name):
    settings, trials = run(**SETTINGS[name])
    _, logit = run(**SETTINGS[name], hidden_units=0)
    of_paper = trials["estimator"].isin(PAPER_ORDER)
    parts = {"paper": trials[of_paper], "other_pairings": trials[~of_paper], "logit": logit}
    tables, comparison = computed(settings, parts["paper"])
    evidence = Evidence(
        table1=tables["table1"].reset_index(),
        summary=gather({part: summarise([rows]) for part, rows in parts.items()}),
        paired=paired_differences([parts["paper"]]),
        readings=readings([parts["paper"]]),
        comparison=comparison,
        first_trial=parts["paper"].query("trial == 1").set_index("estimator")["posterior_error"],
    )
    text = " ".join(f"{each.found} {each.verdict}" for each in findings(evidence).values())
    assert not re.search(r"\b(nan|inf)\b", text)


@pytest.mark.parametrize("hidden_units", [0, 2])
def test_fits_of_separable_classes_end_long_before_a_high_cap(hidden_units):
    means = (1e3 * SQUARE).tolist()
    _, trials = run(means=means, hidden_units=hidden_units, iterations=1_000_000)
    assert trials["iterations"].max() < 2_000


def test_the_logit_tells_separable_classes_apart():
    _, trials = run(means=(1e3 * SQUARE).tolist(), hidden_units=0)
    assert_array_equal(trials[trials["estimator"] == "softmax-cross_entropy"]["accuracy"], 1)
