"""Write the tables of the report as self-contained HTML pages."""

import numpy as np
import pandas as pd

import display_claims
from display import all_tables
from findings.evidence import gather
from html_page import page
from pairings.gaussian_classes import posterior_coefficients
from tables import read_table


def claims(
    paired: pd.DataFrame, readings: pd.DataFrame, summary: pd.DataFrame, truth: dict[str, list]
) -> dict[str, pd.DataFrame]:
    """Return the tables behind the claims, by item of the report."""
    measures = {
        item: display_claims.measures(summary, columns)
        for item, columns in display_claims.MEASURE_COLUMNS.items()
    }
    return {
        "classification": display_claims.differences(paired, "accuracy"),
        "readings": display_claims.readings(readings),
        **measures,
        "softmax_of_linear": display_claims.coefficients(
            posterior_coefficients(**{key: np.array(value) for key, value in truth.items()})
        ),
    }


if "snakemake" in globals():
    from pathlib import Path

    import yaml

    from job import job

    source = snakemake.input
    scenarios = ("paper", "other_pairings", "logit")
    with job(snakemake) as (output,):
        items = yaml.safe_load(Path(source.report_items).read_text())["items"]
        titles = {name: item["title"] for name, item in items.items()}
        tables = all_tables(lambda name: read_table(source[name], index_col=0))
        summary = gather({name: read_table(source[name]) for name in scenarios})
        evidence = read_table(source.paired), read_table(source.readings), summary
        pages = {
            "Tables": {f"table{number}": table for number, table in tables.items()},
            "Claims": claims(*evidence, snakemake.params.settings),
        }
        for category, contents in pages.items():
            (output / category).mkdir(parents=True)
            for item, table in contents.items():
                (output / category / f"{item}.html").write_text(page(titles[item], table))
