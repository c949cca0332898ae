"""Integrate equation (4) as printed, over boxes, and set it beside Table 2."""

from collections.abc import Iterable

import pandas as pd

from analysis import boxes
from analysis.monte_carlo import moments
from analysis.trials import collect_fits
from classes import build
from experiment.boxes import box_errors
from experiment.boxes import boxes as rule_of
from files import job


def tables(parts: Iterable[dict], classes, same_problem: bool) -> list[pd.DataFrame]:
    """Return boxes.csv and boxes_paired.csv from parts of the fits, by estimator."""
    rule = rule_of(classes)
    found = (box_errors(fits, classes, rule) for fits in parts)
    takers = boxes.errors, boxes.powers, boxes.checks, boxes.differences
    *of_boxes, of_pairs = moments(found, *takers)
    return [boxes.over_boxes(*of_boxes, same_problem), boxes.paired_over_boxes(of_pairs)]


if "snakemake" in globals():
    params = snakemake.params
    with job(snakemake) as outputs:
        parts = collect_fits(snakemake.input, params.trials)
        made = tables(parts, build(params.classes), params.same_problem)
        for output, table in zip(outputs, made, strict=True):
            table.to_csv(output, index=False)
