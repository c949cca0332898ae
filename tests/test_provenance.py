import shutil
import subprocess

import pytest

from files import provenance
from files.provenance import git


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository with one file committed, taken for the project's."""
    if not shutil.which("git"):
        pytest.skip("no git")
    monkeypatch.setattr(provenance, "ROOT", tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    (tmp_path / "file").touch()
    who = ["-c", "user.name=nobody", "-c", "user.email=nobody@localhost"]
    for command in (["init"], ["add", "file"], [*who, "commit", "--message=one"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True, capture_output=True)
    return tmp_path


def test_the_commit_and_what_differs_from_it_are_told(repository):
    made_by = provenance.provenance({}, {})
    command = ["git", "log", "--format=%H"]
    log = subprocess.run(command, cwd=repository, capture_output=True, text=True)
    assert (made_by["commit"], made_by["uncommitted"]) == (log.stdout.strip(), [])
    (repository / "file").write_text("changed")
    (repository / "new").touch()
    assert provenance.provenance({}, {})["uncommitted"] == ["file", "new"]


def test_a_copy_inside_another_repository_does_not_take_its_commit(repository, monkeypatch):
    (repository / "copy").mkdir()
    monkeypatch.setattr(provenance, "ROOT", repository / "copy")
    assert provenance.provenance({}, {})["commit"] is None


def test_git_need_not_be_there(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert git("status") == []
