"""Answer a study's question in sentences computed from its tables, on a page of the report."""

from analysis.trials import read_table
from files import job
from report.pages import html_figure, page
from report.studies import PAPER, conclude

if "snakemake" in globals():
    source, params = snakemake.input, snakemake.params
    with job(snakemake) as (output,):
        paper = " ".join(PAPER[key] for key in params.varied)
        finding = conclude(*map(read_table, source.tables), params.varied)
        figure = html_figure(source.figure, params.title)
        output.write_text(page(params.title, "The paper", paper, finding, figure), "utf-8")
