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
        trials=trials_made,
        code=lambda wildcards: digest_of(f"plot_{wildcards.figure}.py"),
    message:
        "plot      {wildcards.figure} of {wildcards.scenario}"
    script:
        "../../scripts/plot_{wildcards.figure}.py"


rule typeset:
    input:
        table2=TABLES["table2"],
        table3=TABLES["table3"],
        rates="results/{scenario}/rates.csv",
        paired="results/{scenario}/paired.csv",
    output:
        directory("results/{scenario}/typeset"),
    log:
        "results/{scenario}/logs/typeset.log",
    conda:
        ENVIRONMENT
    params:
        same_problem=lambda wildcards: wildcards.scenario in SAME_PROBLEM,
        code=digest("typeset.py"),
    message:
        "typeset   {wildcards.scenario}"
    script:
        "../../scripts/typeset.py"


# All that a reader elsewhere needs, to look at it or to run it again.
rule bundle:
    input:
        expand(
            f"results/{NAME}/{{file}}",
            file=[
                *("tables.md", "trials.csv", "summary.csv", "rates.csv", "paired.csv"),
                *(
                    "readings.csv",
                    "agreement.csv",
                    "comparison.csv",
                    "bayes_scores.csv",
                ),
                *("reliability.csv", "provenance.yaml", "checksums.sha256", "typeset"),
                "html",
            ],
        ),
        expand(TABLES.values(), scenario=NAME),
        f"{OUT}/summary.md",
    output:
        f"{OUT}/results.zip",
    log:
        f"{OUT}/bundle.log",
    conda:
        ENVIRONMENT
    params:
        config=config,
        scripts=sorted(SCRIPTS.values()),
        own=[code.digest_of_file(path) for path in sorted(SCRIPTS.values())],
        title=f"softmax-cross-entropy-pairing, {config['trials']} trials",
        name=NAME,
        summary=f"{prefix(config)}summary.md",
        code=digest("bundle.py"),
    message:
        "bundle    the results"
    script:
        "../../scripts/bundle.py"


rule conclude:
    input:
        **{
            name: f"results/{scenario}/summary.csv"
            for name, scenario in {"paper": NAME, **companions()}.items()
        },
        **{
            f"decomposition_of_{name}": f"results/{scenario}/decomposition.csv"
            for name, scenario in {"paper": NAME, **companions()}.items()
        },
        **{name: path.format(scenario=NAME) for name, path in TABLES.items()},
        **{
            name: f"results/{NAME}/{name}.csv"
            for name in (
                *("rates", "paired", "readings", "comparison", "agreement"),
                *("factorial", "bayes_scores"),
                *(["boxes", "boxes_paired"] if runs(WEIGHTED) else []),
                *(["floor"] if runs(Estimator) else []),
            )
        },
        decomposition_paired=f"results/{NAME}/decomposition_paired.csv",
        measures=measures(NAME, 1),
        precision=last_look,
        provenance=f"results/{NAME}/provenance.yaml",
        figures=expand(f"results/{NAME}/figures/{{figure}}.png", figure=DRAWN),
    output:
        overview=f"results/{NAME}/overview.rst",
        summary=f"{OUT}/summary.md",
        pages=report(
            directory(f"results/{NAME}/html"),
            patterns=["{category}/{item}.html"],
            category="{category}",
            labels=title_of_page,
            caption="../report/item.rst",
        ),
    log:
        f"results/{NAME}/logs/conclude.log",
    conda:
        ENVIRONMENT
    params:
        settings=lambda wildcards: SCENARIOS[NAME] | {"trials": trials_made(wildcards)},
        same_problem=NAME in SAME_PROBLEM,
        code=digest("conclude.py"),
    message:
        "conclude  from paper and its companions"
    script:
        "../../scripts/conclude.py"
