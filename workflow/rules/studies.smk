rule study:
    input:
        lambda wildcards: measures(
            scenarios_of_study(wildcards.study), config["study_trials"]
        ),
    output:
        STUDY_TABLES,
    log:
        "results/studies/{study}/study.log",
    conda:
        ENVIRONMENT
    resources:
        mem_mb=asks_for_study,
    params:
        trials=config["study_trials"],
        scenarios=lambda wildcards: scenarios_of_study(wildcards.study),
        code=digest("study.py"),
    message:
        "study     {wildcards.study}"
    script:
        "../../scripts/study.py"


rule conclude_study:
    input:
        STUDY_TABLES,
    output:
        "results/studies/{study}/finding.rst",
    log:
        "results/studies/{study}/conclude.log",
    conda:
        ENVIRONMENT
    params:
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
        report(
            "results/studies/{study}.png",
            category="Studies",
            labels={"item": "{study}"},
            caption="../report/study.rst",
        ),
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
        "results/match_paper/finding.rst",
        report(
            "results/match_paper/match.html",
            category="Studies",
            labels={"item": "match_paper"},
            caption="../report/match.rst",
        ),
    log:
        "results/match_paper/match.log",
    conda:
        ENVIRONMENT
    resources:
        mem_mb=asks_for_study,
    params:
        trials=config["study_trials"],
        scenarios=LIKE_THE_PAPER,
        code=digest("match_paper.py"),
    message:
        "match     the paper's numbers"
    script:
        "../../scripts/match_paper.py"
