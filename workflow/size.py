"""How large a run is: the jobs of its parts, and what one job takes."""

import math
from collections.abc import Iterator
from typing import Any

JOBS, MOST_JOBS = 5_000, 1_000_000
MEMORY = 64e9  # bytes


def advice(config: dict[str, Any]) -> list[str]:
    """Return a line for each part of the run that Snakemake would plan and schedule slowly."""
    return [line for count, line in jobs(config) if count > JOBS]


def too_many_jobs(config: dict[str, Any]) -> list[str]:
    """Return a line for each part of the run that Snakemake could not plan."""
    return [
        f"{line}, allowed: at most {MOST_JOBS}" for count, line in jobs(config) if count > MOST_JOBS
    ]


def jobs(config: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield the jobs of the default run and those of the studies, and what would make fewer.

    Counted are those of each range of trials: a fit for each estimator, and evaluate.
    """
    studied = sum(math.prod(map(len, study.values())) for study in config["studies"].values())
    parts = (
        ("trials", 1, config["trials"]),
        (f"studies of {studied} scenarios, study_trials", studied, config["study_trials"]),
    )
    for what, scenarios, trials in parts:
        size = config["trials_per_job"]
        of_range = scenarios * (1 + len(config["estimators"]))
        count = of_range * math.ceil(trials / size)
        larger = math.ceil(trials / max(1, JOBS // max(1, of_range)))
        yield (
            count,
            f"{what}: {trials} with trials_per_job: {size} makes {count} jobs; "
            f"trials_per_job: {larger} makes {of_range * math.ceil(trials / larger)}",
        )


def trials_of_job(config: dict[str, Any]) -> int:
    """Return how many trials the largest job takes."""
    return min(config["trials_per_job"], max(config["trials"], config["study_trials"]))


def memory(config: dict[str, Any]) -> float:
    """Return about how many bytes the largest job takes for its arrays."""
    classes, inputs, hidden = len(config["means"]), len(config["means"][0]), config["hidden_units"]
    trained, tested = (classes * config[f"{name}_per_class"] for name in ("train", "test"))
    weights = (inputs + 1) * hidden + (hidden + 1) * classes if hidden else (inputs + 1) * classes
    of_trial = trained * 3 * (inputs + 1) + tested * (2 * inputs + hidden + 4 * classes)
    of_block = trained * (2 * hidden + 3 * classes)
    return 8 * (trials_of_job(config) * (of_trial + 4 * weights**2) + of_block)


def megabytes(config: dict[str, Any]) -> int:
    """Return what a job on trials asks of a cluster: twice its arrays, and what does not grow.

    That is the quadrature, the imports of a script and the two Snakemakes about it.
    """
    classes = len(config["means"])
    quadrature = classes * (config["hidden_units"] + 3 * classes)
    return 600 + quadrature + int(2 * memory(config) / 1e6)


def minutes(config: dict[str, Any]) -> int:
    """Return what a job on trials asks of a cluster: five times its fits, as measured, and ten."""
    of_iteration = trials_of_job(config) * memory(config | {"trials_per_job": 1}) * 2e-9
    return 10 + int(config["iterations"] * of_iteration / 60)
