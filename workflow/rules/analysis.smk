# Each look at the trials made so far tells how many to look at next, if a precision is wanted.
checkpoint plan:
    input:
        lambda wildcards: measures(NAME, int(wildcards.look)),
    output:
        f"results/{NAME}/precision/{{look}}.csv",
        f"results/{NAME}/precision/{{look}}.next",
    log:
        f"results/{NAME}/logs/plan/{{look}}.log",
    conda:
        ENVIRONMENT
    params:
        precision=config["precision"],
        most=config["trials"],
        code=digest("plan.py"),
    message:
        "plan      from {wildcards.look} trials how many the precision takes"
    script:
        "../../scripts/plan.py"


# Tables 1 and 3 need no trials, and what waits for them waits for these too.
rule exact_tables:
    output:
        table1=TABLES["table1"],
        table3=TABLES["table3"],
        table3_se=TABLES["table3_se"],
        bayes_scores="results/{scenario}/bayes_scores.csv",
    log:
        "results/{scenario}/logs/exact_tables.log",
    priority: -1
    conda:
        ENVIRONMENT
    params:
        classes=lambda wildcards: SCENARIOS[wildcards.scenario]["classes"],
        code=digest("exact_tables.py"),
    message:
        "tables    of {wildcards.scenario} that need no trials"
    script:
        "../../scripts/exact_tables.py"


rule analyse:
    input:
        measures_of_scenario,
    output:
        **{
            name: path
            for name, path in TABLES.items()
            if name[:6] not in ("table1", "table3")
        },
        trials="results/{scenario}/trials.csv",
        summary="results/{scenario}/summary.csv",
        rates="results/{scenario}/rates.csv",
        paired="results/{scenario}/paired.csv",
        readings="results/{scenario}/readings.csv",
        agreement="results/{scenario}/agreement.csv",
        provenance="results/{scenario}/provenance.yaml",
        checksums="results/{scenario}/checksums.sha256",
    log:
        "results/{scenario}/logs/analyse.log",
    conda:
        ENVIRONMENT
    params:
        trials=trials_made,
        settings=needs("classes", "train_per_class"),
        same_problem=lambda wildcards: wildcards.scenario in SAME_PROBLEM,
        made_by=lambda wildcards: made_by(
            wildcards.scenario, "measure.py", "analyse.py"
        ),
        code=digest("analyse.py"),
    message:
        "analyse   {wildcards.scenario}"
    script:
        "../../scripts/analyse.py"


rule decompose:
    input:
        fits_of(object),
    output:
        "results/{scenario}/decomposition.csv",
        "results/{scenario}/decomposition_paired.csv",
    log:
        "results/{scenario}/logs/decompose.log",
    conda:
        ENVIRONMENT
    params:
        trials=trials_made,
        classes=lambda wildcards: SCENARIOS[wildcards.scenario]["classes"],
        estimators=estimator_names,
        cap=cap,
        code=digest("decompose.py"),
    message:
        "decompose the error of {wildcards.scenario}"
    script:
        "../../scripts/decompose.py"


rule map_outputs:
    input:
        fits_of(WEIGHTED),
    output:
        "results/{scenario}/maps.npz",
    log:
        "results/{scenario}/logs/map_outputs.log",
    conda:
        ENVIRONMENT
    params:
        trials=trials_made,
        classes=lambda wildcards: SCENARIOS[wildcards.scenario]["classes"],
        estimators=names_of(WEIGHTED),
        code=digest("map_outputs.py"),
    message:
        "map       the mean outputs of {wildcards.scenario}"
    script:
        "../../scripts/map_outputs.py"


rule reliability:
    input:
        fits(*ranges(config["trials"], config["trials_per_job"])),
    output:
        "results/{scenario}/reliability.csv",
    log:
        "results/{scenario}/logs/reliability.log",
    conda:
        ENVIRONMENT
    params:
        trials=config["trials"],
        classes=lambda wildcards: SCENARIOS[wildcards.scenario]["classes"],
        estimators=estimator_names,
        code=digest("reliability.py"),
    message:
        "calibrate the outputs of {wildcards.scenario}"
    script:
        "../../scripts/reliability.py"


# What each network can reach, beside the fits to samples.
rule floor:
    input:
        fits_of(Estimator),
    output:
        "results/{scenario}/floor.csv",
    log:
        "results/{scenario}/logs/floor.log",
    conda:
        ENVIRONMENT
    params:
        trials=trials_made,
        settings=needs("seed", "classes", "network", "fitting"),
        estimators=names_of(Estimator),
        code=digest("floor.py"),
    message:
        "floor     of {wildcards.scenario}"
    script:
        "../../scripts/floor.py"


rule compare:
    input:
        **TABLES,
        precision=last_look,
        rates="results/{scenario}/rates.csv",
        readings="results/{scenario}/readings.csv",
    output:
        "results/{scenario}/comparison.csv",
        "results/{scenario}/tables.md",
    log:
        "results/{scenario}/logs/compare.log",
    conda:
        ENVIRONMENT
    params:
        trials=trials_made,
        settings=needs(*RESTED_ON),
        same_problem=lambda wildcards: wildcards.scenario in SAME_PROBLEM,
        code=digest("compare.py"),
    message:
        "compare   {wildcards.scenario} with the paper"
    script:
        "../../scripts/compare.py"


rule boxes:
    input:
        fits_of(WEIGHTED),
    output:
        boxes="results/{scenario}/boxes.csv",
        paired="results/{scenario}/boxes_paired.csv",
    log:
        "results/{scenario}/logs/boxes.log",
    conda:
        ENVIRONMENT
    params:
        classes=lambda wildcards: SCENARIOS[wildcards.scenario]["classes"],
        trials=trials_made,
        same_problem=lambda wildcards: wildcards.scenario in SAME_PROBLEM,
        code=digest("boxes.py"),
    message:
        "integrate {wildcards.scenario} over boxes"
    script:
        "../../scripts/boxes.py"


# The fourth pairing of activation and penalty is one of the paper's or of its companion's.
rule factorial:
    input:
        paper=lambda wildcards: measures(NAME, trials_made(wildcards)),
        others=lambda wildcards: [
            path
            for what, scenario in companions().items()
            if what == "other_pairings"
            for path in measures(scenario, trials_made(wildcards))
        ],
    output:
        f"results/{NAME}/factorial.csv",
    log:
        f"results/{NAME}/logs/factorial.log",
    conda:
        ENVIRONMENT
    params:
        trials=trials_made,
        code=digest("factorial.py"),
    message:
        "compare   activations and penalties"
    script:
        "../../scripts/factorial.py"
