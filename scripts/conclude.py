"""Write the findings: a caption for each item of the report, and all of them on one page."""

import re
from pathlib import Path

import pandas as pd
import yaml

from display import posterior_errors
from findings import Finding, findings
from findings.evidence import Evidence


def escaped(text: str) -> str:
    """Return text that reStructuredText takes literally."""
    return re.sub(r"([\\*|`_])", r"\\\1", text)


def caption(paper: str, finding: Finding) -> str:
    """Return the three parts of a caption as reStructuredText."""
    parts = {"The paper": paper, "This run": finding.found, "Verdict": finding.verdict}
    return "\n\n".join(f"**{name}.** {escaped(text)}" for name, text in parts.items()) + "\n"


def page(items: dict[str, dict[str, str]], found: dict[str, Finding], trials: int) -> str:
    """Return all findings as one page of Markdown."""
    parts = [f"# Findings\n\nFrom {trials} trials; ± is one Monte Carlo standard error."]
    parts += [
        f"## {item['title']}\n\n"
        f"- **The paper:** {item['paper']}\n"
        f"- **This run:** {found[name].found}\n"
        f"- **Verdict:** {found[name].verdict}"
        for name, item in items.items()
    ]
    return "\n\n".join(parts) + "\n"


def overview(table2: pd.DataFrame, items: dict[str, dict], found: dict[str, Finding]) -> str:
    """Return the report's front page: Table 2 and the verdicts on it, as reStructuredText."""
    rows = [list(table2.columns), *table2.to_numpy().tolist()]
    lines = [f".. list-table:: {items['table2']['title']}", "   :header-rows: 1", ""]
    for row in rows:
        lines += [f"   {'* -' if k == 0 else '  -'} {escaped(cell)}" for k, cell in enumerate(row)]
    lines += [
        f"\n**{items[name]['title']}** {escaped(found[name].verdict)}"
        for name in ("table2", "classification", "readings")
    ]
    return "\n".join(lines) + "\n"


def gather(summaries: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Join the summaries of the paper's estimators, the other pairings and the logit."""
    logit = summaries["logit"].query("estimator == 'softmax-cross_entropy'")
    logit = logit.assign(estimator="logit")
    joined = pd.concat([summaries["paper"], summaries["other_pairings"], logit])
    return joined.set_index(["estimator", "measure"])


if "snakemake" in globals():
    from job import job

    source = snakemake.input
    with job(snakemake) as (captions, summary):
        names = ("table1", "paired", "readings", "comparison")
        tables = {name: pd.read_csv(source[name]) for name in names}
        errors = pd.read_csv(source.trials).query("trial == 1").set_index("estimator")
        scenarios = ("paper", "other_pairings", "logit")
        evidence = Evidence(
            **tables,
            summary=gather({name: pd.read_csv(source[name]) for name in scenarios}),
            first_trial=errors["posterior_error"],
        )
        found = findings(evidence)
        items = yaml.safe_load(Path(source.report_items).read_text())["items"]
        captions.mkdir()
        for name, item in items.items():
            (captions / f"{name}.rst").write_text(caption(item["paper"], found[name]))
        table2 = posterior_errors(pd.read_csv(source.table2, index_col=0))
        (captions / "overview.rst").write_text(overview(table2, items, found))
        summary.write_text(page(items, found, evidence.trials))
