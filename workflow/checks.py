"""Validate config.yaml: one line for each fault, with the key, the value and what is allowed."""

import difflib
import math
import reprlib
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError, validators

from classes import PARAMETERS, by_class, family
from estimators import ESTIMATORS, of_config
from estimators.densities import Density
from estimators.script import Script
from estimators.script import faults as script_faults
from experiment.measures import MEASURES
from workflow.resources import MEMORY, memory
from workflow.scenarios import applied, classes_file, combinations, range_size
from workflow.yaml_file import read, write

SCHEMA, _ = read(
    (Path(__file__).parent / "schemas" / "config.schema.yaml").read_text(encoding="utf-8")
)
KEYS = list(SCHEMA["properties"])
OF_CLASSES = ["family", *sorted(PARAMETERS), "priors"]  # what a file of classes may hold

# Whole numbers are written whole (no 100.0, no yes), and a number is finite.
Validator = validators.extend(
    Draft202012Validator,
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine(
        "integer", lambda _, value: type(value) is int
    ).redefine("number", lambda _, value: type(value) in (int, float) and abs(value) < math.inf),
)
ALLOWED = {
    "type": lambda allowed: f"of type {allowed}",
    "enum": lambda allowed: "one of " + ", ".join(map(str, allowed)),
    "minimum": lambda allowed: f"at least {allowed:.15g}",
    "exclusiveMinimum": lambda allowed: f"more than {allowed:.15g}",
    "maximum": lambda allowed: f"at most {allowed:.15g}",
    "minItems": lambda allowed: f"at least {allowed} of them",
    "maxItems": lambda allowed: f"at most {allowed} of them",
    "uniqueItems": lambda _: "each only once",
}
LINES = 20  # of a refusal at most


class ConfigError(SystemExit):
    """The config asks for something that cannot be run: ends the run with a line for each fault."""


def check(config: dict[str, Any]) -> None:
    """Raise ConfigError, naming key, value and what is allowed, unless the config can be run."""
    refuse(schema_faults(config) or [*cross_checks(config), *study_faults(config)])


def read_file(path: str | Path) -> dict[str, Any]:
    """Return what a config file holds; raise ConfigError unless it is plain YAML.

    To be called before Snakemake loads it, which runs the code of a file that asks for it
    (`__use_yte__: true`).
    """
    config = understood(lambda: Path(path).read_text(encoding="utf-8"), f"{path}: ")
    return beside(Path(path), config)


def beside(path: Path, config: dict[str, Any]) -> dict[str, Any]:
    """Return what a config file holds, with the files of estimators that stand beside it found."""

    def find(value: Any) -> None:
        if isinstance(value, list):
            for each in value:
                find(each)
        elif isinstance(value, dict) and isinstance(value.get("script"), str):
            own = path.parent / value["script"]
            value["script"] = str(own) if own.is_file() else value["script"]

    studies = config.get("studies")
    for settings in [config, *(studies.values() if isinstance(studies, dict) else [])]:
        if isinstance(settings, dict):
            find(settings.get("estimators"))
    return config


def read_values(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is given with --config or by another workflow, as if it stood in a file."""
    return understood(lambda: write(dict(config)))


def understood(text: Callable[[], str], where: str = "") -> dict[str, Any]:
    """Return the keys and values of a YAML text; raise ConfigError if there is a fault in it."""
    try:
        config, faults = read(text())
        if not isinstance(config, dict):
            raise ValueError("not a mapping of keys to values")
        faults += [unknown_key(key, KEYS) for key in config]
    except Exception as error:  # PyYAML lets through whatever the conversion of a value raises
        faults = [f"cannot be read: {error}"]
    refuse([f"{where}{fault}" for fault in faults if fault])
    return config


def refuse(faults: list[str]) -> None:
    """Raise ConfigError if there are faults."""
    lines = [" ".join(fault.split()) for fault in dict.fromkeys(faults)]
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], f"and {len(lines) - LINES + 1} more faults"]
    if lines:
        raise ConfigError("\n".join(f"config: {line}" for line in lines))


def unknown_key(key: Any, known: list[str]) -> str:
    """Say that a key is unknown, and which was meant or are allowed; nothing of a known one."""
    if key in known:
        return ""
    close = difflib.get_close_matches(str(key), known, n=1)
    hint = f"did you mean '{close[0]}'?" if close else f"allowed: {', '.join(known)}"
    return f"unknown key {shown(key)} ({hint})"


def schema_faults(value: Any, schema: dict[str, Any] = SCHEMA) -> list[str]:
    """Return a line for each fault that the schema, or a part of it, finds."""
    whole = Validator(SCHEMA)  # a part of it refers to others
    errors = (whole if schema is SCHEMA else whole.evolve(schema=schema)).iter_errors(value)
    where = ((".".join(map(str, error.absolute_path)), messages(error)) for error in errors)
    return [
        f"{key}: {fault}".removeprefix(": ") for key, faults in where for fault in faults if fault
    ]


def messages(error: ValidationError) -> list[str]:
    """Say what was given and what is allowed; an error may be about several unknown keys."""
    if error.validator == "additionalProperties":
        return [unknown_key(key, list(error.schema["properties"])) for key in error.instance]
    if error.validator == "required":
        return [f"missing key {error.message.removesuffix(' is a required property')}"]
    allowed = error.schema.get("description")
    if error.validator in ALLOWED and not (allowed and error.validator == "type"):
        allowed = ALLOWED[error.validator](error.validator_value)
    return [f"{shown(error.instance)} given, allowed: {allowed}"]


def shown(value: Any) -> str:
    """Return a value as Python writes it, or the most of it that fits; fast however large it is."""
    text = reprlib.repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def study_faults(config: dict[str, Any]) -> Iterator[str]:
    """Yield the faults of the studies' values, each by itself."""
    for name, study in config["studies"].items():
        for key, values in study.items():
            for value in values:
                faults = classes_faults(value) if key == "classes" else value_faults(key, value)
                for fault in faults:
                    yield f"studies.{name}.{key}: {fault}"


def value_faults(key: str, value: Any) -> list[str]:
    """Return the faults of the value of a key, by itself."""
    return schema_faults(value, SCHEMA["properties"][key])


def classes_faults(path: str) -> Iterator[str]:
    """Yield the faults of a file of classes that a study names; raise if it cannot be read."""
    given = read_file(classes_file(path))
    if others := [key for key in given if key not in OF_CLASSES]:
        yield f"{path}: {', '.join(others)} given, allowed: {', '.join(OF_CLASSES)}"
    for key in set(given) - {*others}:
        yield from (f"{path}: {key}: {fault}" for fault in value_faults(key, given[key]))


def misfits(config: dict[str, Any]) -> dict[str, str]:
    """Return the studies of a checked config that do not fit its experiment, and why not."""
    found = {}
    for name, study in config["studies"].items():
        trials = {"trials": config["study_trials"]}
        faults = (cross_checks(applied(config | trials, varied)) for varied in combinations(study))
        if fault := next(chain.from_iterable(faults), None):
            found[name] = fault
    return found


def family_faults(config: dict[str, Any]) -> list[str]:
    """Return the faults of a config that lacks a parameter of its family, or has another's."""
    taken = family(config)._fields
    takes = f"the family {config['family']} takes {', '.join(taken)}"
    missing = [f"missing key '{key}' ({takes})" for key in taken if key not in config]
    foreign = sorted((PARAMETERS - set(taken)) & set(config))
    return missing + [f"{key}: {shown(config[key])} given, but {takes}" for key in foreign]


def cross_checks(config: dict[str, Any]) -> list[str]:
    """Return the faults that no single key shows."""
    if faults := family_faults(config):
        return faults
    of_classes, key = by_class(config), family(config)._fields[0]
    inputs, classes = len(of_classes[0]), len(of_classes)
    faults = [
        (f"{key}.{k}", row, f"{inputs} numbers, as in {key}.0")
        for k, row in enumerate(of_classes)
        if len(row) != inputs
    ]
    faults = faults or list(family(config).faults(config))
    priors, tested = config["priors"], config["test_per_class"]
    if priors != "equal" and len(priors) != classes:
        faults.append(("priors", priors, f"equal, or {classes} numbers, one a class"))
    elif priors != "equal" and min(priors) / sum(priors) * classes * tested < 1 - 1e-9:
        allowed = f"an observation or more of each class in a test sample of {tested} per class"
        faults.append(("priors", priors, allowed))
    estimators = list(map(of_config, config["estimators"]))
    for k, estimator in enumerate(estimators):
        if isinstance(estimator, Script):
            wrong = list(script_faults(estimator.script))
            if estimator.name in (each.name for each in estimators[:k]):
                wrong.append("each file name only once")
            faults += [(f"estimators.{k}", estimator.script, allowed) for allowed in wrong]
        elif isinstance(estimator, Density):
            if estimator.density not in ("gaussian", config["family"]):
                allowed = f"gaussian, or the family of the classes, {config['family']}"
                faults.append((f"estimators.{k}", estimator.name, allowed))
        elif not estimator.possible:
            others = (each.name for each in ESTIMATORS if each.penalty == estimator.penalty)
            faults.append((f"estimators.{k}", estimator.name, ", ".join(others)))
    compared = [name for name, measure in MEASURES.items() if measure.paired]
    for kind, wanted in config["precision"].items():
        if unknown := [measure for measure in wanted if measure not in compared]:
            faults.append((f"precision.{kind}", unknown[0], f"one of {', '.join(compared)}"))
        elif kind == "differences" and wanted and len(config["estimators"]) < 2:
            faults.append((f"precision.{kind}", wanted, "with two estimators or more"))
    lines = [f"{key}: {shown(value)} given, allowed: {allowed}" for key, value, allowed in faults]
    largest = range_size(config["trials"], config["trials_per_job"])
    if (needed := memory(config, largest)) > MEMORY:
        lines.append(
            "trials_per_job, train_per_class, test_per_class, hidden_units: with these a job takes "
            f"about {needed / 1e9:.0f} GB of memory, allowed: at most {MEMORY / 1e9:.0f}"
        )
    return lines
