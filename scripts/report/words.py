"""Settings, estimators and numbers in words."""

from typing import Any

import pandas as pd

from analysis.trials import cell

OTHER_PROBLEM = (
    "The config's classes, test samples or estimators are not the paper's: its numbers stand "
    "beside these for orientation, and no disagreement with them is a finding."
)
KEYS = {
    "train_per_class": "training observations per class",
    "test_per_class": "test observations per class",
    "covariance": "covariance (squared units of x)",
    "start_range": "largest start weight",
    "means": "means (units of x)",
}


def key_in_words(key: str) -> str:
    """Return what a key of the config sets, with its unit where it has one."""
    return KEYS.get(key, key.replace("_", " "))


def settings_in_words(settings: dict[str, Any]) -> str:
    """Return settings as a phrase, without units."""
    return ", ".join(
        f"{key_in_words(key).partition(' (')[0]} {cell(value)}" for key, value in settings.items()
    )


def tick(value: Any) -> str:
    """Return a setting as the label of a tick: a matrix with a line a row."""
    if isinstance(value, list) and isinstance(value[0], list):
        return "\n".join(map(tick, value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def label(estimator: str) -> str:
    """Return an estimator's name in words."""
    return estimator.replace("-", " + ").replace("_", " ").replace("cross entropy", "cross-entropy")


def number(value: float, decimals: int) -> str:
    return "" if pd.isna(value) else f"{value:.{decimals}f}"


def with_error(value: float, error: float, decimals: int) -> str:
    """Return `value ± error`, or nothing where there is no value."""
    return "" if pd.isna(value) else f"{value:.{decimals}f} ± {error:.{decimals}f}"
