"""The tables behind each claim, as people read them."""

import numpy as np
import pandas as pd

from display.words import label, number, with_error

MEASURE_COLUMNS = {
    "approximation": {
        "equation (4), integrated": "posterior_error",
        "its accuracy": "posterior_error_accuracy",
        "approximation": "posterior_rms",
        "approximation − equation (4)": "approximation_error",
    },
    "not_sensible": {
        "mean output": "mean_output",
        "posterior error": "posterior_error",
        "accuracy": "accuracy",
        "objective": "objective",
    },
    "sums": {"mean |Σ_k z*_k − 1|": "sum_deviation", "mean output": "mean_output"},
}


def differences(paired: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Lay out the paired differences of one measure."""
    rows = paired[paired["measure"] == measure]
    cells = zip(rows["difference"], rows["difference_se"], strict=True)
    intervals = zip(rows["low"], rows["high"], strict=True)
    return pd.DataFrame(
        {
            "first": rows["first"].map(label),
            "second": rows["second"].map(label),
            "first − second": [with_error(*cell, 5) for cell in cells],
            "95 % interval": [f"{low:.5f} to {high:.5f}" for low, high in intervals],
            "trials": rows["trials"].astype(str),
            "trials needed": rows["trials_needed"].map(lambda needed: number(needed, 0)),
            "verdict": rows["verdict"],
        }
    )


def readings(table: pd.DataFrame) -> pd.DataFrame:
    """Lay out Table 2 under each of its readings."""
    cells = zip(table["reproduced"], table["reproduced_se"], strict=True)
    published = zip(table["published"], table["published_se"], strict=True)
    return pd.DataFrame(
        {
            "reference posterior": table["reference"],
            "divided by N": table["divided_by_n"],
            "estimator": table["estimator"].map(label),
            "figure": table["figure"],
            "paper": [with_error(*cell, 3) for cell in published],
            "ours": [with_error(*cell, 3) for cell in cells],
            "z": table["z"].map(lambda z: number(z, 1)),
        }
    )


def measures(summary: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    """Lay out measures of all estimators; `summary` is indexed by estimator and measure."""
    wide = summary.unstack("measure", sort=False)
    shown = {"estimator": [label(name) for name in wide.index]}
    for heading, measure in columns.items():
        cells = zip(wide["mean", measure], wide["mean_se", measure], strict=True)
        decimals = 7 if measure == "posterior_error_accuracy" else 5
        shown[heading] = [with_error(*cell, decimals) for cell in cells]
    return pd.DataFrame(shown)


def coefficients(values: np.ndarray) -> pd.DataFrame:
    """Lay out the linear functions of x whose softmax is the exact posterior, a row a class."""
    shown = {"class": [str(k + 1) for k in range(len(values))]}
    names = ["offset", *(f"x_{i}" for i in range(1, values.shape[1]))]
    for name, column in zip(names, values.T, strict=True):
        shown[name] = [number(value, 4) for value in column]
    return pd.DataFrame(shown)


def matches(table: pd.DataFrame) -> pd.DataFrame:
    """Lay out the twenty settings nearest to the paper's numbers."""
    distances = ["distance", "distance_table2", "distance_rates", "largest_z"]
    text = table.head(20).astype(str)
    for name in distances:
        text[name] = table[name].head(20).map("{:.2f}".format)
    return text.rename(columns=lambda name: name.replace("_", " "))
