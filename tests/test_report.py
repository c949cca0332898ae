"""The report, as a browser shows it."""

import re
import shutil
import subprocess

import pandas as pd
import pytest
import yaml
from conftest import Checkout

CHROMIUM = shutil.which("chromium")
OFFLINE = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--virtual-time-budget=10000",
]
SMALL = {"trials": 12, "trials_per_job": 12, "iterations": 40}


@pytest.fixture(scope="module")
def reported(tmp_path_factory):
    """A small run with its report."""
    checkout = Checkout(tmp_path_factory.mktemp("reported"))
    checkout.run("everything", **SMALL)
    checkout.run("everything", "--report", "results/report.html", **SMALL)
    return checkout


@pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")
def test_the_browser_shows_table_2_without_a_network(reported, tmp_path):
    page = reported.results / "report.html"
    shown = subprocess.run(
        [CHROMIUM, *OFFLINE, f"--user-data-dir={tmp_path}", "--dump-dom", page.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    ).stdout
    table2 = pd.read_csv(reported.results / "paper/tables/table2.csv")
    numbers = [f"{value:.6f}" for value in table2["mean"]] + ["4.621323", "4.003461", "3.936804"]
    assert [number in shown for number in numbers] == [True] * 6
    assert {"Tables", "Claims", "Figures"} <= set(re.findall(r">(\w+)<", shown))


def test_every_caption_has_its_three_parts(reported):
    captions = [
        path.read_text()
        for path in reported.results.glob("paper/findings/*.rst")
        if path.name != "overview.rst"
    ]
    assert len(captions) == 16
    for caption in captions:
        assert re.findall(r"^\*\*(.+?)\.\*\*", caption, re.M) == [
            "The paper",
            "This run",
            "Verdict",
        ]


def test_every_item_of_the_report_has_a_caption(reported):
    items = {path.stem for path in reported.results.glob("paper/html/*/*.html")}
    items |= {path.stem for path in reported.results.glob("paper/figures/*.png")}
    captions = {path.stem for path in reported.results.glob("paper/findings/*.rst")}
    assert items == captions - {"overview"}


def test_figures_come_for_the_screen_and_for_print(reported):
    figures = reported.results / "paper/figures"
    png, svg = ({path.stem for path in figures.glob(f"*.{kind}")} for kind in ("png", "svg"))
    assert png == svg
    assert len(png) == 4


def test_a_study_and_a_value_more_add_only_their_own_scenarios(reported):
    path = reported.directory / "config.yaml"
    config = yaml.safe_load(path.read_text()) | SMALL | {"study_trials": 12}
    target = "results/studies/units.png"

    path.write_text(yaml.safe_dump(config | {"studies": {"units": {"hidden_units": [2, 3]}}}))
    assert reported.planned(target).items() >= {"fit": 3, "measure": 1}.items()
    reported.run(target, "results/studies/units/finding.rst")
    table = pd.read_csv(reported.results / "studies/units.csv")
    assert set(table["scenario"]) == {"paper", "hidden_units-3"}
    assert (table["trials"] == 12).all()

    path.write_text(yaml.safe_dump(config | {"studies": {"units": {"hidden_units": [2, 3, 4]}}}))
    assert reported.planned(target)["fit"] == 3
