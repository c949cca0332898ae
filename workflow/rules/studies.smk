rule study:
    input:
        lambda wildcards: measures(
            scenarios_of_study(wildcards.study), config["study_trials"]
        ),
    output:
        "results/studies/{study}.csv",
        "results/studies/{study}/paired.csv",
        "results/studies/{study}/slopes.csv",
    log:
        "results/studies/{study}/study.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=asks_for_study,
    params:
        scenarios=lambda wildcards: scenarios_of_study(wildcards.study),
        code=digest("study.py"),
    message:
        "study     {wildcards.study}"
    script:
        "../../scripts/study.py"


rule conclude_study:
    input:
        "results/studies/{study}.csv",
        "results/studies/{study}/paired.csv",
        "results/studies/{study}/slopes.csv",
        report_items=ITEMS,
    output:
        "results/studies/{study}/finding.rst",
    log:
        "results/studies/{study}/conclude.log",
    conda:
        "../../environment.yml"
    params:
        varied=lambda wildcards: list(config["studies"][wildcards.study]),
        code=digest("conclude_study.py"),
    message:
        "conclude  from study {wildcards.study}"
    script:
        "../../scripts/conclude_study.py"


rule plot_study:
    input:
        "results/studies/{study}.csv",
        "results/studies/{study}/paired.csv",
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
        "../../environment.yml"
    params:
        study=lambda wildcards: config["studies"][wildcards.study],
        code=digest("plot_study.py"),
    message:
        "plot      study {wildcards.study}"
    script:
        "../../scripts/plot_study.py"


rule match_paper:
    input:
        measures=measures(scenarios_like_the_paper(), config["study_trials"]),
        report_items=ITEMS,
        published=PUBLISHED,
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
        "../../environment.yml"
    resources:
        mem_mb=asks_for_study,
    params:
        scenarios=scenarios_like_the_paper(),
        code=digest("match_paper.py"),
    message:
        "match     the paper's numbers"
    script:
        "../../scripts/match_paper.py"
