"""Write the findings: captions and tables of the report, and all findings on one page."""

from analysis.trials import collect, read_table
from classes import build
from files import job
from report import claims, figures, tables  # noqa: F401  importing them registers their items
from report.evidence import Evidence, gather
from report.items import in_order
from report.pages import caption, overview, page, summary

if "snakemake" in globals():
    source, params = snakemake.input, snakemake.params
    with job(snakemake) as (captions, findings, pages):
        errors = next(collect(source.measures, 1)).set_index("estimator")["posterior_error"]
        as_computed = {
            name: read_table(path, index_col=0)
            for name, path in source.items()
            if name.startswith("table")
        }
        evidence = Evidence(
            tables=as_computed,
            summary=gather(
                {name: read_table(source[name]) for name in ("paper", "other_pairings", "logit")}
            ),
            paired=read_table(source.paired),
            readings=read_table(source.readings),
            comparison=read_table(source.comparison),
            first_trial=errors,
            coefficients=build(params.classes).coefficients(),
        )
        found = {name: item.finding(evidence) for name, item in in_order().items()}
        captions.mkdir()
        for name, item in in_order().items():
            (captions / f"{name}.rst").write_text(caption(item.paper, found[name]), "utf-8")
            if item.table:
                (pages / item.category).mkdir(parents=True, exist_ok=True)
                text = page(item.title, item.table(evidence))
                (pages / item.category / f"{name}.html").write_text(text, "utf-8")
        table2 = tables.posterior_errors(as_computed["table2"])
        front = overview(table2, found, evidence.trials, params.seed, params.same_problem)
        (captions / "overview.rst").write_text(front, "utf-8")
        findings.write_text(summary(found, evidence.trials, params.same_problem), "utf-8")
