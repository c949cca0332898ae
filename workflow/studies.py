"""The scenarios of the studies: which settings each has, and what it is called."""

import hashlib
from itertools import product
from typing import Any

Settings = dict[str, Any]


def combinations(study: dict[str, list]) -> list[Settings]:
    """Return the settings that a study gives to its keys, every value with every other."""
    return [dict(zip(study, values, strict=True)) for values in product(*study.values())]


def scenario_name(base: Settings, varied: Settings) -> str:
    """Name a scenario by the keys in which it differs from the experiment: `paper` if in none."""
    parts = [f"{key}-{slug(varied[key])}" for key in sorted(varied) if varied[key] != base[key]]
    return shortened("_".join(parts), 200) or "paper"


def slug(value: Any) -> str:
    """Return a value as a part of a file name; a long one by its digest."""
    if isinstance(value, str):
        return value
    if not isinstance(value, list):
        return str(value + 0).removesuffix(".0")  # -0.0 is 0
    separator = "__" if isinstance(value[0], list) else ","
    text = separator.join(slug(each) for each in value)
    return shortened(text, 60)


def shortened(text: str, longest: int) -> str:
    """Return a text, or its digest if it is too long for a file name."""
    return text if len(text) <= longest else hashlib.sha256(text.encode()).hexdigest()[:12]


def scenarios(config: Settings) -> dict[str, Settings]:
    """Return the settings of every scenario by name: the paper's, its companions, the studies'.

    On the same trials as `paper`, `other_pairings` fits the pairings that the paper leaves out.
    """
    apart = ("studies", "study_trials")
    base = {key: value for key, value in config.items() if key not in apart}
    others = [
        {"activation": "logistic", "penalty": "cross_entropy"},
        {"activation": "logistic", "penalty": "binary_cross_entropy"},
    ]
    named = {
        "paper": base,
        "other_pairings": base | {"estimators": others},
        logit(base): base | {"hidden_units": 0},
    }
    for study in config["studies"].values():
        for varied in combinations(study):
            named[scenario_name(base, varied)] = base | varied
    return named


def logit(base: Settings) -> str:
    """Return the name of the scenario without hidden units: the multinomial logit."""
    return scenario_name(base, {"hidden_units": 0})
