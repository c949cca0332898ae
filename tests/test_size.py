import time
import tracemalloc

import pytest
import yaml
from conftest import ROOT, Checkout

from experiment.fits import fit_range
from experiment.measures import evaluate
from experiment.samples import simulate
from workflow.settings import resolve
from workflow.size import advice, jobs, megabytes, memory, minutes

CONFIG = yaml.safe_load((ROOT / "config.yaml").read_text())


def test_the_jobs_foreseen_are_those_of_the_default_run(tmp_path):
    planned = Checkout(tmp_path).planned()
    count, _ = next(jobs(CONFIG))
    assert count == sum(planned[rule] for rule in ("fit", "evaluate"))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            {"trials": 1_000_000, "trials_per_job": 100},
            "trials: 1000000 with trials_per_job: 100 makes 40000 jobs; "
            "trials_per_job: 800 makes 5000",
        ),
        (
            {"study_trials": 4000, "studies": {"a": {"iterations": [*range(1, 126)]}}},
            "studies of 125 scenarios, study_trials: 4000 with trials_per_job: 250 makes 8000 "
            "jobs; trials_per_job: 400 makes 5000",
        ),
    ],
    ids=["trials", "studies"],
)
def test_too_many_jobs_are_warned_of_with_the_trials_per_job_that_would_not_be(change, says):
    assert advice(CONFIG | change) == [says]
    larger = int(says.split()[-3])
    assert not advice(CONFIG | change | {"trials_per_job": larger})


def test_snakemake_shows_the_warning_and_goes_on(tmp_path):
    done = Checkout(tmp_path).snakemake("--list", trials=100_000, trials_per_job=50)
    assert done.returncode == 0
    assert (
        done.stderr.count("config: trials: 100000 with trials_per_job: 50 makes 8000 jobs; ") == 1
    )


def one_job(change):
    """Return the config of a run of one job, and the seconds of its fit and bytes it takes."""
    config = CONFIG | {"trials": 40, "iterations": 20} | change
    config |= {"trials_per_job": config["trials"], "study_trials": 2}
    settings, trials = resolve(config), range(1, config["trials"] + 1)
    truth = {key: settings[key] for key in ("seed", "means", "covariance", "priors")}
    fitted = ("train_per_class", "hidden_units", "start_range", "iterations", "weight_decay")
    fitted = {key: settings[key] for key in fitted}
    tracemalloc.start()
    begin = time.thread_time()
    fits = fit_range(trials, "softmax", "cross_entropy", **truth, **fitted)
    seconds = time.thread_time() - begin
    samples = simulate(trials, **truth, test_per_class=settings["test_per_class"])
    evaluate(samples, {"softmax-cross_entropy": fits}, trials, settings)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return config, seconds, peak


LARGE = [
    {"hidden_units": 30},
    {"train_per_class": 5000},
    {"test_per_class": 5000},
    {"trials": 1000},
]


@pytest.mark.parametrize("change", LARGE, ids=str)
def test_the_memory_of_a_job_is_foreseen_to_a_factor_of_three(change):
    config, _, peak = one_job(change | {"iterations": 2})
    assert peak / 3 < memory(config) < 3 * peak


@pytest.mark.parametrize("change", [{}, *LARGE], ids=str)
def test_a_job_asks_for_more_than_it_takes_but_not_far_more(change):
    config, seconds, peak = one_job(change)
    assert peak < 1e6 * (megabytes(config) - 600) < 6 * peak
    longer = config | {"iterations": 1000 * config["iterations"]}
    assert 2 * seconds < 60 * (minutes(longer) - 10) / 1000
