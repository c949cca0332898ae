rule bayes:
    output:
        expand("results/{{scenario}}/tables/{name}.csv", name=["table3", "table3_se"]),
    log:
        "results/{scenario}/logs/bayes.log",
    conda:
        "../../environment.yml"
    params:
        settings=needs("means", "covariance", "priors"),
        code=digest("bayes.py"),
    message:
        "bayes     {wildcards.scenario}"
    script:
        "../../scripts/bayes.py"


rule tabulate:
    input:
        measures=measures_of_scenario,
        published=PUBLISHED[0],
    output:
        expand("results/{{scenario}}/tables/{name}.csv", name=TABULATED),
    log:
        "results/{scenario}/logs/tabulate.log",
    conda:
        "../../environment.yml"
    params:
        code=digest("tabulate.py"),
    message:
        "tabulate  {wildcards.scenario}"
    script:
        "../../scripts/tabulate.py"


rule compare:
    input:
        **TABLES,
        published=PUBLISHED,
    output:
        "results/{scenario}/comparison.csv",
    log:
        "results/{scenario}/logs/compare.log",
    conda:
        "../../environment.yml"
    params:
        code=digest("compare.py"),
    message:
        "compare   {wildcards.scenario} with the paper"
    script:
        "../../scripts/compare.py"


rule present:
    input:
        **TABLES,
        published=PUBLISHED,
    output:
        "results/{scenario}/tables.md",
    log:
        "results/{scenario}/logs/present.log",
    conda:
        "../../environment.yml"
    params:
        settings=lambda wildcards: {
            "trials": config["trials"],
            "same_problem": wildcards.scenario in scenarios_like_the_paper(),
        },
        code=digest("present.py"),
    message:
        "present   {wildcards.scenario}"
    script:
        "../../scripts/present.py"
