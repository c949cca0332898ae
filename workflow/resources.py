"""How large a run is: the jobs of its parts, and the memory and time that one job takes."""

import math
from typing import Any

from classes import by_class
from workflow.scenarios import ranges

JOBS = 5_000  # more of them are planned and scheduled slowly
MEMORY = 64e9  # bytes
NODES = 25_000  # at which outputs of an estimator of one's own are kept: about the most


def advice(config: dict[str, Any]) -> list[str]:
    """Return a line for each part of the run that is many jobs, and what would make fewer.

    Counted are those of each range of trials: a fit for each estimator, and of the experiment also
    two samples and measure, of which a scenario of a study has one for all ranges.
    """
    studied = sum(math.prod(map(len, study.values())) for study in config["studies"].values())
    size, fits, lines = config["trials_per_job"], len(config["estimators"]), []
    parts = {  # what: its trials, the jobs of a range of them, and those of all ranges
        "trials": (config["trials"], fits + 3, 0),
        f"studies of {studied} scenarios, study_trials": (
            config["study_trials"],
            studied * fits,
            studied,
        ),
    }
    for what, (trials, of_range, of_all) in parts.items():
        jobs, larger = {}, size
        while True:
            jobs[larger] = of_range * sum(1 for _ in ranges(trials, larger)) + of_all
            if jobs[larger] <= JOBS or larger >= trials:
                break
            larger *= 2
        if larger > size:
            lines.append(
                f"{what}: {trials} with trials_per_job: {size} makes {jobs[size]} jobs; "
                f"trials_per_job: {larger} makes {jobs[larger]}"
            )
    return lines


def memory(config: dict[str, Any], trials: int) -> float:
    """Return about how many bytes a job on so many trials takes for its arrays."""
    of_classes, hidden = by_class(config), config["hidden_units"]
    classes, inputs = len(of_classes), len(of_classes[0])
    trained, tested, validated = (
        classes * config[f"{name}_per_class"] for name in ("train", "test", "validation")
    )
    weights = (inputs + 1) * hidden + (hidden + 1) * classes if hidden else (inputs + 1) * classes
    of_trial = (trained + validated) * 3 * (inputs + 1)
    of_trial += tested * (2 * inputs + hidden + 4 * classes)
    scripts = sum("script" in each for each in config["estimators"])
    of_trial += scripts * classes * (tested + NODES)
    of_block = trained * (2 * hidden + 3 * classes)
    return 8 * (trials * (of_trial + 4 * weights**2) + of_block)


def megabytes(config: dict[str, Any], trials: int) -> int:
    """Return what a job on trials asks of a cluster: twice its arrays, and what does not grow.

    That is the quadrature, the imports of a script and the two Snakemakes about it.
    """
    classes = len(by_class(config))
    quadrature = classes * (config["hidden_units"] + 3 * classes) // 2
    return 600 + quadrature + int(2 * memory(config, trials) / 1e6)


def megabytes_of_study(config: dict[str, Any], scenarios: int) -> int:
    """Return what a job on all measures of scenarios asks of a cluster: four times their table."""
    rows = scenarios * config["study_trials"] * len(config["estimators"])
    columns = 20 + len(by_class(config)) ** 2
    return 600 + int(4 * 8 * rows * columns / 1e6)


def seconds(config: dict[str, Any], trials: int) -> float:
    """Return about how long one estimator's fits to trials take, as measured."""
    return config["starts"] * config["iterations"] * trials * memory(config, 1) * 7e-11


def minutes(config: dict[str, Any], trials: int) -> int:
    """Return what a job on trials asks of a cluster: thirty times its fits, and ten."""
    return 10 + int(30 * seconds(config, trials) / 60)
