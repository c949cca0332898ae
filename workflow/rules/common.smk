import os
import re
import sys
from pathlib import Path

import yaml

from snakemake.settings.enums import RerunTrigger

from workflow.code import digest
from workflow.config_file import check_file
from workflow.settings import check, resolve
from workflow.size import advice, megabytes, minutes
from workflow.studies import combinations, logit, scenario_name, scenarios


def stop_unless_writable(*folders):
    """Stop with one line if a file cannot be made in one of these folders."""
    for folder in folders:
        if not os.access(folder, os.W_OK):
            sys.exit(f"{folder.absolute()}: not writable")


def stop_unless_a_profile_was_read():
    """Stop with one line where Snakemake did not find a workflow profile, which it does not say."""
    if RerunTrigger.CODE in workflow.rerun_triggers:  # which all profiles turn off
        names = sorted(
            path.name for path in Path(workflow.basedir, "profiles").iterdir()
        )
        sys.exit(
            f"workflow profile: none found that sets rerun-triggers, allowed: {', '.join(names)}"
        )


stop_unless_writable(Path(".snakemake") if Path(".snakemake").exists() else Path())
if any(Path("results").glob("*/")) and not Path(".snakemake/metadata").exists():
    sys.exit(
        "results: .snakemake, the record of what made it, is missing: bring it back, or delete the "
        "folders in results"
    )

for path in [*workflow.configfiles, *Path().glob("config.yaml")] or ["config.yaml"]:
    check_file(path)


configfile: "config.yaml"


check(config)
for line in advice(config):
    print(f"config: {line}", file=sys.stderr)

SCENARIOS = {
    name: dict(sorted(resolve(settings).items()))  # --config puts its keys first
    for name, settings in scenarios(config).items()
}
TABULATED = ["table1"] + expand(
    "table{number}{error}", number=[4, 5, 6], error=["", "_se"]
)
TABLES = {
    name: f"results/{{scenario}}/tables/{name}.csv"
    for name in [*TABULATED, "table2", "table3", "table3_se"]
}
ITEMS = f"{workflow.basedir}/workflow/report/items.yaml"
PUBLISHED = expand(
    f"{workflow.basedir}/workflow/published/table{{number}}.csv", number=range(1, 7)
)


wildcard_constraints:
    scenario="|".join(map(re.escape, SCENARIOS)),
    study="|".join(config["studies"]),
    estimator=r"\w+-\w+",
    first=r"\d+",
    last=r"\d+",
    trial=r"\d+",


def needs(*keys):
    """Return a params function: these settings of the scenario, so that only they trigger a rerun."""
    return lambda wildcards: {key: SCENARIOS[wildcards.scenario][key] for key in keys}


def asks(need):
    """Return a resources function: what a job on a range of trials of the scenario needs."""
    return lambda wildcards: need(config | SCENARIOS[wildcards.scenario])


def asks_for_study(wildcards, input):
    """Return the MB that a job on the measures of a study's scenarios needs."""
    return 600 + int(4 * input.size_mb)


def estimator_names(wildcards):
    """Return the names of the scenario's estimators, as in file names."""
    return [
        f"{estimator['activation']}-{estimator['penalty']}"
        for estimator in SCENARIOS[wildcards.scenario]["estimators"]
    ]


def ranges(trials):
    """Return the `first-last` of each job of so many trials, aligned so that more trials reuse them."""
    size = config["trials_per_job"]
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


def fits_of_first_range(wildcards):
    """Return the fits of all estimators of the scenario to the first range of trials."""
    first, last = ranges(config["trials"])[0].split("-")
    return expand(
        "results/{scenario}/fits/{estimator}/{first}-{last}.npz",
        estimator=estimator_names(wildcards),
        first=first,
        last=last,
        **wildcards,
    )


def measures(scenarios, trials):
    """Return the measures of so many trials of each scenario, scenario by scenario."""
    return [
        f"results/{scenario}/measures/{range}.npz"
        for scenario in scenarios
        for range in ranges(trials)
    ]


def measures_of_scenario(wildcards):
    """Return the measures of all trials of the scenario."""
    return measures([wildcards.scenario], config["trials"])


def summaries(wildcards):
    """Return the summaries of the paper's estimators, the other pairings and the logit, by name."""
    names = {
        "paper": "paper",
        "other_pairings": "other_pairings",
        "logit": logit(config),
    }
    return {name: f"results/{scenario}/summary.csv" for name, scenario in names.items()}


def scenarios_of_study(study):
    """Return the name of each scenario of a study, with the settings that the study gives it."""
    return {
        scenario_name(config, varied): varied
        for varied in combinations(config["studies"][study])
    }


def settings_of_study(study):
    """Return the settings common to a study's scenarios, and all values of those it varies."""
    trials = {"trials": config["study_trials"]}
    return SCENARIOS["paper"] | config["studies"][study] | trials


def scenarios_like_the_paper():
    """Return the scenarios, the studies' among them, that the published tables can be set beside."""
    with open(f"{workflow.basedir}/workflow/published/problem.yaml") as file:
        problem = resolve(yaml.safe_load(file))
    estimators = problem.pop("estimators")
    return [
        name
        for name, settings in SCENARIOS.items()
        if settings.items() >= problem.items()
        and all(estimator in settings["estimators"] for estimator in estimators)
    ]


def figure(item):
    """Return a figure's PNG as an item of the report."""
    return report(
        f"results/{{scenario}}/figures/{item}.png",
        category="Figures",
        labels={"item": item},
        caption="../report/item.rst",
    )
