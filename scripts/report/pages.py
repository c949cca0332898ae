"""Findings and tables as text: captions, one page of Markdown, and pages of HTML."""

import re

import pandas as pd

from report.evidence import Finding
from report.items import ITEMS
from report.words import OTHER_PROBLEM

STYLE = """<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 1.5em; color: #222; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.3em 0.9em; text-align: right; white-space: nowrap; }
th { border-bottom: 1.5px solid #222; font-weight: 600; }
td { border-bottom: 1px solid #ddd; }
</style>"""


def page(title: str, table: pd.DataFrame) -> str:
    """Return a table as a page of its own."""
    body = table.to_html(index=False, border=0)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"{STYLE}</head><body><h2>{title}</h2>\n{body}\n</body></html>\n"
    )


def escaped(text: str) -> str:
    """Return text that reStructuredText takes literally."""
    return re.sub(r"([\\*|`_])", r"\\\1", text)


def caption(paper: str, finding: Finding) -> str:
    """Return the three parts of a caption as reStructuredText."""
    parts = {"The paper": paper, "This run": finding.found, "Verdict": finding.verdict}
    return "\n\n".join(f"**{name}.** {escaped(text)}" for name, text in parts.items()) + "\n"


def summary(found: dict[str, Finding], trials: int, same_problem: bool) -> str:
    """Return all findings as one page of Markdown."""
    parts = [f"# Findings\n\nFrom {trials} trials; ± is one Monte Carlo standard error."]
    parts += [] if same_problem else [OTHER_PROBLEM]
    parts += [
        f"## {ITEMS[name].title}\n\n"
        f"- **The paper:** {ITEMS[name].paper}\n"
        f"- **This run:** {finding.found}\n"
        f"- **Verdict:** {finding.verdict}"
        for name, finding in found.items()
    ]
    return "\n\n".join(parts) + "\n"


def overview(
    table2: pd.DataFrame, found: dict[str, Finding], trials: int, seed: int, same_problem: bool
) -> str:
    """Return the report's front page: Table 2 and the verdicts on it, as reStructuredText.

    The page is narrow: a number and its error go on a line each, and the trials are in its text.
    """
    table2 = table2.drop(columns="trials").replace("± ", "±\N{NO-BREAK SPACE}", regex=True)
    rows = [list(table2.columns), *table2.to_numpy().tolist()]
    lines = [f"{trials} trials, seed {seed}.", ""]
    lines += [f".. list-table:: {ITEMS['table2'].title}", "   :header-rows: 1", ""]
    for row in rows:
        lines += [f"   {'* -' if k == 0 else '  -'} {escaped(cell)}" for k, cell in enumerate(row)]
    lines += [
        f"\n**{ITEMS[name].title}** {escaped(found[name].verdict)}"
        for name in ("table2", "classification", "readings")
    ]
    lines += [] if same_problem else [f"\n{OTHER_PROBLEM}"]
    return "\n".join(lines) + "\n"
