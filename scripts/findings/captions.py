"""Findings as text: a caption of the report, or all of them on one page."""

import re

import pandas as pd

from findings.evidence import Finding

OTHER_PROBLEM = (
    "The config's classes, test samples or estimators are not the paper's: its numbers stand "
    "beside these for orientation, and no disagreement with them is a finding."
)


def escaped(text: str) -> str:
    """Return text that reStructuredText takes literally."""
    return re.sub(r"([\\*|`_])", r"\\\1", text)


def caption(paper: str, finding: Finding) -> str:
    """Return the three parts of a caption as reStructuredText."""
    parts = {"The paper": paper, "This run": finding.found, "Verdict": finding.verdict}
    return "\n\n".join(f"**{name}.** {escaped(text)}" for name, text in parts.items()) + "\n"


def page(
    items: dict[str, dict[str, str]], found: dict[str, Finding], trials: int, same_problem: bool
) -> str:
    """Return all findings as one page of Markdown."""
    parts = [f"# Findings\n\nFrom {trials} trials; ± is one Monte Carlo standard error."]
    parts += [] if same_problem else [OTHER_PROBLEM]
    parts += [
        f"## {item['title']}\n\n"
        f"- **The paper:** {item['paper']}\n"
        f"- **This run:** {found[name].found}\n"
        f"- **Verdict:** {found[name].verdict}"
        for name, item in items.items()
    ]
    return "\n\n".join(parts) + "\n"


def overview(
    table2: pd.DataFrame, items: dict[str, dict], found: dict[str, Finding], same_problem: bool
) -> str:
    """Return the report's front page: Table 2 and the verdicts on it, as reStructuredText.

    The page is narrow: a number and its error go on a line each, and the trials are in its text.
    """
    table2 = table2.drop(columns="trials").replace("± ", "±\N{NO-BREAK SPACE}", regex=True)
    rows = [list(table2.columns), *table2.to_numpy().tolist()]
    lines = [f".. list-table:: {items['table2']['title']}", "   :header-rows: 1", ""]
    for row in rows:
        lines += [f"   {'* -' if k == 0 else '  -'} {escaped(cell)}" for k, cell in enumerate(row)]
    lines += [
        f"\n**{items[name]['title']}** {escaped(found[name].verdict)}"
        for name in ("table2", "classification", "readings")
    ]
    lines += [] if same_problem else [f"\n{OTHER_PROBLEM}"]
    return "\n".join(lines) + "\n"
