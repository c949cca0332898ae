"""Check config.yaml, and say in one line each what is wrong with it."""

import difflib
import math
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from jsonschema import Draft202012Validator, ValidationError, validators

from workflow.studies import combinations

SCHEMA = yaml.safe_load((Path(__file__).parent / "schemas" / "config.schema.yaml").read_text())

# Whole numbers are written whole (no 100.0, no yes), and a number is finite.
Validator = validators.extend(
    Draft202012Validator,
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine(
        "integer", lambda _, value: type(value) is int
    ).redefine("number", lambda _, value: type(value) in (int, float) and math.isfinite(value)),
)

ALLOWED = {
    "type": lambda allowed: f"of type {allowed}",
    "enum": lambda allowed: "one of " + ", ".join(map(str, allowed)),
    "minimum": lambda allowed: f"at least {allowed}",
    "exclusiveMinimum": lambda allowed: f"more than {allowed}",
    "maximum": lambda allowed: f"at most {allowed}",
    "minItems": lambda allowed: f"at least {allowed} of them",
    "maxItems": lambda allowed: f"at most {allowed} of them",
    "uniqueItems": lambda _: "each only once",
}


class ConfigError(ValueError):
    """The config asks for something that cannot be run; the message has a line for each fault."""


def check(config: dict[str, Any]) -> None:
    """Raise ConfigError, naming key, value and what is allowed, unless the config can be run."""
    faults = schema_faults(SCHEMA, config)
    faults = faults or cross_checks(config) or study_faults(config)
    if faults:
        raise ConfigError("\n".join(f"config: {fault}" for fault in faults))


def refuse_repeated_keys(path: str) -> None:
    """Raise ConfigError if a mapping in a YAML file has a key twice: YAML would keep the last."""
    waiting = [(yaml.compose(Path(path).read_text()), "")]
    while waiting:
        node, where = waiting.pop()
        if isinstance(node, yaml.SequenceNode):
            waiting += [(child, where) for child in node.value]
        if isinstance(node, yaml.MappingNode):
            names = [key.value for key, _ in node.value]
            for name in names:
                if names.count(name) > 1:
                    raise ConfigError(f"config: {where}{name}: given twice, allowed: once")
            waiting += [(child, f"{where}{key.value}.") for key, child in node.value]


def study_faults(config: dict[str, Any]) -> list[str]:
    """Return the faults of the studies' values, alone or where they meet."""
    faults = []
    for name, study in config["studies"].items():
        wrong = [
            f"studies.{name}.{key}: {fault}"
            for key, values in study.items()
            for value in values
            for fault in schema_faults(SCHEMA["properties"][key], value)
        ]
        faults += wrong or [
            f"studies.{name}: {fault}"
            for varied in combinations(study)
            for fault in cross_checks(config | varied)
        ]
    return list(dict.fromkeys(faults))


def schema_faults(schema: dict[str, Any], value: Any) -> list[str]:
    """Return a line for each fault that the schema finds."""
    errors = Validator(schema).iter_errors(value)
    return [where(error) + fault for error in errors for fault in messages(error)]


def where(error: ValidationError) -> str:
    """Return the key that an error is about, ready to stand in front of the message."""
    key = ".".join(map(str, error.absolute_path))
    return f"{key}: " if key else ""


def messages(error: ValidationError) -> list[str]:
    """Say what was given and what is allowed; an error may be about several unknown keys."""
    if error.validator == "additionalProperties":
        known = error.schema["properties"]
        return [unknown_key(name, list(known)) for name in error.instance if name not in known]
    if error.validator == "required":
        return [f"missing key {error.message.removesuffix(' is a required property')}"]
    allowed = error.schema.get("description")
    if error.validator in ALLOWED and not (allowed and error.validator == "type"):
        allowed = ALLOWED[error.validator](error.validator_value)
    return [f"{shown(error.instance)} given, allowed: {allowed}"]


def unknown_key(name: Any, known: list[str]) -> str:
    """Say that a key is unknown, and which was meant or are allowed."""
    close = difflib.get_close_matches(str(name), known, n=1)
    hint = f"did you mean '{close[0]}'?" if close else f"allowed: {', '.join(known)}"
    return f"unknown key '{name}' ({hint})"


def shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def cross_checks(config: dict[str, Any]) -> list[str]:
    """Return the faults that no single key shows."""
    inputs, classes = len(config["means"][0]), len(config["means"])
    faults = [
        f"means.{k}: {shown(mean)} given, allowed: {inputs} numbers, as in means.0"
        for k, mean in enumerate(config["means"])
        if len(mean) != inputs
    ]
    covariance = config["covariance"]
    if isinstance(covariance, list) and not is_covariance(covariance, inputs):
        faults.append(
            f"covariance: {shown(covariance)} given, allowed: a number above 0, or a "
            f"symmetric positive definite {inputs} x {inputs} matrix (one for all classes: with "
            "different ones the exact posterior is no softmax of a linear function)"
        )
    priors = config["priors"]
    if priors != "equal" and len(priors) != classes:
        faults.append(
            f"priors: {shown(priors)} given, allowed: equal, or {classes} numbers, one a class"
        )
    faults += [
        f"estimators.{k}: {estimator['activation']} with binary_cross_entropy given, "
        "allowed: logistic with binary_cross_entropy"
        for k, estimator in enumerate(config["estimators"])
        if estimator["penalty"] == "binary_cross_entropy" and estimator["activation"] != "logistic"
    ]
    return faults


def is_covariance(rows: list[list[float]], size: int) -> bool:
    if [len(row) for row in rows] != [size] * size:
        return False
    matrix = np.array(rows)
    return np.array_equal(matrix, matrix.T) and np.linalg.eigvalsh(matrix)[0] > 0


def resolve(config: dict[str, Any]) -> dict[str, Any]:
    """Return checked settings with every shorthand written out: what the jobs are given."""
    inputs, classes = len(config["means"][0]), len(config["means"])
    covariance, priors = config["covariance"], config["priors"]
    if not isinstance(covariance, list):
        covariance = (covariance * np.eye(inputs)).tolist()
    weights = np.ones(classes) if priors == "equal" else np.array(priors, dtype=float)
    return config | {"covariance": covariance, "priors": (weights / weights.sum()).tolist()}
