"""Answer a study's question in sentences computed from its tables, on a page of the report."""

from analysis.trials import read_table
from files import job
from report.evidence import Finding
from report.pages import entry, html_figure, page
from report.section3 import section3
from report.studies import PAPER, conclude

if "snakemake" in globals():
    source, params = snakemake.input, snakemake.params
    with job(snakemake) as (markdown, html):
        paper = " ".join(dict.fromkeys(PAPER[key] for key in params.varied))  # each once
        finding = conclude(*map(read_table, source.tables), params.varied)
        if source.section3:
            of_claims = section3(read_table(source.section3))
            finding = Finding(finding.found, f"{of_claims} {finding.verdict}")
        said = params.title, "The paper", paper, finding
        html.write_text(page(*said, html_figure(source.figure, params.title)), "utf-8")
        markdown.write_text(f"{entry(*said)}\n\n", "utf-8")
