"""Settings, estimators and numbers in words."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.trials import cell
from classes import by_class

LARGE = 100  # an error from here on is told without decimals
OTHER_PROBLEM = (
    "The config's classes or test samples are not the paper's: none of its numbers is set beside "
    "these."
)
MEASURES = {
    "brier_score": "Brier score",
    "kl_divergence": "Kullback–Leibler divergence",
    "calibration_error": "expected calibration error",
}
KEYS = {
    "train_per_class": "training observations per class",
    "test_per_class": "test observations per class",
    "covariance": "covariance (squared units of x)",
    "start_range": "largest start weight",
    "means": "means (units of x)",
    "covariances": "covariances (squared units of x)",
}

ESTIMATORS = re.compile(r"\w+-\w+( \w+-\w+)*")  # as a study's table has them
PROPER = {"gaussian": "Gaussian", "poisson": "Poisson"}  # words of a name
OPTIMISERS = {
    "bfgs": "BFGS",
    "polak_ribiere": "conjugate gradients (Polak–Ribière)",
    "fletcher_reeves": "conjugate gradients (Fletcher–Reeves)",
    "rprop": "RPROP",
}
STOPPING = {  # as shipped: rules that end only a fit that has converged
    "line_search_tolerance": 0.9,
    "relative_decrease": 1e-12,
    "absolute_decrease": 0.0,
    "gradient_tolerance": 1e-5,
    "validation_per_class": 0,
}


def measure_in_words(measure: str) -> str:
    """Return what a measure is called."""
    return MEASURES.get(measure, measure.replace("_", " "))


def key_in_words(key: str) -> str:
    """Return what a key of the config sets, with its unit where it has one."""
    return KEYS.get(key, key.replace("_", " "))


def settings_in_words(settings: dict[str, Any]) -> str:
    """Return settings as a phrase, without units."""
    return ", ".join(
        f"{key_in_words(key).partition(' (')[0]} {value_in_words(cell(value))}"
        for key, value in settings.items()
    )


def value_in_words(value: Any) -> Any:
    """Return a setting as it stands in a table; estimators and files of classes by their names."""
    if not isinstance(value, str):
        return value
    if value.endswith(".yaml"):
        return family_in_words(Path(value).stem)
    return f"({listed(map(label, value.split()))})" if ESTIMATORS.fullmatch(value) else value


def family_in_words(family: str) -> str:
    """Return what a family of classes is called: `negative binomial`, `Gaussian`."""
    return " ".join(PROPER.get(word, word) for word in family.split("_"))


def settings_line(settings: dict[str, Any], trials: int) -> str:
    """Return what numbers rest on, in one line; the settings are those that jobs are given."""
    classes, network, fitting = (settings[group] for group in ("classes", "network", "fitting"))
    starts = fitting["starts"]
    inputs, priors = len(by_class(classes)[0]), classes["priors"]
    name = family_in_words(classes["family"])
    train, test = settings["train_per_class"], settings["test_per_class"]
    parts = [
        f"{trials} trials, seed {settings['seed']}",
        f"{len(priors)} {name} classes in {counted(inputs, 'dimension')}"
        + covariance_in_words(classes.get("covariance")),
        "equal priors"
        if len(set(priors)) == 1
        else f"priors {', '.join(f'{each:.3g}' for each in priors)}",
        f"{train} training and {test} test observations per class",
        f"{counted(network['hidden_units'], 'hidden unit')}, start weights within "
        f"±{network['start_range']:g}" + (f", best of {starts} starts" if starts > 1 else ""),
        f"{fitting['optimiser'].replace('_', ' ')}, at most "
        f"{counted(fitting['iterations'], 'iteration')}, weight decay {fitting['weight_decay']:g}",
        *(
            f"{key_in_words(key)} {fitting[key]:g}"
            for key, shipped in STOPPING.items()
            if fitting[key] != shipped
        ),
    ]
    return "; ".join(parts) + "."


def optimiser_in_words(name: str) -> str:
    """Return an optimiser's name as people write it."""
    return OPTIMISERS.get(name, name.replace("_", " "))


def covariance_in_words(matrix: list[list[float]] | None) -> str:
    """Return a covariance matrix as a phrase, if it is a multiple of the identity matrix."""
    scale = matrix[0][0] if matrix else None
    size = range(len(matrix or []))
    simple = matrix and matrix == [[scale * (i == j) for j in size] for i in size]
    return f" of covariance {scale:g}" if simple else ""


def counted(count: int, thing: str) -> str:
    """Return how many there are of a thing, in words."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def tick(value: Any) -> str:
    """Return a setting as the label of a tick: a matrix with a line a row."""
    if isinstance(value, list) and isinstance(value[0], list):
        return "\n".join(map(tick, value))
    if isinstance(value, str) and ESTIMATORS.fullmatch(value):
        return "\n".join(map(label, value.split()))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value_in_words(value))


def label(estimator: str) -> str:
    """Return an estimator's name in words."""
    kind, _, family = estimator.partition("-")
    if kind == "density":
        return f"{family_in_words(family)} densities"
    if kind == "script":
        return family.replace("_", " ")
    return estimator.replace("-", " + ").replace("_", " ").replace("cross entropy", "cross-entropy")


def listed(names: Iterable[str]) -> str:
    """Return names as a phrase: a, b and c."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def span(values: pd.Series, told: Callable[[float], str]) -> str:
    """Return the least and the greatest as told: a to b, or a where they read the same."""
    return " to ".join(dict.fromkeys(map(told, (values.min(), values.max()))))


def number(value: float, decimals: int, sign: str = "") -> str:
    """Return a number with a true minus sign and no negative zero; nothing for no number."""
    if pd.isna(value):
        return ""
    if np.isinf(value):
        return "∞"
    return f"{value:{sign}z.{decimals}f}".replace("-", "−")


def size(deviation: float) -> str:
    """Return the size of a deviation: `0`, `3e−16` or `0.25`."""
    if deviation >= 0.005:
        return number(deviation, 2)
    mantissa, exponent = f"{deviation:.0e}".split("e")
    return f"{mantissa}e{number(int(exponent), 0)}" if deviation else "0"


def with_error(value: float, error: float, decimals: int) -> str:
    """Return `value ± error`, or nothing where there is no value."""
    decimals = 0 if error >= LARGE else decimals
    parts = number(value, decimals), number(error, decimals)
    return " ± ".join(filter(None, parts)) if parts[0] else ""


def with_small_error(value: float, error: float, decimals: int, most: int = 9) -> str:
    """Return `value ± error` with as many decimals as show the error, within these limits."""
    first = -np.floor(np.log10(error)) if 0 < error < np.inf else 0
    return with_error(value, error, int(np.clip(first, decimals, most)))


def interval(low: float, high: float, decimals: int, sign: str = "") -> str:
    """Return an interval as `low to high`, or nothing where there is none."""
    decimals = 0 if high - low >= LARGE else decimals
    ends = number(low, decimals, sign), number(high, decimals, sign)
    return " to ".join(ends) if all(ends) else ""


def percent(share: float, decimals: int = 0) -> str:
    """Return a share in percent."""
    return f"{number(100 * share, decimals)} %"


def percent_with_error(share: float, error: float) -> str:
    """Return a share and its error in percent: `26.1 ± 4.3 %`."""
    return f"{with_small_error(100 * share, 100 * error, 1, most=2)} %"


def reading(reference: str, divided_by_n: str) -> str:
    """Return a reading of Table 2 as a phrase."""
    division = "divided" if divided_by_n == "yes" else "not divided"
    return f"reference {reference}, {division} by N"


def box_reading(reference: str, half_width: int) -> str:
    """Return a reading of Table 2 as an integral over a box as a phrase."""
    return f"reference {reference}, L = {half_width}"


def probability(p: float) -> str:
    """Return a p-value: `p = 0.031`, or `p < 0.001`."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def sentence(text: str) -> str:
    """Return text with a capital letter and a full stop."""
    return f"{text[0].upper()}{text[1:]}."
