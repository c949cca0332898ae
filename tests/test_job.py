import subprocess
import sys
import time

import pytest
from conftest import ROOT

from files import whole


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


STARTER = """
import os, subprocess, sys
if sys.argv[1] == "guarded":
    os.environ["STARTED_BY"] = str(os.getpid())
subprocess.run([sys.executable, "-c", sys.argv[2]])
"""
BETWEEN = "import subprocess, sys; subprocess.run([sys.executable, '-c', {code!r}])"
JOB = """
import time
from pathlib import Path
from types import SimpleNamespace

Path("begun").touch()
while {waits} and not Path("go").exists():
    time.sleep(0.01)
from files import job

with job(SimpleNamespace(log=["log"], output=["output"])) as (output,):
    output.write_text("new")
    Path("working").touch()
    while not Path("go").exists():
        time.sleep(0.01)
"""


@pytest.mark.parametrize(
    ("seen", "guard", "killed", "between", "writes"),
    [
        ("working", "guarded", False, False, True),
        ("working", "guarded", False, True, True),
        ("working", "guarded", True, False, False),
        ("working", "guarded", True, True, False),
        ("begun", "guarded", True, False, False),
        ("begun", "unguarded", True, False, True),
        ("begun", "unguarded", False, False, True),
    ],
)
def test_a_guarded_job_writes_only_while_the_process_that_started_it_lives(
    tmp_path, seen, guard, killed, between, writes
):
    code = JOB.format(waits=seen == "begun")
    with subprocess.Popen(
        [sys.executable, "-c", STARTER, guard, BETWEEN.format(code=code) if between else code],
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
    assert (tmp_path / "output").exists() == writes


def test_a_process_that_lives_but_started_nothing_is_not_taken_for_the_starter(tmp_path):
    code = JOB.format(waits=False)
    (tmp_path / "go").touch()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=tmp_path,
            env={"PYTHONPATH": f"{ROOT}/scripts", "STARTED_BY": str(other.pid)},
            capture_output=True,
            text=True,
        )
        other.communicate(b"\n")
    assert done.returncode == 1
    assert done.stderr == "the Snakemake that started this job has ended\n"
    assert not (tmp_path / "output").exists()
