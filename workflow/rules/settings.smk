import re
import sys
from pathlib import Path

import yaml

# The folder of this workflow, also where another one imports it as a module.
ROOT = Path(str(workflow.current_basedir)).parents[1]
sys.path += [str(ROOT), str(ROOT / "scripts")]

from estimators import Density, Estimator, of_config
from files import trial_range
from workflow.checks import check, misfits, read_file, read_values
from workflow.guards import (
    Scenarios,
    name_starter,
    quote_python,
    stop_unless_recorded,
    stop_unless_writable,
)
from workflow.resources import advice
from workflow.scenarios import (
    PAPER,
    UNNAMED,
    joined,
    prefix,
    ranges,
    resolve,
    same_problem,
    scenarios,
)

name_starter()
quote_python()
stop_unless_writable(Path(".snakemake") if Path(".snakemake").exists() else Path())
# Of a cluster's Snakemakes on its nodes the files are recorded later, by the one that sent them.
if workflow.is_main_process:
    stop_unless_recorded(*Path().glob("results/*/trials.csv"))

own = Path("config.yaml") if Path("config.yaml").exists() else ROOT / "config.yaml"
if workflow.modifier.base_snakefile is None:
    files = [*workflow.overwrite_configfiles]
    if not workflow.config_settings.replace_workflow_config:
        files.insert(0, own)
    given = [*map(read_file, files), read_values(workflow.config_settings.config)]
else:  # a module, which gets its config from another workflow
    given = [read_values(config)]


configfile: own


# Snakemake joins the studies of all that give some, and reads numbers otherwise; here a key means
# what its last giver wrote.
for each in given:
    config = joined(config, each)
check(config)
skipped = misfits(config)
for name, fault in skipped.items():
    print(f"config: study {name} is skipped: {fault}", file=sys.stderr)
fitting = {
    name: config["studies"][name] for name in config["studies"] if name not in skipped
}
config = config | {"studies": fitting}
for line in advice(config):
    print(f"config: {line}", file=sys.stderr)

PROBLEM = yaml.safe_load((ROOT / "workflow/published/problem.yaml").read_text("utf-8"))
# The folder of the experiment. What is not the paper's problem has its name only if asked to.
config = {
    "name": PAPER if same_problem(config, PROBLEM) else UNNAMED,
    **config,
}
NAME, OUT = config["name"], f"results/{prefix(config)}".rstrip("/")

# Snakemake takes braces in the path of an environment for wildcards.
ENVIRONMENT = re.sub(r"[{}]", r"\g<0>\g<0>", str(ROOT / "environment.yml"))
# --config puts its keys first.
SETTINGS = Scenarios(scenarios(dict(sorted(config.items()))))
SCENARIOS = Scenarios({name: resolve(SETTINGS[name]) for name in SETTINGS})
# All their names would be long: Snakemake compiles this anew for each output of a rule.
SCENARIO = rf"{re.escape(NAME)}|{re.escape(prefix(config))}scenarios/[^/]+"
# What the numbers of a trial rest on, but for the estimators.
RESTED_ON = (
    "seed",
    "classes",
    "train_per_class",
    "test_per_class",
    "network",
    "fitting",
)
# What an estimator of one's own is given, besides the seed and its code.
SAMPLED = ("classes", "train_per_class", "test_per_class")
WEIGHTED = (Estimator, Density)  # the kinds of estimators whose fits are weights
SCRIPTS = {
    of_config(each).name: each["script"]
    for settings in SETTINGS.values()
    for each in settings["estimators"]
    if "script" in each
}
TABLES = {
    name: f"results/{{scenario}}/tables/{name}.csv"
    for name in [
        *("table1", "table2", "table3", "table3_se"),
        *expand("table{number}{error}", number=[4, 5, 6], error=["", "_se"]),
    ]
}
STUDIES = {f"{prefix(config)}studies/{study}": study for study in config["studies"]}
RANGES_OF_STUDY = [*ranges(config["study_trials"], config["trials_per_job"])]
STUDIED = f"1-{trial_range(RANGES_OF_STUDY[-1])[-1]}"
OF_STUDY = [  # of each scenario
    f"results/{{scenario}}/study/{STUDIED}.npz",
    "results/{scenario}/study/decomposition.csv",
    "results/{scenario}/study/decomposition_paired.csv",
]
STUDY_TABLES = [
    f"{OUT}/studies/{{study}}.csv",
    f"{OUT}/studies/{{study}}/paired.csv",
    f"{OUT}/studies/{{study}}/slopes.csv",
]
# The scenarios, the studies' among them, that the published tables can be set beside.
SAME_PROBLEM = [
    name for name, settings in SETTINGS.items() if same_problem(settings, PROBLEM)
]


wildcard_constraints:
    scenario=SCENARIO,
    study="|".join(config["studies"]),
    estimator=r"\w+-\w+",
    trials=r"[1-9]\d*-[1-9]\d*",
    trial=r"[1-9]\d*",
    look=r"[1-9]\d*",
    figure=r"\w+",
    purpose="train|test",
