"""What a run ends with: where its results are, and which others do not match them any more."""

import os

import pytest
import yaml
from conftest import WHOLE, configure

from workflow.ending import asked_for, stale

OLD = "No longer match: "


def test_it_ends_with_the_paths_of_what_was_asked_for(whole):
    lines = asked_for(["all", "everything", "studies"], WHOLE["studies"])
    assert "\n".join(lines) in whole.said
    for name in ("paper/tables.md", "summary.md", "paper/figures", "studies/sizes.html"):
        assert f"results/{name}" in whole.said
        assert (whole.results / name).exists()


def test_the_pages_say_what_their_numbers_rest_on(whole):
    line = "4 trials, seed 1997; 4 Gaussian classes in 2 dimensions"
    for page in ("paper/tables.md", "summary.md"):
        assert line in (whole.results / page).read_text(encoding="utf-8")


def test_the_report_is_made_without_a_warning(whole):
    assert "Warning" not in whole.said_of_report
    assert "Report created" in whole.said_of_report


def test_no_log_is_empty(whole):
    assert not [log for log in whole.results.rglob("*.log") if not log.stat().st_size]


def test_what_does_not_match_a_changed_config_is_said_until_it_does_again(whole):
    report = "results/summary.md, results/paper/html, results/paper/figures, results/report.html"
    assert OLD not in whole.run()
    configure(whole, trials=3)
    assert f"{OLD}{report}. " in whole.run()  # runs
    assert f"{OLD}{report}. " in whole.run()  # has nothing to do
    configure(whole, studies={"sizes": {"train_per_class": [25, 50]}})
    assert f"{OLD}results/report.html, results/studies/sizes. " in whole.run()
    assert OLD not in whole.run("--dry-run")
    configure(whole)
    assert OLD not in whole.run()


@pytest.fixture
def results(tmp_path, monkeypatch):
    """Results of a report and a study, made from the settings 1 and 2, and a report of them."""
    monkeypatch.chdir(tmp_path)
    for folder, seed in {"scenarios/others": 1, "studies/mine": 2}.items():
        path = tmp_path / "results" / folder / "provenance.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(yaml.safe_dump({"settings": {"seed": seed}}), encoding="utf-8")
    for time, name in enumerate(("summary.md", "report.html")):
        (tmp_path / "results" / name).touch()
        os.utime(tmp_path / "results" / name, (time, time))
    return tmp_path / "results"


def old(seed_of_report=1, seed_of_study=2, targets=()):
    companions = {"scenarios/others": {"seed": seed_of_report}, "scenarios/none": {"seed": 7}}
    studies = {"studies/mine": {"seed": seed_of_study}, "studies/none": {"seed": 7}}
    return stale(targets, companions, studies)


@pytest.mark.usefixtures("results")
def test_each_is_named_with_what_refreshes_it():
    report, study = "results/report.html", "results/studies/mine"
    write = f"--report {report}"
    assert old() == []
    assert old(seed_of_report=3) == [
        f"{OLD}results/summary.md, {report}. Refresh them: the same command with `everything`, "
        f"then with `everything {write}`"
    ]
    assert old(seed_of_study=3) == [
        f"{OLD}{report}, {study}. Refresh them: the same command with `everything studies`, "
        f"then with `everything studies {write}`"
    ]


def test_a_report_older_than_its_findings_is_named_unless_it_is_due(results):
    os.utime(results / "summary.md", (2, 2))
    assert old()[0].startswith(f"{OLD}results/report.html. Refresh")
    assert old(targets=["everything"]) == []
    (results / "report.html").unlink()
    assert old() == []
