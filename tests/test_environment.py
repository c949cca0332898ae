import re
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
