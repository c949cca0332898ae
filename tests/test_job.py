import subprocess
import sys
import time

import pytest
from conftest import ROOT

from job import whole


def write(path, text, meanwhile=lambda: None):
    with whole(path) as output:
        output.write_text(text)
        meanwhile()


def test_a_later_process_keeps_an_earlier_one_from_the_output(tmp_path):
    path = tmp_path / "output"
    with pytest.raises(FileNotFoundError):
        write(path, "earlier", meanwhile=lambda: write(path, "later"))
    assert path.read_text() == "later"


def test_what_killed_processes_left_is_deleted_and_nothing_else(tmp_path):
    (tmp_path / ".1-5.npz-abc").mkdir()
    others = [tmp_path / name for name in (".11-5.npz-abc", "1-5.npz-abc")]
    for folder in others:
        folder.mkdir()
    write(tmp_path / "1-5.npz", "new")
    assert sorted(tmp_path.iterdir()) == sorted([*others, tmp_path / "1-5.npz"])


def test_a_folder_takes_the_place_of_a_full_one(tmp_path):
    path = tmp_path / "output"
    path.mkdir()
    (path / "old").touch()
    with whole(path) as output:
        output.mkdir()
        (output / "new").touch()
    assert [each.name for each in path.iterdir()] == ["new"]


def test_a_failure_leaves_what_was_there_and_nothing_else(tmp_path):
    path = tmp_path / "output"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError):
        write(path, "half", meanwhile=lambda: 1 / 0)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


STARTER = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[2]])"
JOB = """
import time
from pathlib import Path
from types import SimpleNamespace

Path("begun").touch()
while {waits} and not Path("go").exists():
    time.sleep(0.01)
from job import job

with job(SimpleNamespace(log=["log"], output=["output"])) as (output,):
    output.write_text("new")
    Path("working").touch()
    while not Path("go").exists():
        time.sleep(0.01)
"""


@pytest.mark.parametrize(
    ("seen", "starter", "killed"),
    [
        ("working", "snakemake", False),
        ("working", "snakemake", True),
        ("begun", "snakemake", True),
        ("begun", "anything_else", False),
    ],
)
def test_only_a_job_whose_snakemake_lives_writes_its_output(tmp_path, seen, starter, killed):
    code = JOB.format(waits=seen == "begun")
    with subprocess.Popen(
        [sys.executable, "-c", STARTER, starter, code],
        cwd=tmp_path,
        env={"PYTHONPATH": f"{ROOT}/scripts"},
        stderr=subprocess.PIPE,
    ) as process:
        while not (tmp_path / seen).exists():
            time.sleep(0.01)
        if killed:
            process.kill()
            process.wait()
        (tmp_path / "go").touch()
        process.stderr.read()  # to the end of all that hold it
        while (tmp_path / "log").exists() and any(tmp_path.glob(".*")):
            time.sleep(0.01)
    assert (tmp_path / "output").exists() == (starter == "snakemake" and not killed)
