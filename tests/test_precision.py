"""Run to a precision: how many trials it takes, and what is then said of it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import yaml
from conftest import ROOT, Checkout
from scipy.stats import t as student
from whole import report_of

from analysis.precision import FEWEST, looked_at, next_look
from report.claims.precision import next_decimals, precision
from workflow.checks import ConfigError, check
from workflow.ending import of_precision

CONFIG = yaml.safe_load((ROOT / "config.yaml").read_text("utf-8"))
SIMULATIONS, MOST = 400, 100_000


def summary(error, trials):
    row = {"estimator": "a", "measure": "accuracy", "mean_se": error, "trials": trials}
    return pd.DataFrame([row])


def pairs(error, trials):
    row = {"measure": "accuracy", "first": "a", "second": "b"}
    return pd.DataFrame([row | {"difference_se": error, "trials": trials}])


@pytest.mark.parametrize(("wanted", "needed"), [(0.02, 200), (0.01, 800), (0.0005, 320_000)])
def test_half_the_error_takes_four_times_the_trials(wanted, needed):
    table = looked_at(summary(0.02, 200), pairs(1, 200), {"means": {"accuracy": wanted}}, 200)
    assert table["trials_needed"].tolist() == [needed]
    assert next_look(table, 200, MOST) == min(needed, MOST)


def test_a_difference_is_resolved_where_it_is_half_its_interval():
    table = looked_at(summary(9, 200), pairs(0.01, 200), {"differences": {"accuracy": 0.01}}, 200)
    assert table["reached"].tolist() == pytest.approx([0.01 * student.ppf(0.975, 199)])


def test_where_no_error_is_known_all_trials_are_made():
    table = looked_at(summary(np.nan, 0), pairs(1, 2), {"means": {"accuracy": 1}}, 200)
    assert next_look(table, 200, MOST) == MOST
    assert next_look(table, MOST, MOST) == MOST


def stopped(draws, wanted):
    """Return the number of values at which a run to a standard error of the mean stops."""
    count, following = 0, FEWEST
    while following > count:
        count = following
        error = draws[:count].std(ddof=1) / np.sqrt(count)
        wish = {"means": {"accuracy": wanted}}
        table = looked_at(summary(error, count), pairs(1, 2), wish, count)
        following = next_look(table, count, len(draws))
    return count


@pytest.mark.parametrize(
    ("mean", "draw"),
    [(0.0, "standard_normal"), (1.0, "standard_exponential")],
    ids=["normal", "skewed"],
)
@pytest.mark.parametrize("trials", [220, 600])
def test_the_interval_a_run_stops_on_covers_as_one_of_so_many_trials(mean, draw, trials):
    generator, covered, fixed = np.random.default_rng(1), [], []
    for _ in range(SIMULATIONS):
        draws = getattr(generator, draw)(4 * trials)
        for count, hits in ((stopped(draws, trials**-0.5), covered), (trials, fixed)):
            part = draws[:count]
            half = student.ppf(0.975, count - 1) * part.std(ddof=1) / np.sqrt(count)
            hits.append(abs(part.mean() - mean) <= half)
    error = np.sqrt(0.95 * 0.05 / SIMULATIONS)
    assert np.mean(covered) > 0.95 - 0.005 - 3 * error
    assert np.mean(covered) == pytest.approx(np.mean(fixed), abs=0.005 + 4 * error)


@pytest.mark.parametrize(
    ("precision", "says"),
    [
        ({"means": {"acuracy": 0.1}}, "precision.means: 'acuracy' given, allowed: one of"),
        ({"means": {"accuracy": 0}}, "precision.means.accuracy: 0 given, allowed: more than 0"),
        ({"median": {}}, "unknown key 'median'"),
    ],
)
def test_a_precision_of_nothing_that_is_measured_is_refused(precision, says):
    with pytest.raises(ConfigError, match=says):
        check(CONFIG | {"precision": precision})


def test_differences_take_two_estimators():
    alone = {"precision": {"differences": {"accuracy": 1}}, "estimators": CONFIG["estimators"][:1]}
    with pytest.raises(ConfigError, match="two estimators or more"):
        check(CONFIG | alone)


@pytest.mark.parametrize(
    ("needed", "says"),
    [
        (["100.0", "60.0"], "Precision: reached with 100 trials (at most 300)"),
        (
            ["100.0", "250.0"],
            "not reached with 100 trials, which is all of them; it takes about 250",
        ),
        (["", "60.0"], "Precision: not reached with 100 trials, which is all of them"),
    ],
)
def test_the_end_of_a_run_says_whether_it_is_reached(tmp_path, needed, says):
    look = tmp_path / "100.csv"
    look.write_text("measure,trials_needed\n" + "".join(f"accuracy,{n}\n" for n in needed))
    assert says in of_precision(look, 300)


@pytest.fixture(scope="module")
def evidence():
    small = {"trials": 12, "iterations": 20, "train_per_class": 20, "studies": {}}
    return report_of(CONFIG | small)[0]


def test_the_next_decimal_takes_the_trials_that_halve_its_unit(evidence):
    for row in next_decimals(evidence).itertuples():
        error = row.error * np.sqrt(evidence.trials / row.needed)
        assert error <= 0.5 * 10.0 ** -(row.known + 1) < 1.1 * error + 1e-4


@pytest.mark.parametrize(("wanted", "says"), [(10.0, "is reached"), (1e-9, "is not reached")])
def test_the_finding_says_which(evidence, wanted, says):
    wish = {"precision": {"means": {"accuracy": wanted}}}
    verdict = precision(replace(evidence, settings=evidence.settings | wish)).verdict
    assert f"{says} with 12 trials" in verdict
    assert "1200 trials" in verdict


def test_nothing_is_said_of_a_precision_that_is_not_wanted(evidence):
    assert "wanted" not in precision(evidence).verdict


def test_a_run_to_a_precision_is_that_of_so_many_trials_to_the_byte(tmp_path_factory):
    settings = {"trials_per_job": 150, "iterations": 10, "train_per_class": 25}
    wanted = "{means: {posterior_error: 1.0}}"
    runs = [Checkout(tmp_path_factory.mktemp("run")) for _ in range(2)]
    said = runs[0].run(trials=450, precision=wanted, **settings)
    runs[1].run(trials=FEWEST, **settings)
    assert f"Precision: reached with {FEWEST} trials (at most 450)" in said
    ours, directly = (each.final() for each in runs)
    assert {p: b for p, b in ours.items() if p.suffix == ".csv"} == {
        p: b for p, b in directly.items() if p.suffix == ".csv"
    }
