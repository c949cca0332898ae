"""What the terminal shows of a run: a line a job, and everything that is not about one."""

import logging
import re
import time

import pytest
from conftest import SMALL
from snakemake_interface_logger_plugins.common import LogEvent

from workflow.terminal import LineOfJob

LINE = re.compile(r"^\[ *(\d+) %\] (\w+)", re.MULTILINE)
NOISE = ("Finished jobid", "Select jobs", "Execute 1 jobs", "localrule", " steps (")


def record(event=None, msg=None, **extra):
    return logging.makeLogRecord({"msg": msg, "event": event, **extra})


@pytest.fixture
def lines():
    usual = logging.Formatter("as before: %(message)s")
    return LineOfJob(usual, lambda: ["the end"], lambda: (0, 8))


def job(lines, message="fit  paper"):
    return lines.format(record(LogEvent.JOB_INFO, rule_msg=message, rule_name="fit"))


def test_a_job_is_shown_with_the_share_done(lines):
    assert job(lines) == "[  0 %] fit  paper"
    assert not lines.filter(record(LogEvent.PROGRESS, done=1, total=2))
    lines.work = lambda: (3, 8)
    assert job(lines) == "[ 37 %] fit  paper"
    assert job(lines, None) == "[ 37 %] fit"


@pytest.mark.parametrize(("elapsed", "left"), [(19, ""), (60, "  (3 min left)")])
def test_only_what_is_long_to_go_is_told(lines, monkeypatch, elapsed, left):
    lines.work = lambda: (25, 100)
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + elapsed)
    assert job(lines) == f"[ 25 %] fit  paper{left}"


@pytest.mark.parametrize("event", [None, LogEvent.JOB_ERROR, LogEvent.RUN_INFO, LogEvent.ERROR])
def test_all_else_is_as_before(lines, event):
    other = record(event, "Error in rule fit")
    assert lines.filter(other)
    assert lines.format(other) == "as before: Error in rule fit"


def test_a_run_shows_a_line_for_each_job_and_none_of_snakemakes(copy):
    planned = copy.planned("--forcerun=analyse", **SMALL)
    said = copy.run("--forcerun=analyse", **SMALL)
    shares, rules = zip(*LINE.findall(said), strict=True)
    assert sorted(rules) == sorted(planned.keys() - {"total"})
    assert sorted(shares, key=int) == list(shares)
    assert [noise for noise in NOISE if noise in said] == []
    assert said.count("results/paper/trials.csv") == 0


@pytest.mark.parametrize("argument", ["--dry-run", "--quiet=host", "--verbose"])
def test_who_asks_for_more_or_less_gets_snakemakes_own(copy, argument):
    said = copy.run(argument, "--forcerun=analyse", **SMALL)
    assert not LINE.search(said)
    assert re.search(r"^Job \d+: analyse   paper$", said, re.MULTILINE)


@pytest.mark.parametrize("argument", ["--summary", "--list-untracked", "--list-rules", "--lint"])
def test_what_other_commands_say_is_theirs(base, argument):
    assert not LINE.search(base.run(argument, **SMALL))
