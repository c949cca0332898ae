"""docs/columns.md says what each column of each table is, and of nothing that is no column."""

import re
from pathlib import PurePath

import pandas as pd
import pytest
from conftest import ROOT

from workflow.checks import SCHEMA

TEXT = (ROOT / "docs/columns.md").read_text(encoding="utf-8")
VARIED = SCHEMA["properties"]["studies"]["additionalProperties"]["properties"]
PATTERNS = {"count_i_j": r"count_\d+_\d+", "j": r"\d+", "j_se": r"\d+_se", "KEY": "|".join(VARIED)}


def code(text):
    """Return what stands in backticks."""
    return re.findall(r"`([^`]+)`", text)


def dictionary():
    """Return the entries of each section, with the files that it is about."""
    for section in re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]:
        heading, *lines = section.splitlines()
        cells = [line.split("|")[1:-1] for line in lines if line.startswith("| `")]
        assert all(all(cell.strip() for cell in row) and len(row) == 3 for row in cells)
        yield code(heading), [name for name, *_ in cells for name in code(name)]


@pytest.fixture(scope="module")
def columns(whole):
    """The columns of each table of a run of all there is, by path."""
    whole.run("--force", "results/paper/replay/1.csv", "results/paper/precision/2.csv")
    whole.run("results/compare/paper_paper.csv")
    paths = {path.relative_to(whole.results): path for path in whole.results.rglob("*.csv")}
    return {name: list(pd.read_csv(path, nrows=0)) for name, path in paths.items()}


def test_each_column_is_in_the_dictionary_once(columns):
    for path, names in columns.items():
        for name in names:
            found = [
                entry
                for files, entries in dictionary()
                if any(PurePath(path).match(file) for file in files)
                for entry in entries
                if re.fullmatch(PATTERNS.get(entry, re.escape(entry)), name)
            ]
            assert len(found) == 1, f"{path}: {name} is {found or 'in no section'}"


def test_each_entry_is_a_column_of_some_table(columns):
    for files, entries in dictionary():
        for file in files:
            assert any(path.match(file) for path in columns), file
        here = {
            name
            for path, names in columns.items()
            if any(path.match(file) for file in files)
            for name in names
        }
        for entry in entries:
            pattern = PATTERNS.get(entry, re.escape(entry))
            assert any(re.fullmatch(pattern, name) for name in here), f"{files}: {entry}"


@pytest.mark.parametrize(
    "column", ["status", "kind", "reference", "divided_by_n", "figure", "effect"]
)
def test_every_value_found_is_explained(whole, column):
    (line,) = (line for line in TEXT.splitlines() if line.startswith(f"| `{column}` |"))
    for path in whole.results.rglob("*.csv"):
        table = pd.read_csv(path)
        if column in table:
            assert set(table[column]) <= set(code(line)), path


UNCONVERGED = {"iterations", "line_search", "non_finite"}


def test_every_status_of_a_fit_is_explained():
    (line,) = (line for line in TEXT.splitlines() if line.startswith("| `status`"))
    of_own = {"estimated", "error", "negative", "wrong_shape"}
    assert {"gradient", "decrease", "absolute", "validation", *UNCONVERGED, *of_own} == set(
        code(line.rpartition("|")[0].rpartition("|")[2])
    )
