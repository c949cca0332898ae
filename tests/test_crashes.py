"""What a killed run, a full disk or a folder that cannot be written to does to the next run."""

import os
import re
import signal
import subprocess
import time

import numpy as np
import psutil
import pytest
from conftest import SMALL, Checkout

TWO_JOBS = SMALL | {"trials_per_job": 6}
LOCKED = "It can be removed with the --unlock argument."
VICTIMS = ("snakemake", "a worker", "all of them", "Ctrl-C")

signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in a background job of a shell


def begin(checkout, jobs, **config):
    """Start a run, unlocked before if it says so, and return it when so many jobs have begun."""
    process = checkout.start(**config)
    lines = []
    while sum(bool(re.match(r"\[ *\d+ %\] ", line)) for line in lines) < jobs:
        if not (line := process.stderr.readline()):
            with process:
                assert LOCKED in "".join(lines), lines
            checkout.run("--unlock")
            return begin(checkout, jobs, **config)
        lines.append(line)
    return process


def recover(checkout, **config):
    """Give the same command again, unlocked before if it says so, until it has run."""
    with begin(checkout, 1, **config) as process:
        said = process.communicate()
    assert process.returncode == 0, said


def kill(process, victim):
    """Kill Snakemake, one of its workers or all of them, or interrupt them as Ctrl-C does."""
    with process:
        if victim == "snakemake":
            process.kill()
        elif victim == "a worker":
            until(process, workers)[0].kill()
            process.communicate()
        elif victim == "all of them":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            os.killpg(process.pid, signal.SIGINT)
            process.communicate()
    assert process.returncode != 0


def until(process, look):
    """Return what there is to see of a running process as soon as there is any."""
    while not (seen := look(process)):
        assert process.poll() is None
        time.sleep(0.001)
    return seen


def workers(process):
    return psutil.Process(process.pid).children()


def hidden(checkout, folder="."):
    """Return what jobs left in their hidden folders, which all but a running one delete."""
    return list((checkout.results / folder).rglob(".*"))


def test_a_run_killed_at_random_moments_ends_as_an_undisturbed_one(base, tmp_path):
    checkout, random = Checkout(tmp_path), np.random.default_rng(1)
    for victim in random.permutation(VICTIMS):
        jobs, delay = random.integers(1, 3), random.uniform(0, 0.4)
        print(f"{victim} {delay:.3f} s after {jobs} jobs have begun")
        process = begin(checkout, jobs, **TWO_JOBS)
        time.sleep(delay)
        kill(process, victim)
    recover(checkout, **TWO_JOBS)
    assert checkout.final() == base.final()
    assert "Nothing to be done" in checkout.run(**TWO_JOBS)
    assert not hidden(checkout)


@pytest.mark.parametrize("doing", ["starting", "working"])
def test_a_worker_that_outlives_its_run_leaves_the_next_alone(base, tmp_path, doing):
    checkout = Checkout(tmp_path)
    old = begin(checkout, 1, **TWO_JOBS | {"covariance": 2, "hidden_units": 4, "iterations": 3000})
    until(old, workers if doing == "starting" else lambda _: hidden(checkout, "paper/fits"))
    os.killpg(old.pid, signal.SIGSTOP)
    old.kill()
    recover(checkout, **TWO_JOBS)
    os.killpg(old.pid, signal.SIGCONT)
    with old:
        old.stderr.read()  # to the end of all that hold it
    assert checkout.final() == base.final()
    assert "Nothing to be done" in checkout.run(**TWO_JOBS)


@pytest.fixture
def small_disk(tmp_path):
    """A results folder on a disk of its own, to be made full or read-only."""
    checkout = Checkout(tmp_path)
    checkout.results.mkdir()

    def mount(options):
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(checkout.results)]
        return subprocess.run(command, capture_output=True, text=True)

    if (done := mount("size=100k")).returncode:
        pytest.skip(f"no disk of its own: {done.stderr.strip()}")
    yield checkout, lambda options: mount(f"remount,{options}")
    subprocess.run(["umount", str(checkout.results)], check=True)


def test_a_full_disk_is_one_line_and_the_same_command_goes_on(base, small_disk):
    checkout, remount = small_disk
    done = checkout.snakemake(**TWO_JOBS)
    assert done.returncode != 0
    line = r"^results/.*: No space left on device: make room, then run the same command again$"
    assert re.search(line, done.stderr, re.MULTILINE)
    assert not hidden(checkout)
    remount("size=100m")
    checkout.run(**TWO_JOBS)
    assert checkout.final() == base.final()


def test_a_read_only_folder_is_one_line_before_any_work(base, small_disk):
    checkout, remount = small_disk
    remount("ro")
    done = checkout.snakemake(**TWO_JOBS)
    assert done.returncode != 0
    assert done.stderr.splitlines()[-1] == f"{checkout.results}: not writable"
    assert "%]" not in done.stderr
    remount("rw,size=100m")
    checkout.run(**TWO_JOBS)
    assert checkout.final() == base.final()
