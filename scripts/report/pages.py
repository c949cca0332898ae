"""Findings, tables and figures as text: one page of Markdown, and pages of HTML."""

import base64
import re
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from report.evidence import Finding
from report.items import ITEMS
from report.words import OTHER_PROBLEM

NO_BREAK, NO_BREAK_HYPHEN = "\N{NO-BREAK SPACE}", "\N{NON-BREAKING HYPHEN}"
# A figure takes the height that the text leaves, beside its table, and is shown whole: the viewer
# of Snakemake would cut the top of a tall image (its issue 3906).
STYLE = """
body { font: 14px/1.4 system-ui, sans-serif; margin: 0; padding: 0.8em 1.2em; color: #222;
  height: 100vh; box-sizing: border-box; display: flex; flex-direction: column; gap: 0.6em; }
h1 { font-size: 1.25em; margin: 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.3em 1em; margin: 0;
  max-width: 75em; max-height: 38vh; overflow-y: auto; flex-shrink: 0; }
dt { font-weight: 600; max-width: 9em; }
dd { margin: 0; }
main { flex: 1; min-height: 0; display: flex; gap: 1.5em; }
figure { margin: 0; overflow: auto; }
figure.whole { flex: 1 0 40%; overflow: hidden; }
img { width: 100%; height: 100%; object-fit: contain; object-position: left top; }
table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
th, td { padding: 0.25em 0.55em; text-align: right; }
th:first-child, td:first-child { text-align: left; }
th { border-bottom: 1.5px solid #222; font-weight: 600; vertical-align: bottom; }
td { border-bottom: 1px solid #ddd; vertical-align: top; }
@media print { body { height: auto; display: block; } dl { max-height: none; } }
"""


def page(title: str, source: str, paper: str, finding: Finding, content: str) -> str:
    """Return an item as a page of its own: what the paper says, what was found, and the content.

    Parameters
    ----------
    title, source, paper : str
        Plain text: where the paper says what.
    content : str
        HTML: a table or a figure.
    """
    parts = {source: paper, "This run": finding.found, "Verdict": finding.verdict}
    text = "\n".join(f"<dt>{name}</dt><dd>{escape(part)}</dd>" for name, part in parts.items())
    text = text.replace(" ± ", f"{NO_BREAK}±{NO_BREAK}")
    title = escape(title)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{STYLE}</style></head>\n<body><h1>{title}</h1>\n<dl>\n{text}\n</dl>\n"
        f"<main>{content}</main>\n</body></html>\n"
    )


def html_table(shown: pd.DataFrame) -> str:
    """Return a table as HTML whose cells, where it is too wide, break before ±, + and `to`."""
    joined = shown.replace({" (?!±|\\+|to )": NO_BREAK, "-": NO_BREAK_HYPHEN}, regex=True)
    return f"<figure>{joined.to_html(index=False, border=0)}</figure>"


def html_figure(png: str | Path, title: str) -> str:
    """Return a figure as HTML that holds the picture itself."""
    data = base64.b64encode(Path(png).read_bytes()).decode()
    return (
        f'<figure class="whole"><img alt="{escape(title)}" src="data:image/png;base64,{data}">'
        "</figure>"
    )


def numbered(titles: Iterable[str]) -> list[str]:
    """Return titles that keep their order when sorted, as the report's menu sorts them."""
    titles = list(titles)
    width = len(str(len(titles)))
    in_order = titles == sorted(titles)
    return titles if in_order else [f"{k:0{width}}. {title}" for k, title in enumerate(titles, 1)]


def escaped(text: str) -> str:
    """Return text that reStructuredText takes literally."""
    return re.sub(r"([\\*|`_])", r"\\\1", text)


def entry(title: str, source: str, paper: str, finding: Finding) -> str:
    """Return an item's text as Markdown: what the paper says, and what was found."""
    return (
        f"## {title}\n\n- **{source}:** {paper}\n- **This run:** {finding.found}\n"
        f"- **Verdict:** {finding.verdict}"
    )


def summary(found: dict[str, Finding], rest_on: str, same_problem: bool) -> str:
    """Return all findings as one page of Markdown."""
    parts = [f"# Findings\n\nFrom {rest_on} ± is one Monte Carlo standard error."]
    parts += [] if same_problem else [OTHER_PROBLEM]
    parts += [
        entry(ITEMS[name].title, ITEMS[name].source, ITEMS[name].paper, finding)
        for name, finding in found.items()
    ]
    left_out = [f"- {each.title}" for name, each in ITEMS.items() if name not in found]
    if left_out:
        heading = "## Left out, as this config does not run what they are about"
        parts.append("\n".join([heading, "", *left_out]))
    return "\n\n".join(parts) + "\n"


def overview(
    table2: pd.DataFrame,
    found: dict[str, Finding],
    rest_on: str,
    made_by: dict[str, Any],
    same_problem: bool,
) -> str:
    """Return the report's front page: Table 2 and the verdicts on it, as reStructuredText.

    The page is narrow: it has the means only, and a number and its error go on a line each.
    `made_by` is what provenance.yaml holds.
    """
    commit = made_by["commit"] or "none"
    changed = " with changes" if made_by["uncommitted"] else ""
    table2 = table2.filter(regex="^estimator$|mean$")
    table2 = table2.replace("± ", f"±{NO_BREAK}", regex=True)
    rows = [list(table2.columns), *table2.to_numpy().tolist()]
    lines = [f"{escaped(rest_on)} ± is one Monte Carlo standard error.", ""]
    lines += [f".. list-table:: {ITEMS['table2'].title}", "   :header-rows: 1", ""]
    for row in rows:
        lines += [f"   {'* -' if k == 0 else '  -'} {escaped(cell)}" for k, cell in enumerate(row)]
    lines += [
        f"\n**{ITEMS[name].title}** {escaped(found[name].verdict)}"
        for name in ("table2", "classification", "readings")
        if name in found
    ]
    lines += [] if same_problem else [f"\n{OTHER_PROBLEM}"]
    lines.append(f"\n*Commit {commit[:12]}{changed}.*")
    return "\n".join(lines) + "\n"
