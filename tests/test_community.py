"""What people who find the project expect: a notebook, a citation, an entry in the catalog."""

import json
import os
import re
import subprocess
import sys

import yaml
from conftest import ROOT
from matplotlib.figure import Figure


def read(name):
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


def test_the_notebook_runs_from_its_folder_and_from_the_top(base, monkeypatch):
    cells = json.loads((ROOT / "docs/explore.ipynb").read_text("utf-8"))["cells"]
    (base.directory / "docs").mkdir(exist_ok=True)
    for folder in (base.directory / "docs", base.directory):
        monkeypatch.chdir(folder)
        names, figures = {}, []
        for cell in cells:
            if cell["cell_type"] == "code":
                *lines, shown = "".join(cell["source"]).splitlines()
                exec("\n".join(lines), names)
                figures.append(eval(shown, names))
        table, first, second = figures
        assert len(table) == 3
        for figure in (first, second):
            assert isinstance(figure, Figure)
            figure.canvas.draw()
            assert figure.axes[0].get_xlabel().startswith("posterior error")


def test_each_figure_of_the_notebook_takes_ten_lines_at_most():
    cells = json.loads((ROOT / "docs/explore.ipynb").read_text("utf-8"))["cells"]
    for cell in cells:
        assert len("".join(cell["source"]).splitlines()) <= 10
        assert not cell.get("outputs")


def test_the_citation_has_what_its_format_requires_and_the_version_of_the_project():
    cited = read("CITATION.cff")
    assert cited["cff-version"] == "1.2.0"
    assert {"message", "title", "authors", "license", "version"} <= set(cited)
    assert all(
        "name" in each or {"family-names", "given-names"} & set(each) for each in cited["authors"]
    )
    for reference in cited["references"]:
        assert {"type", "title", "authors"} <= set(reference)
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    assert f'version = "{cited["version"]}"' in project
    assert f"## {cited['version']}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_catalog_entry_and_the_action_name_what_is_there():
    assert set(read(".snakemake-workflow-catalog.yml")["usage"]) == {
        *("mandatory-flags", "software-stack-deployment", "report"),
    }
    (job,) = read(".github/workflows/tests.yml")["jobs"].values()
    assert job["steps"][-1]["run"].endswith(" .ci/run")
    assert os.access(ROOT / ".ci/run", os.X_OK)


def edges(text):
    """Return which rule follows which in a graph written for Mermaid."""
    names = dict(re.findall(r"(\w+)\[(\w+)\]", text))
    pairs = re.findall(r"(\w+) --> (\w+)", text)
    return {(names.get(first, first), names.get(second, second)) for first, second in pairs}


def test_the_rules_drawn_in_the_documentation_are_those_of_the_workflow(tmp_path):
    text = (ROOT / "docs/running.md").read_text("utf-8")
    (drawn,) = re.findall(r"```mermaid\n(.*?)```", text, re.DOTALL)
    command = [sys.executable, "-m", "snakemake", f"--snakefile={ROOT}/Snakefile"]
    command += [f"--directory={tmp_path}", "--rulegraph=mermaid-js", "everything"]
    said = subprocess.run(command, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    assert edges(drawn) == edges(said.stdout)


def test_packages_that_the_workflow_imports_are_named():
    named = (ROOT / "requirements.txt").read_text("utf-8")
    for package in ("jsonschema", "pyyaml", "numpy"):
        assert re.search(rf"^{package}==", named, re.MULTILINE)
