rule summarise:
    input:
        measures=measures_of_scenario,
    output:
        "results/{scenario}/summary.csv",
        "results/{scenario}/tables/table2.csv",
    log:
        "results/{scenario}/logs/summarise.log",
    conda:
        "../../environment.yml"
    params:
        code=digest("summarise.py"),
    message:
        "summarise {wildcards.scenario}"
    script:
        "../../scripts/summarise.py"


rule infer:
    input:
        measures=measures_of_scenario,
        published=PUBLISHED[1],
    output:
        "results/{scenario}/paired.csv",
        "results/{scenario}/readings.csv",
    log:
        "results/{scenario}/logs/infer.log",
    conda:
        "../../environment.yml"
    params:
        code=digest("infer.py"),
    message:
        "infer     {wildcards.scenario}"
    script:
        "../../scripts/infer.py"


rule conclude:
    input:
        unpack(summaries),
        measures=measures(["paper"], config["trials"])[:1],
        table1="results/paper/tables/table1.csv",
        table2="results/paper/tables/table2.csv",
        paired="results/paper/paired.csv",
        readings="results/paper/readings.csv",
        comparison="results/paper/comparison.csv",
        report_items=ITEMS,
        published=PUBLISHED,
    output:
        directory("results/paper/findings"),
        "results/summary.md",
    log:
        "results/paper/logs/conclude.log",
    conda:
        "../../environment.yml"
    params:
        same_problem="paper" in scenarios_like_the_paper(),
        code=digest("conclude.py"),
    message:
        "conclude  from paper, other_pairings and logit"
    script:
        "../../scripts/conclude.py"


rule render:
    input:
        unpack(summaries),
        **{name: path.format(scenario="paper") for name, path in TABLES.items()},
        paired="results/paper/paired.csv",
        readings="results/paper/readings.csv",
        report_items=ITEMS,
        published=PUBLISHED,
    output:
        report(
            directory("results/paper/html"),
            patterns=["{category}/{item}.html"],
            category="{category}",
            labels={"item": "{item}"},
            caption="../report/item.rst",
        ),
    log:
        "results/paper/logs/render.log",
    conda:
        "../../environment.yml"
    params:
        settings=lambda wildcards: {
            key: SCENARIOS["paper"][key] for key in ("means", "covariance", "priors")
        },
        code=digest("render.py"),
    message:
        "render    the report's tables"
    script:
        "../../scripts/render.py"
