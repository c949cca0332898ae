"""The scenarios of a run: which settings each has, what it is called, and its ranges of trials."""

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from classes import PARAMETERS, build, by_class, family
from estimators import of_config, place
from estimators.densities import DENSITIES as KINDS
from workflow.yaml_file import read

Settings = dict[str, Any]

ROOT = Path(__file__).parents[1]
PAPER = "paper"  # the scenario that is config.yaml itself, unless this names it
UNNAMED = "experiment"  # what it is called where it is not the paper's problem and has no name
OTHERS = "scenarios/other_pairings"
DENSITIES = "scenarios/densities"
LEFT_OUT = [  # pairings the paper writes of but does not compare
    {"activation": "logistic", "penalty": "cross_entropy"},
    {"activation": "logistic", "penalty": "binary_cross_entropy"},
    {"activation": "linear", "penalty": "least_squares"},
]
GROUPS = {  # settings that jobs are given together
    "network": ("hidden_units", "start_range"),
    "fitting": (
        *("optimiser", "line_search_tolerance", "iterations", "relative_decrease"),
        *("absolute_decrease", "gradient_tolerance", "validation_per_class"),
        *("weight_decay", "starts"),
    ),
}
# How many times trials_per_job a range holds that begins after so many times trials_per_job.
GROWTH = {0: 1, 5: 5, 10: 10}


def ranges(trials: int, size: int) -> Iterator[str]:
    """Yield the ranges of trials `first-last` that jobs work on, one a job.

    Their limits are the same for any number of trials: a longer run uses the ranges of a shorter
    one. So the last may go beyond `trials`. They grow, as many short jobs take longer than few
    long ones, up to 10 times `size`, as a job's memory is proportional to its trials.
    """
    first = 1
    while first <= trials:
        last = first - 1 + range_size(first, size)
        yield f"{first}-{last}"
        first = last + 1


def range_size(trial: int, size: int) -> int:
    """Return how many trials the range of a trial holds."""
    return size * max(times for begin, times in GROWTH.items() if trial > begin * size)


def joined(config: Settings, given: Settings) -> Settings:
    """Return a config with the keys of another put over it.

    What gives another family gives all of its parameters: those of the former one do not count.
    """
    if given.get("family", config.get("family")) != config.get("family"):
        config = {key: value for key, value in config.items() if key not in PARAMETERS}
    return config | given


def classes_file(path: str) -> Path:
    """Return the file of classes that a study names: of the run's folder, or of the project."""
    return Path(path) if Path(path).exists() else ROOT / path


@cache
def keys_of(path: Path) -> Settings:
    """Return what a file of classes holds, which is read once."""
    return read(path.read_text(encoding="utf-8"))[0]


def applied(base: Settings, varied: Settings) -> Settings:
    """Return settings with those that a study gives put over them.

    `classes` is no key of the experiment: it names a file with keys of its classes. Estimators are
    in one order, however they are listed.
    """
    others = dict(varied)
    if path := others.pop("classes", None):
        base = joined(base, keys_of(classes_file(path)))
    settings = base | others
    return settings | {"estimators": in_order(settings["estimators"])}


def combinations(study: dict[str, list]) -> list[Settings]:
    """Return the settings that a study gives to its keys, every value with every other."""
    return [dict(zip(study, values, strict=True)) for values in product(*study.values())]


def told(key: str, value: Any) -> Any:
    """Return the value of a key as a study tells it: estimators by their names, with spaces."""
    return " ".join(of_config(each).name for each in value) if key == "estimators" else value


def prefix(config: Settings) -> str:
    """Return the folder in results/ that a named run is in, with a slash; none of `paper`."""
    name = config.get("name", PAPER)
    return "" if name == PAPER else f"{name}/"


def scenario_name(base: Settings, varied: Settings) -> str:
    """Name a scenario by the keys in which it differs from the experiment: as this if in none.

    The name is also its folder in results/, where all but the experiment stand in `scenarios/`.
    """
    parts = [
        f"{key}-{slug(value)}"
        for key, value in sorted(varied.items())
        if applied(base, {key: value}) != applied(base, {})
    ]
    if not parts:
        return base.get("name", PAPER)
    return f"{prefix(base)}scenarios/{shortened('_'.join(parts), 200)}"


def slug(value: Any) -> str:
    """Return a value as a part of a file name; a long one by its digest."""
    if isinstance(value, str):
        return value.replace("/", ",").removesuffix(".yaml")
    if isinstance(value, dict):
        return of_config(value).name
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

    On the same trials as `paper`, `OTHERS` fits those of `LEFT_OUT`, and `DENSITIES` the sampling
    paradigm, by the classes' own family and by the Gaussian, where the config does not.
    """
    apart = ("name", "reconstruction", "studies", "study_trials", "keep_samples")
    base = applied({key: value for key, value in config.items() if key not in apart}, {})
    others = [each for each in in_order(LEFT_OUT) if each not in base["estimators"]]
    named = {config.get("name", PAPER): base}
    if others:
        named[f"{prefix(config)}{OTHERS}"] = base | {"estimators": others}
    densities = in_order({"density": each} for each in {"gaussian", base["family"]} & {*KINDS})
    if densities := [each for each in densities if each not in base["estimators"]]:
        named[f"{prefix(config)}{DENSITIES}"] = base | {"estimators": densities}
    named[logit(config)] = base | {"hidden_units": 0}
    for study in config["studies"].values():
        for varied in combinations(study):
            named[scenario_name(config, varied)] = applied(base, varied)
    return named


def longest(scenarios: dict[str, Settings]) -> dict[str, str]:
    """Return of each scenario the one of the largest cap, of those that differ in the cap alone.

    They are fitted along the same paths.
    """
    by_cap = sorted(scenarios, key=lambda name: scenarios[name]["iterations"])
    others = {name: repr(scenarios[name] | {"iterations": None}) for name in by_cap}
    last = {others[name]: name for name in by_cap}
    return {name: last[others[name]] for name in by_cap}


def in_order(estimators: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Return estimators in the order of all tables and figures, however the config lists them."""
    named = sorted(map(of_config, estimators), key=place)
    return [each._asdict() for each in named]


def logit(base: Settings) -> str:
    """Return the name of the scenario without hidden units: the multinomial logit."""
    return scenario_name(base, {"hidden_units": 0})


def resolve(settings: Settings) -> Settings:
    """Return checked settings as jobs are given them: in groups, each shorthand written out."""
    parameters = {key: settings[key] for key in ("family", *family(settings)._fields)}
    weights = np.ones(len(by_class(settings)))
    if settings["priors"] != "equal":
        weights = np.array(settings["priors"], dtype=float)
    parameters["priors"] = weights / weights.sum()
    classes = {key: value.tolist() for key, value in build(parameters)._asdict().items()}
    groups = {name: {key: settings[key] for key in keys} for name, keys in GROUPS.items()}
    return settings | groups | {"classes": {"family": settings["family"]} | classes}


def same_problem(settings: Settings, problem: Settings) -> bool:
    """Are a scenario's classes and test samples those of the published tables?"""
    ours, theirs = resolve(settings), resolve(settings | problem)
    return all(ours[key] == theirs[key] for key in ("classes", "test_per_class"))
