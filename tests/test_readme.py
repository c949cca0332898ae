"""README says what a run of the shipped config said."""

import re

import pytest
import yaml
from conftest import ROOT

from report.words import settings_line
from workflow.scenarios import resolve

README = (ROOT / "README.md").read_text("utf-8")
FINDINGS = (ROOT / "docs/findings.md").read_text("utf-8")
CONFIG = yaml.safe_load((ROOT / "config.yaml").read_text("utf-8"))
TRIALS = 1000
PAGES = [path for folder in (".", "docs", "results") for path in (ROOT / folder).glob("*.md")]


def flat(text):
    """Return text without its line breaks and emphasis."""
    return " ".join(text.replace("**", "").split())


def test_the_findings_are_of_the_shipped_config():
    assert settings_line(resolve(CONFIG), TRIALS) in FINDINGS


def test_every_sentence_of_the_findings_in_readme_is_one_of_the_run():
    _, quoted, _ = re.split(r"<!-- findings.*? -->", README)
    items = re.findall(r"^- \*\*(.+?)\*\* (.+?)(?=\n- |\n\n|\Z)", quoted, re.MULTILINE | re.DOTALL)
    assert len(items) > 5
    others = [
        (ROOT / f"docs/{name}.md").read_text("utf-8") for name in ("studies", "reconstruction")
    ]
    whole = flat(" ".join([FINDINGS, *others]))
    for _, text in items:
        for sentence in re.split(r"(?<=\.) (?=[A-Z])", flat(text)):
            assert sentence in whole, sentence


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_to_one(page):
    links = re.findall(r"\]\((?!http|#)([^)\s#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
