"""Answer a study's question in sentences computed from its tables."""

from pathlib import Path

import yaml

from findings.captions import caption
from findings.study import conclude
from tables import read_table

UNKNOWN = {"paper": "The paper keeps these settings fixed."}

if "snakemake" in globals():
    from job import job

    with job(snakemake) as (output,):
        items = yaml.safe_load(Path(snakemake.input.report_items).read_text())["studies"]
        item = items.get(snakemake.wildcards.study, UNKNOWN)
        tables = [read_table(path) for path in snakemake.input[:3]]
        output.write_text(caption(item["paper"], conclude(*tables, snakemake.params.varied)))
