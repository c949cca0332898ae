"""Check config.yaml, and say in one line each what is wrong with it."""

import difflib
import math
import reprlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from jsonschema import Draft202012Validator, ValidationError, validators

from workflow.size import MEMORY, memory, too_many_jobs
from workflow.studies import combinations

SCHEMA = yaml.safe_load((Path(__file__).parent / "schemas" / "config.schema.yaml").read_text())


def unique_items(validator, unique, items, schema) -> Iterator[ValidationError]:
    """Compare items pair by pair, which takes long, only where there are not too many anyway."""
    if isinstance(items, list) and len(items) <= schema["maxItems"]:
        compare = Draft202012Validator.VALIDATORS["uniqueItems"]
        yield from compare(validator, unique, items, schema)


# Whole numbers are written whole (no 100.0, no yes), and a number is finite.
Validator = validators.extend(
    Draft202012Validator,
    {"uniqueItems": unique_items},
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

LINES, LENGTH = 20, 500  # of a refusal at most, and of each of its lines


class ConfigError(SystemExit):
    """The config asks for something that cannot be run: ends the run with a line for each fault."""


def check(config: dict[str, Any]) -> None:
    """Raise ConfigError, naming key, value and what is allowed, unless the config can be run."""
    refuse(
        schema_faults(SCHEMA, config)
        or too_many_jobs(config)
        or cross_checks(config)
        or study_faults(config)
    )


def refuse(faults: list[str]) -> None:
    """Raise ConfigError if there are faults."""
    faults = list(dict.fromkeys(faults))
    if len(faults) > LINES:
        faults = [*faults[: LINES - 1], f"and {len(faults) - LINES + 1} more faults"]
    if faults:
        raise ConfigError("\n".join(f"config: {one_line(fault)}" for fault in faults))


def one_line(text: str) -> str:
    """Return text on one line of bounded length, what cannot be printed escaped."""
    plain = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in " ".join(text.split()))
    return plain if len(plain) <= LENGTH else f"{plain[: LENGTH - 3]}..."


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
    return faults


def schema_faults(schema: dict[str, Any], value: Any) -> list[str]:
    """Return a line for each fault that the schema finds."""
    errors = Validator(schema).iter_errors(value)
    return [where(error) + fault for error in errors for fault in messages(error)]


def where(error: ValidationError) -> str:
    """Return the key that an error is about, ready to stand in front of the message."""
    key = ".".join(map(as_text, error.absolute_path))
    return f"{key}: " if key else ""


def messages(error: ValidationError) -> list[str]:
    """Say what was given and what is allowed; an error may be about several unknown keys."""
    if error.validator == "additionalProperties":
        known = error.schema["properties"]
        return [unknown_key(key, list(known)) for key in error.instance if key not in known]
    if error.validator == "required":
        return [f"missing key {error.message.removesuffix(' is a required property')}"]
    allowed = error.schema.get("description")
    if error.validator in ALLOWED and not (allowed and error.validator == "type"):
        allowed = ALLOWED[error.validator](error.validator_value)
    return [f"{shown(error.instance)} given, allowed: {allowed}"]


def unknown_key(key: Any, known: list[str]) -> str:
    """Say that a key is unknown, and which was meant or are allowed."""
    close = difflib.get_close_matches(as_text(key), known, n=1)
    hint = f"did you mean '{close[0]}'?" if close else f"allowed: {', '.join(known)}"
    return f"unknown key {shown(key)} ({hint})"


def as_text(key: Any) -> str:
    return key if isinstance(key, str) else shown(key)


def shown(value: Any) -> str:
    """Return a value as Python writes it, or the most of it that fits; fast however large it is."""
    text = reprlib.repr(value)
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
            f"covariance: {shown(covariance)} given, allowed: a number from 1e-15 to 1e15, or a "
            f"symmetric positive definite {inputs} x {inputs} matrix (one for all classes: with "
            "different ones the exact posterior is no softmax of a linear function)"
        )
    priors = config["priors"]
    if priors != "equal" and len(priors) != classes:
        faults.append(
            f"priors: {shown(priors)} given, allowed: equal, or {classes} numbers, one a class"
        )
    elif min(resolve(config)["priors"]) * classes * config["test_per_class"] < 1 - 1e-9:
        faults.append(
            f"priors: {shown(priors)} given, allowed with test_per_class: "
            f"{config['test_per_class']}: an observation or more of each class in a test sample"
        )
    faults += [
        f"estimators.{k}: {estimator['activation']} with binary_cross_entropy given, "
        "allowed: logistic with binary_cross_entropy"
        for k, estimator in enumerate(config["estimators"])
        if estimator["penalty"] == "binary_cross_entropy" and estimator["activation"] != "logistic"
    ]
    if memory(config) > MEMORY:
        faults.append(
            "trials_per_job, train_per_class, test_per_class, hidden_units: with these a job takes "
            f"about {memory(config) / 1e9:.0f} GB of memory, allowed: at most {MEMORY / 1e9:.0f}"
        )
    return faults


def is_covariance(rows: list[list[float]], size: int) -> bool:
    if [len(row) for row in rows] != [size] * size:
        return False
    matrix = np.array(rows, dtype=float)
    try:
        smallest = np.linalg.cholesky(matrix).diagonal().min() ** 2
    except np.linalg.LinAlgError:
        return False
    return np.array_equal(matrix, matrix.T) and smallest >= 1e-30


def resolve(config: dict[str, Any]) -> dict[str, Any]:
    """Return checked settings with every shorthand written out: what the jobs are given."""
    inputs, classes = len(config["means"][0]), len(config["means"])
    covariance, priors = config["covariance"], config["priors"]
    if not isinstance(covariance, list):
        covariance = (covariance * np.eye(inputs)).tolist()
    weights = np.ones(classes) if priors == "equal" else np.array(priors, dtype=float)
    return config | {"covariance": covariance, "priors": (weights / weights.sum()).tolist()}
