"""The ranges of trials that jobs work on: the same whatever the number of trials."""

from itertools import pairwise

import pytest
import yaml
from conftest import ROOT, Checkout
from hypothesis import given
from hypothesis import strategies as st

from workflow.scenarios import range_size, ranges

CONFIG = yaml.safe_load((ROOT / "config.yaml").read_text())

size = st.integers(1, 60)
trials = st.integers(2, 30_000)


def limits(trials, size):
    """Return the first and the last trial of each range."""
    return [tuple(map(int, each.split("-"))) for each in ranges(trials, size)]


@pytest.mark.parametrize(
    ("trials", "size", "expected"),
    [
        (11, 5, ["1-5", "6-10", "11-15"]),
        (10, 5, ["1-5", "6-10"]),
        (2, 5, ["1-5"]),
        (100, 50, ["1-50", "51-100"]),
        (250, 50, ["1-50", "51-100", "101-150", "151-200", "201-250"]),
    ],
)
def test_ranges_are_whole_and_the_last_may_go_beyond_the_trials(trials, size, expected):
    assert list(ranges(trials, size)) == expected


@given(trials, size)
def test_every_trial_is_in_one_range_and_no_range_is_without_a_trial(trials, size):
    found = limits(trials, size)
    assert found[0][0] == 1
    assert all(last + 1 == first for (_, last), (first, _) in pairwise(found))
    assert found[-1][0] <= trials <= found[-1][1]


@given(trials, trials, size)
def test_a_longer_run_begins_with_the_ranges_of_a_shorter_one(one, other, size):
    short, long = (list(ranges(each, size)) for each in sorted((one, other)))
    assert long[: len(short)] == short


@given(trials, size)
def test_ranges_begin_with_trials_per_job_and_grow_to_at_most_ten_times_it(trials, size):
    sizes = [last - first + 1 for first, last in limits(trials, size)]
    assert sizes == sorted(sizes)
    assert sizes[0] == size
    assert all(each % size == 0 for each in sizes)
    assert sizes[-1] <= 10 * size


def test_the_longest_ranges_are_ten_times_trials_per_job():
    assert [last - first + 1 for first, last in limits(1_000, 5)][-1] == 50
    assert len(limits(100_000, 100)) < 120


@given(trials, size)
def test_the_size_of_the_range_of_a_trial_is_known_without_the_others(trials, size):
    first, last = limits(trials, size)[-1]
    assert range_size(first, size) == last - first + 1


def test_100_trials_become_300_by_six_fits_more_and_every_old_file_is_used(tmp_path):
    checkout = Checkout(tmp_path)
    assert (CONFIG["trials"], CONFIG["trials_per_job"], len(CONFIG["estimators"])) == (100, 100, 3)
    checkout.run("--until", "measure", iterations=2)
    planned = checkout.planned(iterations=2, trials=300)
    assert [planned[rule] for rule in ("simulate", "fit", "measure")] == [4, 6, 2]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("samples/train/5-2.npz", "no range of trials, allowed: the first at most the last"),
        ("measures/10-9.npz", "no range of trials, allowed: the first at most the last"),
        ("samples/train/0-4.npz", "No rule to produce"),
        ("fits/softmax-cross_entropy/03-5.npz", "No rule to produce"),
        ("replay/0.csv", "No rule to produce"),
    ],
)
def test_trials_that_there_are_not_are_refused_before_anything_is_written(tmp_path, name, says):
    checkout = Checkout(tmp_path)
    done = checkout.snakemake(f"results/paper/{name}")
    assert done.returncode != 0
    (line,) = (line for line in done.stderr.splitlines() if says in line)
    assert f"results/paper/{name}" in line
    assert not list(checkout.results.rglob("*"))


def test_a_scenario_that_the_config_lacks_is_refused_with_the_one_that_was_meant(tmp_path):
    checkout = Checkout(tmp_path)
    for name in ("summary.csv", "provenance.yaml", "samples/test/1-5.npz"):
        done = checkout.snakemake(f"results/scenarios/hidden_units-9/{name}")
        line = "results/scenarios/hidden_units-9: no scenario of the config (did you mean "
        assert done.returncode != 0
        assert done.stderr.splitlines()[-1].startswith(line + "scenarios/hidden_units-")
    assert not list(checkout.results.rglob("*"))


def test_a_range_need_not_be_one_of_the_runs(tmp_path):
    checkout = Checkout(tmp_path)
    names = [f"results/paper/measures/{each}.npz" for each in ("3-3", "9-10")]
    assert checkout.planned(*names, iterations=2)["measure"] == 2
