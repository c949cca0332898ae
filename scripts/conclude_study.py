"""Answer a study's question in sentences computed from its tables, on a page of the report."""

from analysis.trials import read_table
from files import job
from report.evidence import Finding
from report.pages import entry, html_figure, html_table, page
from report.studies import PAPER, conclude, section3, section3_table

if "snakemake" in globals():
    source, params = snakemake.input, snakemake.params
    with job(snakemake) as (markdown, html):
        paper = " ".join(PAPER[key] for key in params.varied)
        finding = conclude(*map(read_table, source.tables), params.varied)
        content = html_figure(source.figure, params.title)
        if source.section3:
            tested = read_table(source.section3)
            finding = Finding(finding.found, f"{section3(tested)} {finding.verdict}")
            content = html_table(section3_table(tested, params.varied)) + content
        said = params.title, "The paper", paper, finding
        html.write_text(page(*said, content), "utf-8")
        markdown.write_text(f"{entry(*said)}\n\n", "utf-8")
