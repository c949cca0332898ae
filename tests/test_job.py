import subprocess
import sys

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


@pytest.mark.parametrize(
    ("meanwhile", "output"),
    [
        ("", "new"),
        ("Path('log').unlink()", None),
        ("Path('log').unlink(), Path('log').touch()", None),
    ],
    ids=["nothing", "a later one is starting", "a later one is working"],
)
def test_a_job_that_has_outlived_its_run_writes_nothing(tmp_path, meanwhile, output):
    code = f"""
from pathlib import Path
from types import SimpleNamespace
from job import job
with job(SimpleNamespace(log=["log"], output=["output"])) as (output,):
    output.write_text("new")
    {meanwhile or "pass"}
"""
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={"PYTHONPATH": f"{ROOT}/scripts"}
    )
    assert (run.returncode == 0) == (output is not None)
    assert [each.read_text() for each in tmp_path.glob("output")] == ([output] if output else [])
    assert not list(tmp_path.glob(".*"))
