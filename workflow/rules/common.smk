import sys

from workflow.code import digest
from workflow.settings import ConfigError, check, scenarios

try:
    check(config)
except ConfigError as error:
    sys.exit(str(error))

SCENARIOS = scenarios(config)
FROM_TRIALS = ["table1", "table2"] + expand(
    "table{number}{error}", number=[4, 5, 6], error=["", "_se"]
)
TABLES = {
    name: f"results/{{scenario}}/tables/{name}.csv"
    for name in [*FROM_TRIALS, "table3", "table3_se"]
}
ITEMS = f"{workflow.basedir}/workflow/report/items.yaml"
PUBLISHED = expand(
    f"{workflow.basedir}/workflow/published/table{{number}}.csv", number=range(1, 7)
)


wildcard_constraints:
    scenario="[^/]+",
    estimator=r"\w+-\w+",
    first=r"\d+",
    last=r"\d+",


def needs(*keys):
    """Return a params function: these settings of the scenario, so that only they trigger a rerun."""
    return lambda wildcards: {key: SCENARIOS[wildcards.scenario][key] for key in keys}


def estimator_names(wildcards):
    """Return the names of the scenario's estimators, as in file names."""
    return [
        f"{estimator['activation']}-{estimator['penalty']}"
        for estimator in SCENARIOS[wildcards.scenario]["estimators"]
    ]


def trial_ranges(wildcards):
    """Return the `first-last` of each job of the scenario, aligned so that more trials reuse them."""
    settings = SCENARIOS[wildcards.scenario]
    trials, size = settings["trials"], settings["trials_per_job"]
    return [
        f"{first}-{min(first + size - 1, trials)}"
        for first in range(1, trials + 1, size)
    ]


def fits_of_range(wildcards):
    """Return the fits of all estimators of the scenario to the samples of one range of trials."""
    return expand(
        "results/{scenario}/fits/{estimator}/{first}-{last}.npz",
        estimator=estimator_names(wildcards),
        **wildcards,
    )


def measures_of_scenario(wildcards):
    """Return the measures of all ranges of trials of the scenario."""
    return expand(
        "results/{scenario}/measures/{range}.npz",
        range=trial_ranges(wildcards),
        **wildcards,
    )


def summaries(wildcards):
    """Return the summaries of the paper's estimators, the other pairings and the logit, by name."""
    return {
        name: f"results/{name}/summary.csv"
        for name in ("paper", "other_pairings", "logit")
    }


def fits_of_first_range(wildcards):
    """Return the fits of all estimators of the scenario to the first range of trials."""
    first, last = trial_ranges(wildcards)[0].split("-")
    return expand(
        "results/{scenario}/fits/{estimator}/{first}-{last}.npz",
        estimator=estimator_names(wildcards),
        first=first,
        last=last,
        **wildcards,
    )


def figure(item):
    """Return a figure's PNG as an item of the report."""
    return report(
        f"results/{{scenario}}/figures/{item}.png",
        category="Figures",
        labels={"item": item},
        caption="../report/item.rst",
    )
