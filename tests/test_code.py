import re
import shutil
from importlib.metadata import version
from modulefinder import ModuleFinder

import pytest
from conftest import ROOT

from workflow import code
from workflow.code import digest

MODULES = sorted(
    str(path.relative_to(ROOT / "scripts")) for path in (ROOT / "scripts").rglob("*.py")
)
RULES = "\n".join(path.read_text() for path in (ROOT / "workflow" / "rules").glob("*.smk"))
SCRIPTS = sorted(re.findall(r'script:\s+"../../scripts/(.+)"', RULES))


def loaded_by(script):
    """Return what Python would load of scripts/ to run a script, by its own account."""
    finder = ModuleFinder(path=[str(ROOT / "scripts")])
    finder.run_script(str(ROOT / "scripts" / script))
    return {str(module.__file__) for module in finder.modules.values() if module.__file__}


@pytest.fixture(scope="module")
def loaded():
    return {script: loaded_by(script) for script in SCRIPTS}


@pytest.fixture
def scripts(tmp_path, monkeypatch):
    """A copy of scripts/ to edit."""
    copy = shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    monkeypatch.setattr(code, "SCRIPTS", copy)
    return copy


def append(path, text):
    with path.open("a") as file:
        file.write(text)


def test_the_closure_of_fit_is_what_fit_imports():
    names = {path.name for path in code.closure("fit.py")}
    assert names >= {"fit.py", "job.py", "fitting.py", "bfgs.py", "network.py", "output_layer.py"}
    assert "monte_carlo.py" not in names


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_closure_is_what_python_would_load(loaded, script):
    assert {str(path) for path in code.closure(script)} == loaded[script]


def test_comments_and_layout_do_not_change_the_digest(scripts):
    before = digest("fit.py")
    for name in ("fit.py", "pairings/bfgs.py"):
        append(scripts / name, "\n\n# A comment.\n")
    assert digest("fit.py") == before


@pytest.mark.parametrize("module", MODULES)
def test_an_edit_changes_the_digests_of_the_scripts_that_load_it_and_no_other(
    scripts, loaded, module
):
    before = {script: digest(script) for script in SCRIPTS}
    append(scripts / module, "\nMORE = 1\n")
    changed = {script for script in SCRIPTS if digest(script) != before[script]}
    assert changed == {
        script for script in SCRIPTS if str(ROOT / "scripts" / module) in loaded[script]
    }


@pytest.mark.parametrize(
    ("package", "touched"),
    [
        ("numpy", {"bayes.py", "collect.py"}),
        ("scipy", {"bayes.py"}),
        ("matplotlib", set()),
    ],
)
def test_an_upgrade_changes_the_digests_of_what_imports_the_package(monkeypatch, package, touched):
    scripts, version_of = ("bayes.py", "collect.py"), code.version_of
    assert version_of(package) == version(package)
    before = {script: digest(script) for script in scripts}
    monkeypatch.setattr(
        code, "version_of", lambda module: "0" if module == package else version_of(module)
    )
    assert {script for script in scripts if digest(script) != before[script]} == touched


def test_every_rule_with_a_script_is_rerun_by_its_digest():
    assert len(SCRIPTS) > 5
    assert sorted(re.findall(r'code=digest\("(.+)"\)', RULES)) == SCRIPTS
