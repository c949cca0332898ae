"""Rank all settings by their distance from the paper's numbers, under each reading of Table 2."""

from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from analysis.distances import match
from analysis.trials import collect
from display.claims import matches
from display.html_page import page
from findings.captions import caption
from findings.match import conclude

if "snakemake" in globals():
    from job import job

    with job(snakemake) as (csv, finding, html):
        names = snakemake.params.scenarios
        groups = np.array_split(snakemake.input.measures, len(names))
        trials = (pd.concat(collect(group)) for group in groups)
        table = match(zip(names, trials, strict=True))
        items = yaml.safe_load(Path(snakemake.input.report_items).read_text())["studies"]
        item = items["match_paper"]
        table.to_csv(csv, index=False)
        found = conclude(table, snakemake.config["study_trials"])
        finding.write_text(caption(item["paper"], found))
        html.write_text(page(item["title"], matches(table)))
