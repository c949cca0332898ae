"""Used like any Snakemake workflow: from other workflows, programs and folders."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, SMALL, Checkout

TINY = {"trials": 3, "trials_per_job": 3, "iterations": 10, "studies": {}}

MODULE = """
import yaml

with open("mine.yaml") as file:
    mine = yaml.safe_load(file)


module pairing:
    snakefile:
        "{root}/Snakefile"
    config:
        mine
    prefix:
        "theirs"


use rule * from pairing as pairing_*


rule report_of_mine:
    default_target: True
    input:
        "theirs/results/paper/tables.md",
        "theirs/results/summary.md",
"""

PROGRAM = """
from pathlib import Path

from snakemake.api import SnakemakeApi
from snakemake.settings.types import ConfigSettings, OutputSettings, ResourceSettings

with SnakemakeApi(OutputSettings(verbose=False)) as api:
    workflow = api.workflow(
        resource_settings=ResourceSettings(cores=2),
        config_settings=ConfigSettings(configfiles=[Path("mine.yaml")]),
        snakefile=Path("{root}/Snakefile"),
    )
    workflow.dag().execute_workflow()
"""
MAIN = "from snakemake.cli import main; main(['--cores=2', '--snakefile', '{root}/Snakefile'])"


@pytest.fixture
def elsewhere(tmp_path):
    """An empty folder but for a config of the user's own."""
    config = yaml.safe_load((ROOT / "config.yaml").read_text()) | TINY
    for name in ("mine.yaml", "config.yaml"):
        (tmp_path / name).write_text(yaml.safe_dump(config, sort_keys=False))
    return tmp_path


def run(folder, *command, **environment):
    """Run a command in a folder, without Snakemake's variables; it must succeed."""
    own = {name: value for name, value in os.environ.items() if "SNAKEMAKE" not in name}
    done = subprocess.run(
        command, cwd=folder, env=own | environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def snakemake(folder, *arguments):
    return run(folder, sys.executable, "-m", "snakemake", "--cores=2", *arguments)


def test_another_workflow_imports_it_as_a_module_with_a_config_and_a_prefix(elsewhere):
    (elsewhere / "config.yaml").unlink()
    mine = yaml.safe_load((elsewhere / "mine.yaml").read_text())
    mine |= {"estimators": mine["estimators"][:1], "hidden_units": 0}
    (elsewhere / "mine.yaml").write_text(yaml.safe_dump(mine))
    (elsewhere / "Snakefile").write_text(MODULE.format(root=ROOT))
    snakemake(elsewhere)
    assert not (elsewhere / "results").exists()
    text = (elsewhere / "theirs/results/paper/tables.md").read_text()
    assert "rest on 3 trials" in text
    snakemake(elsewhere, "--report", "report.html")
    assert "Nothing to be done" in snakemake(elsewhere)


@pytest.mark.parametrize("name", ["drive.py", "a program of mine.py"])
def test_a_program_of_any_name_runs_it_through_snakemakes_interface(elsewhere, name):
    (elsewhere / name).write_text(PROGRAM.format(root=ROOT))
    run(elsewhere, sys.executable, name)
    assert (elsewhere / "results/paper/tables.md").exists()


def test_a_line_of_python_or_a_linked_program_runs_it(elsewhere):
    run(elsewhere, sys.executable, "-c", MAIN.format(root=ROOT))
    (elsewhere / "smk").symlink_to(Path(sys.executable).with_name("snakemake"))
    run(elsewhere, elsewhere / "smk", "--cores=2", "--forcerun=analyse", f"-s{ROOT}/Snakefile")


@pytest.mark.parametrize(
    "arguments",
    [
        ["-s", f"{ROOT}/Snakefile"],
        ["-s", f"{ROOT}/Snakefile", "--workflow-profile=none"],
        ["-s", f"{ROOT}/Snakefile", "--rerun-triggers", "mtime", "params", "input", "code"],
    ],
    ids=["snakefile", "no profile", "more triggers"],
)
def test_it_runs_from_elsewhere_with_the_config_there(elsewhere, arguments):
    snakemake(elsewhere, *arguments)
    assert len((elsewhere / "results/paper/trials.csv").read_text().splitlines()) == 1 + 3 * 3
    assert "Nothing to be done" in snakemake(elsewhere, *arguments)


def test_it_runs_into_a_directory_elsewhere(elsewhere):
    there = elsewhere / "there"
    arguments = ["-s", f"{ROOT}/Snakefile", f"--directory={there}", "--configfile=mine.yaml"]
    snakemake(elsewhere, *arguments)
    assert (there / "results/paper/tables.md").exists()
    assert not (elsewhere / "results").exists()


def test_a_read_only_source_folder_runs(elsewhere):
    source = elsewhere / "source"
    source.mkdir()
    Checkout(source)
    command = ["mount", "--bind", "-o", "ro", source, source]
    if subprocess.run(command, capture_output=True).returncode:
        pytest.skip("cannot mount a folder read-only")
    try:
        snakemake(elsewhere, "-s", f"{source}/Snakefile")
    finally:
        subprocess.run(["umount", source], check=True)
    assert (elsewhere / "results/paper/tables.md").exists()


@pytest.mark.parametrize("name", ["{x} and {scenario}", "with a space"])
def test_a_folder_of_any_name_runs(tmp_path, name):
    (tmp_path / name).mkdir()
    checkout = Checkout(tmp_path / name)
    checkout.run(**SMALL | {"trials": 3})
    assert (checkout.results / "paper/tables.md").exists()


@pytest.mark.parametrize("name", ["My Documents", """it's a&b; "$x" `y` {z}"""])
def test_make_runs_with_its_python_in_a_folder_of_any_name(tmp_path, name):
    (tmp_path / name).mkdir()
    checkout = Checkout(tmp_path / name)
    config = yaml.safe_load((ROOT / "config.yaml").read_text("utf-8")) | TINY
    (checkout.directory / "config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    for file in ("Makefile", "requirements.txt"):
        shutil.copy(ROOT / file, checkout.directory)
    venv = checkout.directory / ".venv"
    venv.mkdir()
    for each in ("bin", "lib", "pyvenv.cfg"):
        (venv / each).symlink_to(Path(sys.prefix, each))
    (venv / "run").touch()
    run(checkout.directory, "make", PYTHON="false")
    assert (checkout.results / "paper/tables.md").exists()


def test_a_copied_or_moved_folder_has_nothing_to_be_done(base, tmp_path):
    shutil.copytree(base.directory, tmp_path / "copy", symlinks=True)
    copy = object.__new__(Checkout)
    copy.directory, copy.results = tmp_path / "copy", tmp_path / "copy" / "results"
    assert "Nothing to be done" in copy.run("--dry-run", **SMALL)
    copy.directory = copy.directory.rename(tmp_path / "moved")
    assert "Nothing to be done" in copy.run("--dry-run", **SMALL)
