"""Every claim of the paper has an item, and of the published run a verdict."""

import re

from conftest import ROOT

import conclude  # noqa: F401  importing it registers all items
from report.items import CLAIMS, ITEMS


def test_each_of_the_36_claims_is_answered_by_an_item():
    answered = {item.claim for item in ITEMS.values()} - {None}
    assert answered == set(CLAIMS.index) == set(range(1, 37))


def test_each_claim_has_a_verdict_in_the_published_findings():
    text = (ROOT / "docs/findings.md").read_text("utf-8")
    parts = [part for part in text.split("\n## ") if "- **Verdict:** " in part]
    told = re.findall(r"^- \*\*The paper, section [\d.]+ \(claim (\d+)\):", "".join(parts), re.M)
    assert set(map(int, told)) == set(CLAIMS.index)
    assert all(part.partition("- **Verdict:** ")[2].strip() for part in parts)
