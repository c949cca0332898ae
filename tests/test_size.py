import tracemalloc

import pytest
import yaml
from conftest import ROOT, Checkout

from evaluate import evaluate
from fit import fit_range
from simulate import simulate
from workflow.settings import resolve
from workflow.size import advice, jobs, memory

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


@pytest.mark.parametrize(
    "change",
    [{"hidden_units": 30}, {"train_per_class": 5000}, {"test_per_class": 5000}, {"trials": 1000}],
    ids=str,
)
def test_the_memory_of_a_job_is_foreseen_to_a_factor_of_three(change):
    config = CONFIG | {"trials": 40, "iterations": 2} | change
    config |= {"trials_per_job": config["trials"], "study_trials": 2}
    settings, trials = resolve(config), range(1, config["trials"] + 1)
    truth = {key: settings[key] for key in ("seed", "means", "covariance", "priors")}
    fitted = ("train_per_class", "hidden_units", "start_range", "iterations", "weight_decay")
    tracemalloc.start()
    fits = fit_range(
        trials, "softmax", "cross_entropy", **truth, **{key: settings[key] for key in fitted}
    )
    samples = simulate(trials, **truth, test_per_class=settings["test_per_class"])
    evaluate(samples, {"softmax-cross_entropy": fits}, trials, settings)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak / 3 < memory(config) < 3 * peak
