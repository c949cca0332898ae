"""Test Section 3 in each setting of a study of classes: a row for each of its claims."""

import numpy as np
import pandas as pd

from analysis.trials import read_table
from classes import build
from files import job
from formulas.families import from_softmax_of_linear, linear_functions
from report.evidence import EXACT, PAPER_PAIRS, Finding, outcome
from report.pages import html_table, page
from report.section3 import section3, section3_table
from report.studies import ANY_FAMILY
from study import with_settings

COLUMNS = ["claim", "value", "low", "high", "verdict"]
MEASURES = ("posterior_error", "accuracy")


def of_form(classes) -> list[tuple]:
    """Return the rows of what needs no trial: is the posterior a softmax of a linear function?"""
    _, departure, undefined = linear_functions(classes)
    claims = {
        "softmax_of_linear": from_softmax_of_linear(classes),
        "linear_log_odds": np.inf if undefined else departure,
    }
    return [
        (claim, value, np.nan, np.nan, "holds" if value < EXACT else "refuted")
        for claim, value in claims.items()
    ]


def of_order(paired: pd.DataFrame) -> list[tuple]:
    """Return the rows of the paper's order of each two estimators, from paired differences."""
    rows = []
    found = paired.set_index(["measure", "first", "second"])
    for measure in MEASURES:
        for pair in PAPER_PAIRS:
            if (measure, *pair) in found.index:
                row = found.loc[(measure, *pair)]
                numbers = row["difference"], row["low"], row["high"]
                claim = f"{measure}: {' against '.join(pair)}"
                rows.append((claim, *numbers, outcome(row, measure)))
    return rows


if "snakemake" in globals():
    params = snakemake.params
    with job(snakemake) as (csv, html):
        paired = read_table(snakemake.input[0])
        tables = []
        for (name, varied), classes in zip(params.scenarios.items(), params.classes, strict=True):
            rows = of_form(build(classes)) + of_order(paired[paired["scenario"] == name])
            tables.append(with_settings(pd.DataFrame(rows, columns=COLUMNS), name, varied))
        tested = pd.concat(tables)
        tested.to_csv(csv, index=False)
        finding = Finding("The claims of Section 3 in each setting: the table.", section3(tested))
        content = html_table(section3_table(tested, list(varied)))
        html.write_text(page(params.title, "The paper", ANY_FAMILY, finding, content), "utf-8")
