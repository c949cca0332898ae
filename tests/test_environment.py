import re
import shutil
import subprocess
from importlib.metadata import requires

import pytest
import yaml
from conftest import ROOT


def requirements(name):
    lines = (ROOT / name).read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def packages(specifications):
    return {re.match(r"[\w-]+", each).group() for each in specifications}


def test_conda_and_pip_name_the_same_packages():
    conda = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    pip = packages(requirements("requirements.txt"))
    assert packages(conda) - {"python"} == pip
    assert pip >= {"numpy", "scipy", "pandas", "matplotlib", "snakemake"}


def test_what_snakemake_needs_for_a_report_is_among_them():
    needed = [each for each in requires("snakemake") if each.endswith('extra == "reports"')]
    assert needed
    assert packages(needed) <= packages(requirements("requirements.txt"))


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "requirements-slurm.txt"]
)
def test_every_requirement_is_pinned(name):
    for requirement in requirements(name):
        assert re.fullmatch(r"[\w-]+==\d[\w.]*", requirement)


PROGRAM = """#!/bin/sh
case $1 in
    --version) echo Python {version} ;;
    -c) exit {too_old} ;;
    *) echo "$@" >> log ;;
esac
[ "$2" != venv ] || {{ mkdir -p .venv/bin && cp "$0" .venv/bin/python; }}
"""


@pytest.fixture
def make(tmp_path):
    """A function that runs `make` where python3 is a program that says it is of some version."""
    for name in ("Makefile", "requirements.txt"):
        shutil.copy2(ROOT / name, tmp_path)
    (tmp_path / "bin").mkdir()

    def make(version, too_old, *arguments, name="python3"):
        program = tmp_path / "bin" / name
        program.write_text(PROGRAM.format(version=version, too_old=too_old), encoding="utf-8")
        program.chmod(0o755)
        (tmp_path / "log").write_text("", encoding="utf-8")
        done = subprocess.run(
            ["make", "--silent", *arguments],
            cwd=tmp_path,
            env={"PATH": f"{tmp_path}/bin:/usr/bin:/bin"},
            capture_output=True,
            text=True,
        )
        return done, (tmp_path / "log").read_text("utf-8").splitlines()

    return make


NEW = [
    "-m venv --clear .venv",
    "-m pip install --quiet --requirement requirements.txt",
    "-m snakemake --cores all",
]


def test_a_python_that_is_too_old_is_one_line_and_the_right_one_is_used_once_it_is_there(make):
    done, log = make("3.9.2", 1)
    assert (done.returncode, done.stdout, log) == (2, "", [])
    (line,) = done.stderr.splitlines()
    says = "Python 3.11 or newer is needed, and python3 is Python 3.9.2: install it, or name it: "
    assert says in line
    assert make("3.12.1", 0)[1] == NEW
    assert make("3.12.1", 0)[1] == NEW[2:]


def test_another_python_may_be_named(make):
    make("3.9.2", 1)
    assert make("3.11.0", 0, "PYTHON=python3.11", name="python3.11")[1] == NEW


@pytest.mark.parametrize("python", ["too old", "gone"])
def test_an_environment_whose_python_is_too_old_or_gone_is_made_anew(make, tmp_path, python):
    make("3.12.1", 0)
    inside = tmp_path / ".venv/bin/python"
    inside.unlink()
    if python == "too old":
        inside.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
        inside.chmod(0o755)
    assert make("3.12.1", 0)[1] == NEW
