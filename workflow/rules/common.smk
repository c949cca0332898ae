import html
from functools import cache

from estimators import named
from workflow import digest as code
from workflow.ending import asked_for, of_precision, remove_empty_logs, stale
from workflow.guards import stop_unless_ranges
from workflow.resources import megabytes, megabytes_of_study, minutes, seconds
from workflow.scenarios import (
    DENSITIES,
    OTHERS,
    classes_file,
    combinations,
    logit,
    longest,
    scenario_name,
    told,
)
from workflow.terminal import say_a_line_a_job


def needs(*keys):
    """Return a params function: these settings of the scenario, so that only they trigger a rerun."""
    return lambda wildcards: {key: SCENARIOS[wildcards.scenario][key] for key in keys}


digest_of = cache(code.digest)  # which reads and parses all that a script loads


def digest(script):
    """Return a params function: the digest of a script, made only if the run has such a job."""
    return lambda wildcards: digest_of(script)


def made_by(folder, *scripts):
    """Return what the provenance of a scenario or a study says: settings, and digests of code."""
    estimators = SETTINGS.get(folder, SETTINGS[NAME])["estimators"]
    own = [each["script"] for each in estimators if "script" in each]
    digests = {
        script: digest_of(script) for script in ("simulate.py", "fit.py", *scripts)
    }
    if own:
        digests["estimate.py"] = digest_of("estimate.py")
    return {
        "settings": recorded(folder),
        "scripts": digests | {path: code.digest_of_file(path) for path in own},
    }


def asks(need, trials="{trials}"):
    """Return a resources function: what a job on a range of trials of the scenario needs."""
    return lambda wildcards: need(
        config | SETTINGS[wildcards.scenario],
        len(trial_range(trials.format(**wildcards))),
    )


def asks_for_study(scenarios):
    """Return the MB that a job on the measures of these scenarios needs."""
    return megabytes_of_study(config, len(scenarios))


def estimator_names(wildcards):
    """Return the names of the scenario's estimators, as in file names."""
    return [
        of_config(each).name for each in SCENARIOS[wildcards.scenario]["estimators"]
    ]


def names_of(kinds):
    """Return a params function: the names of the scenario's estimators of some kinds."""
    return lambda wildcards: [
        name for name in estimator_names(wildcards) if isinstance(named(name), kinds)
    ]


def home(scenario, estimator):
    """Return the scenario whose folder has an estimator's fits.

    Those on one path to several caps are with the largest. Those of one's own rest on the samples
    alone, so that all scenarios of the same samples share them.
    """
    if estimator not in SCRIPTS:
        return LONGEST.get(scenario, scenario)
    given, keys = {"script": SCRIPTS[estimator]}, ("seed", *SAMPLED)
    return next(
        name
        for name, drawn in SCENARIOS.items()
        if given in drawn["estimators"]
        and all(drawn[key] == SCENARIOS[scenario][key] for key in keys)
    )


def cap(wildcards):
    """Return the scenario's cap on the iterations, by which it finds its fits on a path."""
    return SCENARIOS[wildcards.scenario]["iterations"]


def sample(purpose, trials="{trials}"):
    """Return an input function: the sample that a job on a range of trials reads, if it is kept.

    The experiment's own is kept, and read for all scenarios that draw the same. Any other is drawn
    by each job that needs it, which takes less time than the start of a job of its own.
    """

    def path(wildcards):
        drawn, own = SCENARIOS[wildcards.scenario], SCENARIOS[NAME]
        keys = "seed", "classes", f"{purpose}_per_class"
        if config["keep_samples"] and all(drawn[key] == own[key] for key in keys):
            return f"results/{NAME}/samples/{purpose}/{trials.format(**wildcards)}.npz"
        return []

    return path


def fits(*trials, of=estimator_names):
    """Return an input function: the fits of each estimator of the scenario to ranges of trials."""
    return lambda wildcards: [
        f"results/{home(wildcards.scenario, name)}/fits/{name}/{each.format(**wildcards)}.npz"
        for name in of(wildcards)
        for each in trials
    ]


def measures(scenario, trials):
    """Return the measures of so many trials of a scenario."""
    return [
        f"results/{scenario}/measures/{each}.npz"
        for each in ranges(trials, config["trials_per_job"])
    ]


def measures_of_scenario(wildcards):
    """Return the measures of all trials of the scenario."""
    return measures(wildcards.scenario, trials_made(wildcards))


def fits_of(kinds):
    """Return an input function: the fits of estimators of some kinds to all trials."""
    return lambda wildcards: fits(
        *ranges(trials_made(wildcards), config["trials_per_job"]), of=names_of(kinds)
    )(wildcards)


def runs(kinds):
    """Has the experiment an estimator of some kinds?"""
    return any(
        isinstance(of_config(each), kinds) for each in SETTINGS[NAME]["estimators"]
    )


def trials_made(_):
    """Return how many trials the run makes: `trials`, or as many as the precision takes."""
    if not any(config["precision"].values()):
        return config["trials"]
    from analysis.precision import FEWEST  # slow to import

    count, wanted = 0, min(FEWEST, config["trials"])
    while wanted > count:
        count = wanted
        wanted = int(Path(checkpoints.plan.get(look=count).output[1]).read_text())
    return count


def last_look(wildcards):
    """Return the plan that the trials made follow, if a precision is wanted: it tells params."""
    trials = trials_made(wildcards)
    if not any(config["precision"].values()):
        return []
    return f"results/{NAME}/precision/{trials}.csv"


def companions():
    """Return the scenarios that the report draws on beside `paper`, by what they are."""
    named = {
        "other_pairings": f"{prefix(config)}{OTHERS}",
        "densities": f"{prefix(config)}{DENSITIES}",
        "logit": logit(config),
    }
    return {
        what: name for what, name in named.items() if name in SETTINGS and name != NAME
    }


# Where a path is followed to several caps; fits of what all runs have do not depend on the studies.
LONGEST = longest(
    {
        name: settings
        for name, settings in SETTINGS.items()
        if name not in (NAME, *companions().values())
    }
)
EARLIER = {
    last: [
        SETTINGS[name]["iterations"]
        for name in LONGEST
        if LONGEST[name] == last != name
    ]
    for last in LONGEST.values()
}


def scenarios_of_study(study):
    """Return the name of each scenario of a study, with the settings that the study gives it."""
    return {
        scenario_name(config, varied): {
            key: told(key, value) for key, value in varied.items()
        }
        for varied in combinations(config["studies"][study])
    }


def short(scenario):
    """Return a scenario's name as tables have it, without its folder; `paper` is the experiment."""
    return PAPER if scenario == NAME else Path(scenario).name


def recorded(folder):
    """Return the settings that the provenance of a scenario or a study holds."""
    if folder not in STUDIES:
        return SETTINGS[folder]
    varied = config["studies"][STUDIES[folder]]
    files = {path: read_file(classes_file(path)) for path in varied.get("classes", [])}
    settings = SETTINGS[NAME] | varied | ({"classes": files} if files else {})
    return settings | {"trials": config["study_trials"]}


def ending():
    """Return the lines that a run ends with."""
    targets = workflow.dag_settings.targets
    companion, study = (
        {folder: recorded(folder) for folder in folders}
        for folders in (companions().values(), STUDIES)
    )
    whole = all(target in ("all", "everything", "studies") for target in targets)
    others = stale(targets, companion, study, NAME, Path(OUT)) if whole else []
    look = whole and last_look(None)
    reached = [of_precision(Path(look), config["trials"])] if look else []
    return reached + asked_for(targets, config["studies"], NAME, Path(OUT)) + others


@cache
def size_of(rule, scenario, trials):
    """Return about how many seconds a job takes: the start of its Python, and its fits."""
    fits = rule == "fit" and seconds(
        config | SETTINGS[scenario], len(trial_range(trials))
    )
    return 1 + fits


def work():
    """Return the work done and that of the whole run, as far as its jobs are known."""
    done = total = 0
    for job in workflow.dag.needrun_jobs(exclude_finished=False):
        size = size_of(
            job.rule.name, *map(job.wildcards_dict.get, ["scenario", "trials"])
        )
        total += size
        done += size * workflow.dag.finished(job)
    return done, total


if workflow.is_main_process and workflow.modifier.base_snakefile is None:
    say_a_line_a_job(workflow.output_settings, ending, work)


# A figure is scripts/plot_NAME.py, its input here, and an item in scripts/report/figures.py.
FIGURES = {
    "posterior_error": {
        "measures": measures_of_scenario,
        "summary": "results/{scenario}/summary.csv",
        "paired": "results/{scenario}/paired.csv",
    },
    "posterior_maps": {"fits": fits(next(ranges(1, config["trials_per_job"])))},
    "bias_maps": {"maps": "results/{scenario}/maps.npz"},
    "sums_map": {"maps": "results/{scenario}/maps.npz"},
    "rates_minus_bayes": {
        "bayes": TABLES["table3"],
        "rates": "results/{scenario}/rates.csv",
    },
    "reliability": {"reliability": "results/{scenario}/reliability.csv"},
    "equation4": {"boxes": "results/{scenario}/boxes.csv"},
    "penalties": {},
}
# What needs weights is not there for estimators of one's own alone.
FIGURES_OF_WEIGHTS = ("bias_maps", "sums_map", "equation4")
DRAWN = [name for name in FIGURES if runs(WEIGHTED) or name not in FIGURES_OF_WEIGHTS]


def input_of_figure(wildcards):
    """Return the input of a figure, by name."""
    return {
        name: path(wildcards) if callable(path) else path.format(**wildcards)
        for name, path in FIGURES[wildcards.figure].items()
    } | {"precision": last_look(wildcards)}


def title_of_page(wildcards, output):
    """Return the label of an item in the report's menu: the title of its page."""
    page = Path(output[-1])
    if page.is_dir():
        page = page / wildcards.category / f"{wildcards.item}.html"
    title = re.search("<title>(.*)</title>", page.read_text("utf-8")).group(1)
    return {"item": html.unescape(title)}


def title_of_study(wildcards):
    """Return the title of a study's page, which keeps the config's order when sorted."""
    studies = list(config["studies"])
    place = studies.index(wildcards.study) + 1
    words = wildcards.study.replace("_", " ").capitalize()
    return f"{place:0{len(str(len(studies)))}}. {words}"
