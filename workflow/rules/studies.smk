# All trials of a scenario at once, as a job of few trials takes most of its time to start. It may be
# the experiment too, which has another number of trials.
rule measure_for_study:
    input:
        samples=lambda wildcards: [
            kept
            for each in RANGES_OF_STUDY
            if (kept := sample("test", each)(wildcards))
        ],
        fits=fits(*RANGES_OF_STUDY),
    output:
        OF_STUDY,
    log:
        "results/{scenario}/logs/measure_for_study.log",
    conda:
        ENVIRONMENT
    resources:
        mem_mb=asks(megabytes, RANGES_OF_STUDY[-1]),
        runtime=asks(minutes, STUDIED),
    params:
        settings=needs("seed", "classes", "test_per_class"),
        trials=config["study_trials"],
        estimators=estimator_names,
        cap=cap,
        code=digest("measure_for_study.py"),
    message:
        "measure   {wildcards.scenario}  for studies"
    script:
        "../../scripts/measure_for_study.py"


rule study:
    input:
        lambda wildcards: expand(OF_STUDY, scenario=scenarios_of_study(wildcards.study)),
    output:
        STUDY_TABLES,
        f"{OUT}/studies/{{study}}/provenance.yaml",
        f"{OUT}/studies/{{study}}/checksums.sha256",
    log:
        f"{OUT}/studies/{{study}}/study.log",
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
        made_by=lambda wildcards: made_by(
            f"{prefix(config)}studies/{wildcards.study}",
            "measure_for_study.py",
            "study.py",
        ),
        code=digest("study.py"),
    message:
        "study     {wildcards.study}"
    script:
        "../../scripts/study.py"


rule section3:
    input:
        STUDY_TABLES[1],
    output:
        f"{OUT}/studies/{{study}}/section3.csv",
        report(
            f"{OUT}/studies/{{study}}/section3.html",
            category="Studies",
            labels=title_of_page,
            caption="../report/item.rst",
        ),
    log:
        f"{OUT}/studies/{{study}}/section3.log",
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
        title=lambda wildcards: f"{title_of_study(wildcards)}, claim by claim",
        code=digest("section3.py"),
    message:
        "section3  tested in study {wildcards.study}"
    script:
        "../../scripts/section3.py"


rule conclude_study:
    input:
        tables=STUDY_TABLES,
        section3=lambda wildcards: (
            f"{OUT}/studies/{{study}}/section3.csv"
            if "classes" in config["studies"][wildcards.study]
            else []
        ),
        figure=f"{OUT}/studies/{{study}}.png",
    output:
        f"{OUT}/studies/{{study}}.md",
        report(
            f"{OUT}/studies/{{study}}.html",
            category="Studies",
            labels=title_of_page,
            caption="../report/item.rst",
        ),
    log:
        f"{OUT}/studies/{{study}}/conclude.log",
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


rule typeset_study:
    input:
        f"{OUT}/studies/{{study}}.csv",
    output:
        f"{OUT}/studies/{{study}}/typeset.csv",
        f"{OUT}/studies/{{study}}/typeset.tex",
    log:
        f"{OUT}/studies/{{study}}/typeset.log",
    conda:
        ENVIRONMENT
    params:
        varied=lambda wildcards: list(config["studies"][wildcards.study]),
        trials=config["study_trials"],
        code=digest("typeset_study.py"),
    message:
        "typeset   study {wildcards.study}"
    script:
        "../../scripts/typeset_study.py"


rule plot_study:
    input:
        STUDY_TABLES[:2],
    output:
        f"{OUT}/studies/{{study}}.png",
        f"{OUT}/studies/{{study}}.svg",
    log:
        f"{OUT}/studies/{{study}}/plot.log",
    conda:
        ENVIRONMENT
    params:
        study=lambda wildcards: {
            key: [told(key, value) for value in values]
            for key, values in config["studies"][wildcards.study].items()
        },
        code=digest("plot_study.py"),
    message:
        "plot      study {wildcards.study}"
    script:
        "../../scripts/plot_study.py"
