rule study:
    input:
        measures=lambda wildcards: measures(
            scenarios_of_study(wildcards.study), config["study_trials"]
        ),
        decompositions=lambda wildcards: expand(
            "results/{scenario}/study/{table}.csv",
            table=["decomposition", "decomposition_paired"],
            scenario=scenarios_of_study(wildcards.study),
        ),
    output:
        STUDY_TABLES,
    log:
        "results/studies/{study}/study.log",
    conda:
        ENVIRONMENT
    resources:
        mem_mb=lambda wildcards: asks_for_study(scenarios_of_study(wildcards.study)),
    params:
        trials=config["study_trials"],
        scenarios=lambda wildcards: {
            short(scenario): varied
            for scenario, varied in scenarios_of_study(wildcards.study).items()
        },
        settings=lambda wildcards: [
            {key: SCENARIOS[scenario][key] for key in ("classes", "train_per_class")}
            for scenario in scenarios_of_study(wildcards.study)
        ],
        code=digest("study.py"),
    message:
        "study     {wildcards.study}"
    script:
        "../../scripts/study.py"


rule section3:
    input:
        STUDY_TABLES[1],
    output:
        "results/studies/{study}/section3.csv",
    log:
        "results/studies/{study}/section3.log",
    conda:
        ENVIRONMENT
    params:
        scenarios=lambda wildcards: {
            short(scenario): varied
            for scenario, varied in scenarios_of_study(wildcards.study).items()
        },
        classes=lambda wildcards: [
            SCENARIOS[scenario]["classes"]
            for scenario in scenarios_of_study(wildcards.study)
        ],
        code=digest("section3.py"),
    message:
        "section3  tested in study {wildcards.study}"
    script:
        "../../scripts/section3.py"


rule conclude_study:
    input:
        tables=STUDY_TABLES,
        section3=lambda wildcards: (
            "results/studies/{study}/section3.csv"
            if "classes" in config["studies"][wildcards.study]
            else []
        ),
        figure="results/studies/{study}.png",
    output:
        "results/studies/{study}.md",
        report(
            "results/studies/{study}.html",
            category="Studies",
            labels=title_of_page,
            caption="../report/item.rst",
        ),
    log:
        "results/studies/{study}/conclude.log",
    conda:
        ENVIRONMENT
    params:
        title=title_of_study,
        varied=lambda wildcards: list(config["studies"][wildcards.study]),
        code=digest("conclude_study.py"),
    message:
        "conclude  from study {wildcards.study}"
    script:
        "../../scripts/conclude_study.py"


rule plot_study:
    input:
        STUDY_TABLES[:2],
    output:
        "results/studies/{study}.png",
        "results/studies/{study}.svg",
    log:
        "results/studies/{study}/plot.log",
    conda:
        ENVIRONMENT
    params:
        study=lambda wildcards: config["studies"][wildcards.study],
        code=digest("plot_study.py"),
    message:
        "plot      study {wildcards.study}"
    script:
        "../../scripts/plot_study.py"


rule match_paper:
    input:
        measures(LIKE_THE_PAPER, config["study_trials"]),
    output:
        "results/match_paper/match.csv",
        report(
            "results/match_paper/match.html",
            category="Studies",
            labels=title_of_page,
            caption="../report/item.rst",
        ),
    log:
        "results/match_paper/match.log",
    conda:
        ENVIRONMENT
    resources:
        mem_mb=asks_for_study(LIKE_THE_PAPER),
    params:
        trials=config["study_trials"],
        code=digest("match_paper.py"),
    message:
        "match     the paper's numbers"
    script:
        "../../scripts/match_paper.py"
