import re
import shutil
from modulefinder import ModuleFinder

import pytest
from conftest import ROOT

from workflow import code

SCRIPTS = sorted(path.name for path in (ROOT / "scripts").glob("*.py"))
RULES = [path.read_text() for path in (ROOT / "workflow" / "rules").glob("*.smk")]


@pytest.fixture
def scripts(tmp_path, monkeypatch):
    """A copy of scripts/ to edit."""
    copy = shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    monkeypatch.setattr(code, "SCRIPTS", copy)
    return copy


def digest(script):
    code.own_imports.cache_clear()
    code.digest.cache_clear()
    return code.digest(script)


def append(path, text):
    with path.open("a") as file:
        file.write(text)


def test_the_closure_of_fit_is_what_fit_imports():
    names = {path.name for path in code.closure("fit.py")}
    assert names >= {"fit.py", "job.py", "fitting.py", "bfgs.py", "network.py", "output_layer.py"}
    assert "monte_carlo.py" not in names


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_closure_is_what_python_would_load(scripts, script):
    finder = ModuleFinder(path=[str(scripts)])
    finder.run_script(str(scripts / script))
    loaded = {str(module.__file__) for module in finder.modules.values() if module.__file__}
    assert {str(path) for path in code.closure(script)} >= loaded


def test_comments_and_layout_do_not_change_the_digest(scripts):
    before = digest("fit.py")
    for name in ("fit.py", "pairings/bfgs.py"):
        append(scripts / name, "\n\n# A comment.\n")
    assert digest("fit.py") == before


@pytest.mark.parametrize("name", ["fit.py", "job.py", "pairings/bfgs.py"])
def test_an_edit_changes_the_digest_of_what_imports_it(scripts, name):
    before, other = digest("fit.py"), digest("bayes.py")
    append(scripts / name, "\nMORE = 1\n")
    assert digest("fit.py") != before
    assert (digest("bayes.py") != other) == (name == "job.py")


def test_an_edit_elsewhere_leaves_the_digest_alone(scripts):
    before = digest("fit.py")
    append(scripts / "pairings/monte_carlo.py", "\nMORE = 1\n")
    assert digest("fit.py") == before


def test_every_rule_with_a_script_is_rerun_by_its_digest():
    text = "\n".join(RULES)
    scripted = re.findall(r'script:\s+"../../scripts/(.+)"', text)
    assert len(scripted) > 5
    assert sorted(scripted) == sorted(re.findall(r'code=digest\("(.+)"\)', text))
