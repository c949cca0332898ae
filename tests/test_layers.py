"""Which package may import which, and that none of ours stands in another's way."""

import ast
import re
from importlib.metadata import requires

import pytest
import yaml
from conftest import ROOT
from pandas.compat._optional import VERSIONS

from workflow.digest import SCRIPTS, closure

# What each package may import besides itself: numbers never import presentation.
BELOW = {
    "classes": set(),
    "optimisers": set(),
    "estimators": {"optimisers"},
    "experiment": {"classes", "estimators", "optimisers"},
    "files": {"classes", "experiment"},
    "analysis": {"experiment", "files"},
    "formulas": {"classes", "estimators"},
    "report": {"analysis", "classes", "experiment", "formulas"},
}
NUMBERS = (
    *("simulate", "fit", "estimate", "measure", "exact_tables", "analyse", "study", "replay"),
    *("boxes", "compare_runs", "decompose", "factorial", "floor", "map_outputs", "reliability"),
    *("search", "confirm", "measure_for_study"),
)
OWN = sorted(path.stem for path in SCRIPTS.iterdir() if path.suffix == ".py" or path.name in BELOW)


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module.split(".")[0]


def test_every_package_has_its_place():
    packages = {path.parent.name for path in SCRIPTS.glob("*/*.py")}
    assert packages == set(BELOW)


@pytest.mark.parametrize("package", BELOW)
def test_a_package_imports_only_those_below_it(package):
    found = {name for path in (SCRIPTS / package).rglob("*.py") for name in imported(path)}
    assert found & set(OWN) <= BELOW[package] | {package}


@pytest.mark.parametrize("package", ["classes", "estimators", "optimisers", "experiment"])
def test_the_numerics_know_no_files_and_no_tables(package):
    found = {name for path in (SCRIPTS / package).glob("*.py") for name in imported(path)}
    assert not found & {"pandas", "matplotlib", "snakemake", "yaml", "files"}


@pytest.mark.parametrize("script", NUMBERS)
def test_no_job_on_numbers_loads_presentation(script):
    assert not [path for path in closure(f"{script}.py") if path.parent.name == "report"]


def test_no_module_of_ours_has_the_name_of_a_package_that_pandas_or_snakemake_may_import():
    wanted = [each for name in ("pandas", "snakemake") for each in requires(name)]
    theirs = {re.match(r"[\w-]+", each).group().replace("-", "_").lower() for each in wanted}
    theirs |= set(VERSIONS) | {"tables", "tabulate", "yaml", "pytables"}
    assert not theirs & {name.lower() for name in OWN}


def test_every_rule_that_slurm_groups_is_one():
    profile = yaml.safe_load((ROOT / "profiles/slurm/config.yaml").read_text("utf-8"))
    files = (ROOT / "workflow/rules").glob("*.smk")
    rules = {name for path in files for name in re.findall(r"^rule (\w+):", path.read_text(), re.M)}
    assert {each.partition("=")[0] for each in profile["groups"]} <= rules


def test_every_script_is_that_of_a_rule():
    rules = "\n".join(path.read_text() for path in (ROOT / "workflow/rules").glob("*.smk"))
    named = set(re.findall(r'script:\s+"../../scripts/(.+)\.py"', rules))
    figures = re.findall(r'^    "(\w+)": ', rules.split("FIGURES = {")[1].split("\n}")[0], re.M)
    assert set(OWN) - set(BELOW) == named - {"plot_{wildcards.figure}"} | {
        f"plot_{name}" for name in figures
    }
