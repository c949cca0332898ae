"""Write the findings: the report's front page and pages, and all findings on one page."""

from itertools import groupby
from pathlib import Path

import pandas as pd
import yaml

from analysis.trials import collect, read_table
from classes import build
from files import job
from report import claims, figures, tables  # noqa: F401  importing them registers their items
from report.evidence import Evidence, Finding, gather
from report.items import Item, in_order
from report.layout import posterior_errors
from report.pages import html_figure, html_table, numbered, overview, page, summary
from report.words import settings_line

AS_COMPUTED = (
    *("rates", "readings", "comparison", "agreement"),
    *("factorial", "boxes", "boxes_paired", "floor", "bayes_scores"),
)


def conclude(evidence: Evidence) -> dict[str, tuple[Item, Finding]]:
    """Return the items that the config has something to say about, and what it says, by name."""
    fitting = {name: item for name, item in in_order().items() if item.needs(evidence)}
    return {name: (item, item.finding(evidence)) for name, item in fitting.items()}


if "snakemake" in globals():
    source, params = snakemake.input, snakemake.params
    with job(snakemake) as (front, findings, pages):
        first = next(collect(source.measures, 1)).set_index("estimator")
        given = dict(source.items())
        companions = ("other_pairings", "densities", "logit")
        scenarios = ["paper", *(name for name in companions if name in given)]
        evidence = Evidence(
            settings=params.settings,
            same_problem=params.same_problem,
            classes=build(params.settings["classes"]),
            tables={
                name: read_table(path, index_col=0)
                for name, path in source.items()
                if name.startswith("table")
            },
            summary=gather({name: read_table(source[name]) for name in scenarios}),
            decomposition=gather(
                {name: read_table(source[f"decomposition_of_{name}"]) for name in scenarios}
            ),
            paired=pd.concat(map(read_table, (source.paired, source.decomposition_paired))),
            first_trial=first["posterior_error"],
            **{name: read_table(source[name]) for name in AS_COMPUTED if name in given},
        )
        shown = conclude(evidence)
        pictures = {Path(path).stem: path for path in source.figures}
        for category, names in groupby(shown, lambda name: shown[name][0].category):
            (pages / category).mkdir(parents=True)
            names = list(names)
            titles = numbered(shown[name][0].title for name in names)
            for name, title in zip(names, titles, strict=True):
                item, finding = shown[name]
                content = html_table(item.table(evidence)) if item.table else ""
                content += html_figure(pictures[name], title) if name in pictures else ""
                text = page(title, item.source, item.paper, finding, content)
                (pages / category / f"{name}.html").write_text(text, "utf-8")
        found = {name: finding for name, (_, finding) in shown.items()}
        made_by = yaml.safe_load(Path(source.provenance).read_text("utf-8"))
        table2 = posterior_errors(evidence.tables["table2"], evidence.readings, params.same_problem)
        rest_on = settings_line(params.settings, evidence.trials)
        front.write_text(overview(table2, found, rest_on, made_by, params.same_problem), "utf-8")
        findings.write_text(summary(found, rest_on, params.same_problem), "utf-8")
