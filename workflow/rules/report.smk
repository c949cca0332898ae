rule plot:
    input:
        unpack(input_of_figure),
    output:
        report(
            "results/{scenario}/figures/{figure}.png",
            category="Figures",
            labels={"item": "{figure}"},
            caption="../report/item.rst",
        ),
        "results/{scenario}/figures/{figure}.svg",
    log:
        "results/{scenario}/logs/plot/{figure}.log",
    wildcard_constraints:
        figure="|".join(FIGURES),
    conda:
        ENVIRONMENT
    params:
        classes=lambda wildcards: SCENARIOS[wildcards.scenario]["classes"],
        estimators=estimator_names,
        trials=config["trials"],
        code=lambda wildcards: digest(f"plot_{wildcards.figure}.py"),
    message:
        "plot      {wildcards.figure} of {wildcards.scenario}"
    script:
        "../../scripts/plot_{wildcards.figure}.py"


rule conclude:
    input:
        **{
            name: f"results/{scenario}/summary.csv"
            for name, scenario in {"paper": PAPER, **companions()}.items()
        },
        **{name: path.format(scenario=PAPER) for name, path in TABLES.items()},
        measures=measures([PAPER], 1),
        paired=f"results/{PAPER}/paired.csv",
        readings=f"results/{PAPER}/readings.csv",
        comparison=f"results/{PAPER}/comparison.csv",
    output:
        captions=directory("results/paper/findings"),
        summary="results/summary.md",
        pages=report(
            directory("results/paper/html"),
            patterns=["{category}/{item}.html"],
            category="{category}",
            labels={"item": "{item}"},
            caption="../report/item.rst",
        ),
    log:
        "results/paper/logs/conclude.log",
    conda:
        ENVIRONMENT
    params:
        seed=config["seed"],
        same_problem=PAPER in LIKE_THE_PAPER,
        classes=SCENARIOS[PAPER]["classes"],
        code=digest("conclude.py"),
    message:
        "conclude  from paper, other_pairings and logit"
    script:
        "../../scripts/conclude.py"
