rule plot:
    input:
        unpack(input_of_figure),
    output:
        "results/{scenario}/figures/{figure}.png",
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
        **{
            f"decomposition_of_{name}": f"results/{scenario}/decomposition.csv"
            for name, scenario in {"paper": PAPER, **companions()}.items()
        },
        **{name: path.format(scenario=PAPER) for name, path in TABLES.items()},
        **{
            name: f"results/{PAPER}/{name}.csv"
            for name in (
                *("rates", "paired", "readings", "comparison", "agreement"),
                *("factorial", "bayes_scores"),
                *(["boxes", "boxes_paired", "floor"] if WEIGHTED else []),
            )
        },
        decomposition_paired=f"results/{PAPER}/decomposition_paired.csv",
        measures=measures([PAPER], 1),
        provenance=f"results/{PAPER}/provenance.yaml",
        figures=expand(f"results/{PAPER}/figures/{{figure}}.png", figure=DRAWN),
    output:
        overview="results/paper/overview.rst",
        summary="results/summary.md",
        pages=report(
            directory("results/paper/html"),
            patterns=["{category}/{item}.html"],
            category="{category}",
            labels=title_of_page,
            caption="../report/item.rst",
        ),
    log:
        "results/paper/logs/conclude.log",
    conda:
        ENVIRONMENT
    params:
        settings=SCENARIOS[PAPER],
        same_problem=PAPER in SAME_PROBLEM,
        code=digest("conclude.py"),
    message:
        "conclude  from paper and its companions"
    script:
        "../../scripts/conclude.py"
