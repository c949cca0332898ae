"""Write the findings: a caption for each item of the report, and all of them on one page."""

from pathlib import Path

import yaml

from analysis.trials import collect
from display.tables import posterior_errors
from findings.captions import caption, overview, page
from findings.evidence import Evidence, gather
from findings.items import findings
from tables import read_table

if "snakemake" in globals():
    from job import job

    source, same_problem = snakemake.input, snakemake.params.same_problem
    with job(snakemake) as (captions, summary):
        names = ("table1", "paired", "readings", "comparison")
        tables = {name: read_table(source[name]) for name in names}
        trials = next(collect(source.measures))
        errors = trials.query("trial == 1").set_index("estimator")
        scenarios = ("paper", "other_pairings", "logit")
        evidence = Evidence(
            **tables,
            summary=gather({name: read_table(source[name]) for name in scenarios}),
            first_trial=errors["posterior_error"],
        )
        found = findings(evidence)
        items = yaml.safe_load(Path(source.report_items).read_text())["items"]
        captions.mkdir()
        for name, item in items.items():
            (captions / f"{name}.rst").write_text(caption(item["paper"], found[name]))
        table2 = posterior_errors(read_table(source.table2, index_col=0))
        (captions / "overview.rst").write_text(overview(table2, items, found, same_problem))
        summary.write_text(page(items, found, evidence.trials, same_problem))
