"""Validate config.yaml: one line for each fault, with the key, the value and what is allowed."""

import difflib
import math
import reprlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, ValidationError, validators

from classes import family
from estimators import ESTIMATORS, Estimator
from workflow.resources import MEMORY, largest, memory
from workflow.scenarios import combinations

SCHEMA = yaml.safe_load(
    (Path(__file__).parent / "schemas" / "config.schema.yaml").read_text(encoding="utf-8")
)
KEYS = list(SCHEMA["properties"])

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
    refuse(schema_faults(SCHEMA, config) or cross_checks(config) or list(study_faults(config)))


def check_file(path: str | Path) -> None:
    """Raise ConfigError unless a config file is plain YAML, before Snakemake loads it.

    Of a key given twice YAML would keep the last, and Snakemake runs the code of a file that asks
    for it (`__use_yte__: true`).
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
        root, config = yaml.compose(text, yaml.SafeLoader), yaml.safe_load(text)
        if not isinstance(config, dict):
            raise ValueError("not a mapping of keys to values")
        faults = [*repeated_keys(root), *(unknown_key(key, KEYS) for key in config)]
    except Exception as error:  # PyYAML lets through whatever the conversion of a value raises
        faults = [f"cannot be read: {error}"]
    refuse([f"{path}: {fault}" for fault in faults if fault])


def refuse(faults: list[str]) -> None:
    """Raise ConfigError if there are faults."""
    lines = [" ".join(fault.split()) for fault in dict.fromkeys(faults)]
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], f"and {len(lines) - LINES + 1} more faults"]
    if lines:
        raise ConfigError("\n".join(f"config: {line}" for line in lines))


def repeated_keys(node: yaml.Node) -> Iterator[str]:
    """Yield a fault for each key that a mapping of the file has twice."""
    for each in node.value if isinstance(node, yaml.SequenceNode) else []:
        yield from repeated_keys(each)
    seen = set()
    for key, value in node.value if isinstance(node, yaml.MappingNode) else []:
        if isinstance(key, yaml.ScalarNode) and key.value in seen:
            yield f"{key.value}: given again in line {key.start_mark.line + 1}, allowed: once"
        seen.add(key.value if isinstance(key, yaml.ScalarNode) else id(key))
        yield from repeated_keys(value)


def unknown_key(key: Any, known: list[str]) -> str:
    """Say that a key is unknown, and which was meant or are allowed; nothing of a known one."""
    if key in known:
        return ""
    close = difflib.get_close_matches(str(key), known, n=1)
    hint = f"did you mean '{close[0]}'?" if close else f"allowed: {', '.join(known)}"
    return f"unknown key {shown(key)} ({hint})"


def schema_faults(schema: dict[str, Any], value: Any) -> list[str]:
    """Return a line for each fault that the schema finds."""
    errors = Validator(schema).iter_errors(value)
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
    """Yield the faults of the studies' values, alone or where they meet."""
    for name, study in config["studies"].items():
        wrong = [
            f"studies.{name}.{key}: {fault}"
            for key, values in study.items()
            for value in values
            for fault in schema_faults(SCHEMA["properties"][key], value)
        ]
        for varied in [] if wrong else combinations(study):
            wrong += [f"studies.{name}: {fault}" for fault in cross_checks(config | varied)]
        yield from wrong


def cross_checks(config: dict[str, Any]) -> list[str]:
    """Return the faults that no single key shows."""
    inputs, classes = len(config["means"][0]), len(config["means"])
    faults = [
        (f"means.{k}", mean, f"{inputs} numbers, as in means.0")
        for k, mean in enumerate(config["means"])
        if len(mean) != inputs
    ]
    faults = faults or list(family(config).faults(config))
    priors, tested = config["priors"], config["test_per_class"]
    if priors != "equal" and len(priors) != classes:
        faults.append(("priors", priors, f"equal, or {classes} numbers, one a class"))
    elif priors != "equal" and min(priors) / sum(priors) * classes * tested < 1 - 1e-9:
        allowed = f"an observation or more of each class in a test sample of {tested} per class"
        faults.append(("priors", priors, allowed))
    for k, estimator in enumerate(Estimator(**each) for each in config["estimators"]):
        if not estimator.possible:
            others = (each.name for each in ESTIMATORS if each.penalty == estimator.penalty)
            faults.append((f"estimators.{k}", estimator.name, ", ".join(others)))
    lines = [f"{key}: {shown(value)} given, allowed: {allowed}" for key, value, allowed in faults]
    if (needed := memory(config, largest(config))) > MEMORY:
        lines.append(
            "trials_per_job, train_per_class, test_per_class, hidden_units: with these a job takes "
            f"about {needed / 1e9:.0f} GB of memory, allowed: at most {MEMORY / 1e9:.0f}"
        )
    return lines
