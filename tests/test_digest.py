import ast
import re
import shutil
import subprocess
import sys
from importlib.metadata import version
from modulefinder import ModuleFinder
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT

from workflow import digest as code
from workflow.digest import APART, canonical, closure, digest

MODULES = sorted(
    str(path.relative_to(ROOT / "scripts")) for path in (ROOT / "scripts").rglob("*.py")
)
RULES = "\n".join(path.read_text() for path in (ROOT / "workflow" / "rules").glob("*.smk"))
SCRIPTS = sorted(path.name for path in (ROOT / "scripts").glob("*.py"))


def loaded_by(script):
    """Return what Python would load of scripts/ to run a script, by its own account."""
    finder = ModuleFinder(path=[str(ROOT / "scripts")])
    finder.run_script(str(ROOT / "scripts" / script))
    return {str(module.__file__) for module in finder.modules.values() if module.__file__}


@pytest.fixture(scope="module")
def loaded():
    return {script: loaded_by(script) for script in SCRIPTS}


@pytest.fixture
def nothing_apart(monkeypatch):
    """Count what scripts import, also if they never load it."""
    monkeypatch.setattr(code, "APART", {})


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
    names = {path.name for path in closure("fit.py")}
    assert names >= {"fit.py", "fits.py", "draws.py", "fitting.py", "bfgs.py", "network.py"}
    assert "monte_carlo.py" not in names


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.usefixtures("nothing_apart")
def test_the_closure_is_what_python_would_load(loaded, script):
    assert {str(path) for path in closure(script)} == loaded[script]


def test_a_module_set_apart_is_not_in_the_closure_nor_what_it_alone_imports(scripts, monkeypatch):
    (scripts / "far.py").write_text("")
    (scripts / "apart.py").write_text("import far\n")
    (scripts / "near.py").write_text("")
    (scripts / "script.py").write_text("import near\nimport apart\n")
    assert {path.name for path in closure("script.py")} == {
        *("script.py", "near.py", "apart.py", "far.py")
    }
    monkeypatch.setitem(APART, "script.py", ("apart.py",))
    assert {path.name for path in closure("script.py")} == {"script.py", "near.py"}


COMMENTED = '''"""What it does."""


def f(x):
    """Return x."""
    return [x, 1]  # a list
'''
BARE = "def f(x): return [ x,\n 1 ]"
OTHER = "def f(x): return [ x,\n 2 ]"


def test_comments_layout_and_docstrings_do_not_change_the_digest(scripts):
    digests = []
    for text in (COMMENTED, BARE, OTHER):
        (scripts / "script.py").write_text(text)
        digests.append(digest("script.py"))
    assert digests[0] == digests[1]
    assert digests[0] != digests[2]


def test_comments_in_every_module_do_not_change_the_digest(scripts):
    before = digest("fit.py")
    for name in MODULES:
        append(scripts / name, "\n\n# A comment.\n")
    assert digest("fit.py") == before


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("x = 1", "x = 1.0"),
        ("x = 1", "x = True"),
        ("x = '1'", "x = 1"),
        ("x = 'a'", "x = b'a'"),
        ("f(a, b)", "f(a, b=b)"),
        ("f('text')", "f()"),
        ("x = None", "x = []"),
        ("x = -0.0", "x = 0.0"),
        ("def f(a, /): return a", "def f(a): return a"),
        ("def f(*, a): return a", "def f(a): return a"),
        ("def f(a, b=None): return a", "def f(a=None, b=None): return a"),
        ("def f(*, a=None, b): return a", "def f(*, a, b=None): return a"),
        ("x[1:]", "x[:1]"),
        ("x[::1]", "x[:1:]"),
        ("{**a, 'b': 1}", "{'b': 1, **a}"),
        ("while a: pass\nelse: f()", "while a: pass\nf()"),
        ("from . import a", "from .. import a"),
        ("async def f(): pass", "def f(): pass"),
        ("lambda: 0", "lambda: None"),
        ("f'{x}'", "f'{x!r}'"),
        ("f'{x:.3f}'", "f'{x:.2f}'"),
    ],
)
def test_code_that_does_something_else_has_another_digest(text, other):
    assert code.syntax(text) != code.syntax(other)


def empty_fields(tree, added):
    """Change by hand what versions of Python differ in: the fields of a tree that are empty."""
    for node in ast.walk(tree):
        for name in list(node._fields):
            if getattr(node, name, None) in (None, []) and not isinstance(node, ast.Constant):
                if hasattr(node, name):
                    delattr(node, name)
                node._fields = tuple(each for each in node._fields if each != name)
        if added:
            node._fields = (*node._fields, "type_params", "of_a_later_version")
            node.type_params, node.of_a_later_version = [], None
    return tree


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("added", [False, True], ids=["removed", "added"])
def test_the_digest_does_not_depend_on_the_fields_that_a_version_of_python_leaves_empty(
    module, added
):
    text = (ROOT / "scripts" / module).read_text()
    assert canonical(empty_fields(ast.parse(text), added)) == canonical(ast.parse(text))


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.usefixtures("nothing_apart")
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
        ("numpy", {"exact_tables.py", "bundle.py"}),
        ("scipy", {"exact_tables.py"}),
        ("matplotlib", set()),
    ],
)
def test_an_upgrade_changes_the_digests_of_what_imports_the_package(monkeypatch, package, touched):
    scripts, version_of = ("exact_tables.py", "bundle.py"), code.version_of
    assert version_of(package) == version(package)
    before = {script: digest(script) for script in scripts}
    monkeypatch.setattr(
        code, "version_of", lambda module: "0" if module == package else version_of(module)
    )
    assert {script for script in scripts if digest(script) != before[script]} == touched


def test_a_published_number_changes_the_digests_of_what_reads_it(tmp_path, monkeypatch):
    published = shutil.copytree(code.DATA["analysis/paper.py"], tmp_path / "published")
    monkeypatch.setattr(code, "DATA", {"analysis/paper.py": published})
    scripts = ("compare.py", "fit.py")
    before = {script: digest(script) for script in scripts}
    append(published / "table2.csv", "more,1,1\n")
    assert {script for script in scripts if digest(script) != before[script]} == {"compare.py"}


def test_every_rule_with_a_script_is_rerun_by_its_digest():
    rules = re.findall(r"^(?:rule|checkpoint) (\w+):\n((?:    .*\n|\n)+)", RULES, re.MULTILINE)
    scripts = []
    for _, body in rules:
        if "script:" not in body:  # of a target
            continue
        (script,) = re.findall(r'script:\s+"../../scripts/(.+)"', body)
        (arguments,) = re.findall(r"code=.*digest\w*\((.+)\),$", body, re.MULTILINE)
        assert f'"{script}"' in arguments
        figures = (ROOT / "scripts").glob(re.sub(r"{.+}", "*", script))
        scripts += [path.name for path in figures if "{" in script and path.name != "plot_study.py"]
        scripts += [script] if "{" not in script else []
    assert sorted(scripts) == SCRIPTS
    assert RULES.count("    params:\n") == RULES.count("        code=")  # of `use rule` too


RUN = """
import sys
from pathlib import Path
from types import SimpleNamespace

import yaml

sys.path[:0] = [{scripts!r}]
job = yaml.safe_load(sys.argv[2])
named = type("Input", (list,), {{}})(job["input"] if isinstance(job["input"], list) else [])
if isinstance(job["input"], dict):
    named.__dict__.update(job["input"])
snakemake = SimpleNamespace(
    input=named,
    output=job["output"],
    log=["log" + job["output"][0].replace("/", "-")],
    wildcards=SimpleNamespace(**job["wildcards"]),
    params=SimpleNamespace(**job["params"]),
)
Path(job["output"][0]).parent.mkdir(parents=True, exist_ok=True)
script = Path({scripts!r}, sys.argv[1])
exec(compile(script.read_text(), str(script), "exec"), {{"snakemake": snakemake, "__name__": "x"}})
loaded = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
own = [file for file in loaded if file and file.startswith({scripts!r})]
Path("loaded").write_text("\\n".join(own))
"""


@pytest.fixture(scope="module")
def really_loaded(tmp_path_factory):
    """The modules of scripts/ that Python has loaded when a job is done, by script."""
    folder = tmp_path_factory.mktemp("really_loaded")
    estimator, seen = "softmax-cross_entropy", {}
    settings = {
        "seed": 1,
        "train_per_class": 20,
        "test_per_class": 20,
        "classes": {
            "family": "gaussian",
            "means": [[-1.0], [1.0]],
            "covariance": [[1.0]],
            "priors": [0.5, 0.5],
        },
        "network": {"hidden_units": 2, "start_range": 1.0},
        "fitting": {"iterations": 5, "starts": 1, "validation_per_class": 3},
    }

    def job(script, outputs, inputs, params, **wildcards):
        told = {"output": outputs, "input": inputs, "wildcards": wildcards, "params": params}
        told["params"] |= {"settings": settings}
        done = subprocess.run(
            [sys.executable, "-c", RUN.format(scripts=str(ROOT / "scripts")), script, str(told)],
            cwd=folder,
            capture_output=True,
            text=True,
        )
        assert (folder / outputs[0]).exists(), done.stderr
        seen.setdefault(script, set()).update(
            str(Path(line).relative_to(ROOT / "scripts"))
            for line in (folder / "loaded").read_text().splitlines()
        )

    for purpose in ("train", "test"):
        job("simulate.py", [f"{purpose}/1-2.npz"], [], {}, purpose=purpose)
    job("fit.py", ["fits/1-2.npz"], ["train/1-2.npz"], {"earlier": []}, estimator=estimator)
    inputs = {"sample": "test/1-2.npz", "fits": ["fits/1-2.npz"]}
    job("measure.py", ["measures/1-2.npz"], inputs, {"estimators": [estimator], "cap": 5})
    with np.load(folder / "measures/1-2.npz") as measures:
        assert measures["trial"].tolist() == [1, 2]
    told = {"trials": 2, "same_problem": False, "made_by": {"settings": {}, "scripts": {}}}
    outputs = ["trials.csv", "provenance.yaml", "checksums.sha256"]
    job("analyse.py", outputs, ["measures/1-2.npz"], told)
    return seen


@pytest.mark.parametrize("script", ["simulate.py", "fit.py", "measure.py", "analyse.py"])
def test_a_job_loads_what_its_digest_counts_and_never_what_is_set_apart(really_loaded, script):
    assert not really_loaded[script] & set(APART[script])
    counted = {str(path.relative_to(ROOT / "scripts")) for path in closure(script)}
    assert really_loaded[script] | {script} == counted


def test_every_script_with_something_apart_is_tested_here_or_for_estimators_of_ones_own():
    assert set(APART) == {"simulate.py", "fit.py", "estimate.py", "measure.py", "analyse.py"}
