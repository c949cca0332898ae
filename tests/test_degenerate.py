"""Settings at the edge of sense: every number is finite, or its row says why it is not."""

import re

import numpy as np
import pandas as pd
import pytest
import yaml
from conftest import ROOT
from numpy.testing import assert_array_equal

from analysis import paired, rates, readings, summary
from analysis.monte_carlo import moments
from analysis.paper import ESTIMATOR_OF_TABLE
from analysis.trials import matrix
from classes import build
from compare import compare
from estimators import ESTIMATORS
from exact_tables import delta_table
from experiment.draws import draw
from experiment.fits import fit_range
from experiment.measures import measure_range
from report import claims, figures, tables  # noqa: F401  importing them registers their items
from report.evidence import PAPER_ORDER, Evidence, gather
from report.items import in_order
from report.tables import all_tables, markdown
from workflow.checks import check
from workflow.scenarios import resolve

CONFIG = yaml.safe_load((ROOT / "config.yaml").read_text()) | {
    "studies": {},
    "train_per_class": 20,
    "test_per_class": 20,
    "iterations": 50,
}
SQUARE = np.array(CONFIG["means"])
TRIALS = range(1, 4)


def run(**change):
    """Return the true classes, and trials.csv of all estimators."""
    config = CONFIG | change
    check(config)
    settings = resolve(config)
    classes, seed = build(settings["classes"]), settings["seed"]
    train, test = (
        draw(TRIALS, seed, purpose, classes, settings[f"{purpose}_per_class"])
        for purpose in ("train", "test")
    )
    groups = len(classes.priors), settings["network"], settings["fitting"]
    fits = {
        estimator.name: fit_range(TRIALS, seed, train, estimator, *groups)
        for estimator in ESTIMATORS
    }
    rows = measure_range(TRIALS, classes, test, fits)
    return classes, pd.DataFrame(rows).sort_values("trial", kind="stable")


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


def analysed(trials):
    """Return summary, paired differences, readings and rate tables."""
    of_measures, of_pairs, of_readings, of_rates = moments(
        [trials], summary.values, paired.values, readings.values, rates.values
    )
    return (
        summary.summarise(of_measures),
        paired.paired_differences(of_pairs),
        readings.readings(of_readings),
        rates.rate_tables(of_rates),
    )


def computed(classes, trials):
    """Return Tables 1–6 as computed, and the comparison with the paper's."""
    summarised, _, _, of_rates = analysed(trials)
    shown = {"table1": delta_table(), "table2": summary.posterior_table(summarised)} | of_rates
    shown |= zip(("table3", "table3_se"), map(matrix, classes.bayes_rates()), strict=True)
    pairs = {k: (shown[f"table{k}"], shown[f"table{k}_se"]) for k in (3, *ESTIMATOR_OF_TABLE)}
    return shown, compare(shown["table2"], pairs)


@pytest.mark.parametrize("change", SETTINGS.values(), ids=SETTINGS)
def test_every_number_is_finite_or_its_row_says_why(change):
    classes, trials = run(**change)
    assert finite(trials[trials["status"] != "non_finite"])
    summarised, differences, read, _ = analysed(trials)
    assert finite(summarised)
    assert finite(read)
    assert differences["trials_needed"].notna().all()  # infinite for estimators that agree
    assert finite(differences.drop(columns="trials_needed"))
    shown, comparison = computed(classes, trials)
    assert all(map(finite, shown.values()))
    assert finite(comparison[["reproduced", "reproduced_se"]])
    text = "".join(map(markdown, all_tables(shown.get).values()))
    assert not re.search(r"\b(nan|inf)\b", text)


@pytest.mark.parametrize("name", ["coincident means", "far apart", "tiny start", "huge start"])
def test_the_findings_are_sentences_even_where_there_is_nothing_to_compare(name):
    classes, trials = run(**SETTINGS[name])
    _, logit = run(**SETTINGS[name], hidden_units=0)
    of_paper = trials["estimator"].isin(PAPER_ORDER)
    parts = {"paper": trials[of_paper], "other_pairings": trials[~of_paper], "logit": logit}
    summaries = {part: analysed(rows)[0] for part, rows in parts.items()}
    _, differences, read, _ = analysed(parts["paper"])
    shown, comparison = computed(classes, parts["paper"])
    evidence = Evidence(
        tables=shown,
        summary=gather(summaries),
        paired=differences,
        readings=read,
        comparison=comparison,
        first_trial=parts["paper"].query("trial == 1").set_index("estimator")["posterior_error"],
        coefficients=classes.coefficients(),
    )
    found = [item.finding(evidence) for item in in_order().values()]
    assert len(found) == 16
    text = " ".join(f"{each.found} {each.verdict}" for each in found)
    assert not re.search(r"\b(nan|inf)\b", text)
    laid_out = (item.table(evidence) for item in in_order().values() if item.table)
    assert "nan" not in " ".join(map(markdown, laid_out))


@pytest.mark.parametrize("hidden_units", [0, 2])
def test_fits_of_separable_classes_end_long_before_a_high_cap(hidden_units):
    means = (1e3 * SQUARE).tolist()
    _, trials = run(means=means, hidden_units=hidden_units, iterations=1_000_000)
    assert trials["iterations"].max() < 2_000


def test_the_logit_tells_separable_classes_apart():
    _, trials = run(means=(1e3 * SQUARE).tolist(), hidden_units=0)
    assert_array_equal(trials[trials["estimator"] == "softmax-cross_entropy"]["accuracy"], 1)
