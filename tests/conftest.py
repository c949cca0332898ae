"""Problems and oracles that several test files share, and a copy of the workflow to run."""

import fcntl
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
import yaml
from scipy.special import rel_entr

from classes.gaussian import Gaussian

ROOT = Path(__file__).parents[1]
PAPER = Gaussian.of([[-1, 1], [1, 1], [-1, -1], [1, -1]], 1.0, np.full(4, 0.25))
SMALL = {"trials": 11, "trials_per_job": 5, "iterations": 40}
FINAL = ("*.csv", "tables.md", "tables/*.csv", "checksums.sha256")
WHOLE = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8")) | {
    "trials": 4,
    "study_trials": 3,
    "trials_per_job": 4,
    "iterations": 10,
    "studies": {
        "sizes": {"train_per_class": [25, 50, 100]},
        "families": {"classes": ["config/poisson.yaml", "config/uniform.yaml"]},
    },
}
SOURCES = (
    *("Snakefile", "config", "config.yaml", "environment.yml", "profiles", "scripts", "workflow"),
    "estimators",
)

# Begun first, so that none of them is left for the end.
LONGEST = [
    f"test_{name}.py"
    for name in (
        *("every_config", "contributing", "report", "stale", "slurm", "interfaces", "crashes"),
        *("samples", "workflow", "scripts", "names", "degenerate", "figures", "precision"),
    )
]


def pytest_collection_modifyitems(items):
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))


def random_classes(seed, classes, inputs):
    """Return Gaussian classes with a full covariance and unequal priors."""
    generator = np.random.default_rng(seed)
    root = generator.standard_normal((inputs, inputs))
    return Gaussian.of(
        means=1.5 * generator.standard_normal((classes, inputs)),
        covariance=root @ root.T + 0.5 * np.eye(inputs),
        priors=generator.dirichlet(np.full(classes, 5.0)),
    )


def penalty_value(penalty, output, t):
    if penalty == "least_squares":
        return 0.5 * np.sum((t - output) ** 2)
    two_terms = rel_entr(1 - t, 1 - output).sum() if penalty == "binary_cross_entropy" else 0
    return rel_entr(t, output).sum() + two_terms


class Checkout:
    """A copy of the workflow to run, in a directory of its own."""

    def __init__(self, directory):
        self.directory, self.results = directory, directory / "results"
        for name in SOURCES:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, directory / name)

    def start(self, *arguments, cores=2, **config):
        """Start Snakemake as a process group, out of reach of the user's own profiles."""
        # Of any problem, so that tests know the folder; `name=None` leaves it to the config.
        settings = {"name": "paper"} | config
        settings = [f"{key}={value}" for key, value in settings.items() if value is not None]
        own = {name: value for name, value in os.environ.items() if "SNAKEMAKE" not in name}
        return subprocess.Popen(
            [sys.executable, "-m", "snakemake", f"--cores={cores}", *arguments]
            + (["--config", *settings] if settings else []),
            cwd=self.directory,
            env=own | {"XDG_CONFIG_HOME": str(self.directory / "no_profiles")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def snakemake(self, *arguments, **options):
        """Run Snakemake to its end."""
        with self.start(*arguments, **options) as process:
            said = process.communicate(timeout=600)
        return subprocess.CompletedProcess(process.args, process.returncode, *said)

    def run(self, *arguments, **options):
        """Run Snakemake, which must succeed, and return what it said."""
        done = self.snakemake(*arguments, **options)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def planned(self, *arguments, **options):
        """Return how many jobs of each rule Snakemake would run."""
        said = self.run("--dry-run", *arguments, **options)
        return {
            rule: int(count) for rule, count in re.findall(r"^(\w+) +(\d+)$", said, re.MULTILINE)
        }

    def final(self):
        """Return what the paper's tables and the files beside them hold, by name."""
        paths = [path for name in FINAL for path in self.results.glob(f"paper/{name}")]
        return {path.relative_to(self.results): path.read_bytes() for path in paths}

    def times(self, pattern):
        """Return when the files that match were last written."""
        return {path: path.stat().st_mtime_ns for path in self.results.glob(pattern)}


def copied(source, target):
    """Return a checkout whose files, with their times, are copies."""
    shutil.copytree(source, target, dirs_exist_ok=True)
    checkout = object.__new__(Checkout)
    checkout.directory, checkout.results = target, target / "results"
    return checkout


def shared(tmp_path_factory, name, make):
    """Return a copy of a checkout that the first of all test processes to need it makes."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / name).exists():
            made = Path(tempfile.mkdtemp(dir=folder))
            make(Checkout(made))
            made.rename(folder / name)
    return copied(folder / name, tmp_path_factory.mktemp(name))


@pytest.fixture(scope="session")
def base(tmp_path_factory):
    """A small run, not to be changed."""
    return shared(tmp_path_factory, "small run", lambda checkout: checkout.run(**SMALL))


@pytest.fixture
def copy(base, tmp_path):
    """A copy of the small run, to go on with."""
    return copied(base.directory, tmp_path)


def configure(checkout, **change):
    """Give a checkout the config of a small run of all there is, with some keys changed."""
    text = yaml.safe_dump(WHOLE | change, sort_keys=False)
    (checkout.directory / "config.yaml").write_text(text, encoding="utf-8")


def make_whole(checkout):
    """Run all there is, write its report, and keep what was said."""
    configure(checkout)
    said = checkout.run("all", "everything", "studies")
    arguments = ("everything", "studies", "--report", "results/report.html")
    (checkout.directory / "said").write_text(said)
    (checkout.directory / "said_of_report").write_text(checkout.run(*arguments))


@pytest.fixture(scope="session")
def whole(tmp_path_factory):
    """A small run of all there is, with its report; who changes it changes it back."""
    checkout = shared(tmp_path_factory, "whole run", make_whole)
    checkout.said = (checkout.directory / "said").read_text()
    checkout.said_of_report = (checkout.directory / "said_of_report").read_text()
    return checkout
