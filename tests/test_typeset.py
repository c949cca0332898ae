"""Tables to take away: aligned, rounded by their errors, and the same in LaTeX as in CSV."""

import io
import re
import zipfile

import numpy as np
import pandas as pd
import pytest
import yaml

from report.typeset import Numbers, csv, latex, pair_table, rate_table, study_table, tables

NAMES = ["logistic-least_squares", "softmax-cross_entropy", "script-my_own"]


@pytest.mark.parametrize(
    ("errors", "places"),
    [([0.012, 0.5], 3), ([0.00098], 5), ([1.0], 1), ([25.0], 0), ([0.0, np.nan], 4), (None, 4)],
)
def test_a_column_has_two_digits_of_its_smallest_error(errors, places):
    assert Numbers(np.ones(1), errors).places() == places


def test_csv_and_latex_say_the_same():
    table = {
        "estimator": ["a_b & c", "d"],
        "mean": Numbers(np.array([0.123456, -2.5]), np.array([0.0123, 0.3])),
        "trials": Numbers(np.array([7, 12]), None, 0),
    }
    read = pd.read_csv(io.StringIO(csv(table)), dtype=str)
    assert read["mean"].tolist() == ["0.123", "-2.500"]
    assert read["mean_se"].tolist() == ["0.012", "0.300"]
    text = latex(table, "A caption")
    assert r"a\_b \& c & 0.123 & 0.012 & 7 \\" in text
    assert r"d & $-2.500$ & 0.300 & 12 \\" in text
    assert r"\begin{tabular}{lr@{$\,\pm\,$}rr}" in text
    assert [line for line in text.splitlines() if line.endswith("rule")] == [
        *(r"\toprule", r"\midrule", r"\bottomrule"),
    ]


def test_a_number_that_is_none_leaves_its_cell_empty():
    table = {"mean": Numbers(np.array([np.nan, 1.0]), np.array([np.nan, 0.1]))}
    assert csv(table).splitlines() == ["mean,mean_se", ",", "1.00,0.10"]
    assert r"\multicolumn{2}{c}{} \\" in latex(table, "")


def columns_of(text):
    """Return how many cells each row of a LaTeX table has."""
    body = text.split(r"\midrule")[1].split(r"\bottomrule")[0].strip().splitlines()
    return {row.count("&") + 1 + row.count(r"\multicolumn{2}") for row in body}


def test_every_row_has_a_cell_for_each_column():
    rates = pd.DataFrame([[0.9, 0.1], [0.2, 0.8]], index=[1, 2], columns=[1, 2])
    assert columns_of(latex(rate_table(rates), "")) == {3}
    assert columns_of(latex(rate_table(rates, rates * 0.01), "")) == {5}
    pairs = pd.DataFrame(
        [(*NAMES[:2], 0.1, 0.01, 0.08, 0.12, 9), (*NAMES[1:], np.nan, np.nan, np.nan, np.nan, 1)],
        columns=["first", "second", "difference", "difference_se", "low", "high", "trials"],
    )
    assert columns_of(latex(pair_table(pairs), "")) == {7}


def test_a_study_has_a_row_for_each_setting_and_estimator():
    rows = [
        (f"s{size}", size, name, measure, size / 1000, 0.001)
        for size in (25, 50)
        for name in NAMES
        for measure in ("accuracy", "posterior_error", "iterations")
    ]
    columns = ["scenario", "train_per_class", "estimator", "measure", "mean", "mean_se"]
    read = pd.read_csv(
        io.StringIO(csv(study_table(pd.DataFrame(rows, columns=columns), columns[1:2])))
    )
    assert len(read) == 6
    assert list(read.columns) == [
        *("train_per_class", "estimator"),
        *("posterior_error", "posterior_error_se", "accuracy", "accuracy_se"),
    ]
    assert (read["accuracy"] == read["train_per_class"] / 1000).all()


def test_tables_of_the_estimators_that_are_run_are_made():
    table2 = pd.DataFrame(
        {"mean": 0.1, "mean_se": 0.01, "variance": 0.2, "variance_se": 0.1, "trials": 4}, NAMES
    )
    bayes = pd.DataFrame(np.eye(2), index=[1, 2], columns=["1", "2"])
    cells = [(n, i, j, 0.5, 0.1) for n in NAMES[1:] for i in (1, 2) for j in (1, 2)]
    names = ["estimator", "true_class", "ascribed_class", "rate", "rate_se"]
    pairs = pd.DataFrame(
        [("accuracy", *NAMES[:2], 0.1, 0.01, 0.08, 0.12, 9)],
        columns=[
            "measure",
            "first",
            "second",
            "difference",
            "difference_se",
            "low",
            "high",
            "trials",
        ],
    )
    for same in (True, False):
        made = tables(table2, bayes, pd.DataFrame(cells, columns=names), pairs, same)
        assert set(made) == {"table2", "table3", "table5", "rates_script-my_own", "paired_accuracy"}
        assert ("paper_mean" in made["table2"][0]) == same


def test_the_archive_can_be_read_and_says_how_to_run_it_again(whole):
    with zipfile.ZipFile(whole.results / "results.zip") as archive:
        names = archive.namelist()
        given = yaml.safe_load(archive.read("config.yaml"))
        assert archive.read("paper/tables.md") == (whole.results / "paper/tables.md").read_bytes()
    config = yaml.safe_load((whole.directory / "config.yaml").read_text("utf-8"))
    assert given == config | {"name": "paper"}
    assert {"README.md", "summary.md", "paper/provenance.yaml", "paper/typeset/table2.tex"} <= {
        *names
    }
    assert any(re.fullmatch(r"paper/html/Claims/\w+\.html", name) for name in names)
    rounded = pd.read_csv(whole.results / "paper/typeset/table2.csv")
    full = pd.read_csv(whole.results / "paper/tables/table2.csv")
    assert (abs(rounded["mean"] - full["mean"]) <= 0.05 * full["mean_se"].min() + 1e-12).all()
    assert (whole.results / "studies/sizes/typeset.tex").exists()
