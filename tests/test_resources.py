import re
import tracemalloc

import pytest
import yaml
from conftest import ROOT, Checkout

from classes import build
from estimators import Estimator
from experiment.draws import draw
from experiment.fits import fit_estimator
from experiment.measures import measure_range
from workflow.checks import ConfigError, check
from workflow.resources import MEMORY, advice, megabytes, memory, minutes
from workflow.scenarios import range_size, ranges, resolve

CONFIG = yaml.safe_load((ROOT / "config.yaml").read_text())


def test_the_jobs_foreseen_are_those_of_the_default_run(tmp_path, monkeypatch):
    monkeypatch.setattr("workflow.resources.JOBS", 1)
    checkout = Checkout(tmp_path)
    planned = checkout.planned(trials=200)
    count = re.search("makes (.+?) jobs", advice(CONFIG | {"trials": 200})[0]).group(1)
    assert int(count) == sum(planned[rule] for rule in ("simulate", "fit", "measure"))
    studies = {"studies": {"a": {"train_per_class": [10, 20]}}, "study_trials": 200}
    planned = checkout.planned("results/studies/a.csv", **studies)
    count = re.search("makes (.+?) jobs", advice(CONFIG | studies)[-1]).group(1)
    assert int(count) == planned["fit"] + planned["measure_for_study"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            {"trials": 1_000_000, "trials_per_job": 5, "studies": {}},
            "trials: 1000000 with trials_per_job: 5 makes 120030 jobs; "
            "trials_per_job: 160 makes 3780",
        ),
        (
            {"study_trials": 9000, "studies": {"a": {"iterations": [*range(1, 126)]}}},
            "studies of 125 scenarios, study_trials: 9000 with trials_per_job: 100 makes 5375 "
            "jobs; trials_per_job: 200 makes 3875",
        ),
    ],
    ids=["trials", "studies"],
)
def test_too_many_jobs_are_warned_of_with_the_trials_per_job_that_would_not_be(change, says):
    assert advice(CONFIG | change) == [says]
    assert not advice(CONFIG | change | {"trials_per_job": int(says.split()[-3])})


def test_snakemake_shows_the_warning_and_goes_on(tmp_path):
    done = Checkout(tmp_path).snakemake("--list", trials=100_000, trials_per_job=5)
    assert done.returncode == 0
    warning = "config: trials: 100000 with trials_per_job: 5 makes 12030 jobs; trials_per_job: "
    assert done.stderr.count(warning) == 1


@pytest.mark.parametrize("trials", [2, 100, 700, 5_000])
def test_the_largest_job_is_that_of_the_longest_range(trials):
    size = CONFIG["trials_per_job"]
    limits = [map(int, each.split("-")) for each in ranges(trials, size)]
    assert range_size(trials, size) == max(last - first + 1 for first, last in limits)


def test_a_job_that_takes_too_much_memory_is_refused_only_when_the_run_is_long_enough_for_it():
    config = CONFIG | {"train_per_class": 300_000, "studies": {}}
    check(config | {"trials": 100})
    assert memory(config, range_size(100_000, config["trials_per_job"])) > MEMORY
    with pytest.raises(ConfigError, match=r"with these a job takes about .* GB of memory"):
        check(config | {"trials": 100_000})


def one_job(change):
    """Return a config and the trials of one job, and the bytes that it takes."""
    config = CONFIG | {"trials": 40, "iterations": 20} | change
    settings, trials = resolve(config), range(1, config["trials"] + 1)
    classes, estimator = build(settings["classes"]), Estimator("softmax", "cross_entropy")
    tracemalloc.start()
    train = draw(trials, config["seed"], "train", classes, config["train_per_class"])
    fits = fit_estimator(trials, train, estimator, settings)
    del train
    test = draw(trials, config["seed"], "test", classes, config["test_per_class"])
    measure_range(trials, classes, test, {estimator.name: fits})
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return config, config["trials"], peak


LARGE = [
    {"hidden_units": 30},
    {"train_per_class": 5000},
    {"test_per_class": 5000},
    {"trials": 1000},
]


@pytest.mark.parametrize("change", LARGE, ids=str)
def test_the_memory_of_a_job_is_foreseen_to_a_factor_of_three(change):
    config, trials, peak = one_job(change | {"iterations": 2})
    assert peak / 3 < memory(config, trials) < 3 * peak


@pytest.mark.parametrize("change", [{}, *LARGE], ids=str)
def test_a_job_asks_for_more_memory_than_it_takes_but_not_far_more(change):
    config, trials, peak = one_job(change)
    assert peak < 1e6 * (megabytes(config, trials) - 600) < 8 * peak


@pytest.mark.parametrize("hidden_units", [2, 30])
def test_a_job_asks_for_the_finest_quadrature(hidden_units):
    steps = {"start_range": 100, "hidden_units": hidden_units, "iterations": 2}
    config, trials, peak = one_job(steps)
    assert peak < 1e6 * (megabytes(config, trials) - 600)


@pytest.mark.parametrize("need", [memory, megabytes, minutes])
def test_a_job_on_more_trials_asks_for_more(need):
    config = CONFIG | {"iterations": 100_000}
    assert need(config, 50) < need(config, 100) < need(config, 1000)


def test_a_job_with_more_starts_asks_for_more_time_and_no_more_memory():
    once, often = ({**CONFIG, "iterations": 100_000, "starts": starts} for starts in (1, 10))
    assert 9 < (minutes(often, 50) - 10) / (minutes(once, 50) - 10) < 11
    assert megabytes(often, 50) == megabytes(once, 50)
