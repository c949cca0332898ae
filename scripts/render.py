"""Write the tables of the report as self-contained HTML pages."""

import numpy as np
import pandas as pd

from display import claims
from display.html_page import page
from display.tables import all_tables
from findings.evidence import gather
from pairings.gaussian_classes import posterior_coefficients
from tables import read_table


def claim_tables(
    paired: pd.DataFrame, readings: pd.DataFrame, summary: pd.DataFrame, truth: dict[str, list]
) -> dict[str, pd.DataFrame]:
    """Return the tables behind the claims, by item of the report."""
    measures = {
        item: claims.measures(summary, columns) for item, columns in claims.MEASURE_COLUMNS.items()
    }
    return {
        "classification": claims.differences(paired, "accuracy"),
        "readings": claims.readings(readings),
        **measures,
        "softmax_of_linear": claims.coefficients(
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
            "Claims": claim_tables(*evidence, snakemake.params.settings),
        }
        for category, contents in pages.items():
            (output / category).mkdir(parents=True)
            for item, table in contents.items():
                (output / category / f"{item}.html").write_text(page(titles[item], table))
