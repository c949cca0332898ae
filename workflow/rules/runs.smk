# The runs that are there, and this one.
RUNS = "|".join(
    sorted({NAME, *(path.parent.name for path in Path().glob("results/*/trials.csv"))})
)


# Of runs by other names there is only what is there.
rule compare_runs:
    input:
        trials=["results/{first}/trials.csv", "results/{second}/trials.csv"],
        provenance=[
            "results/{first}/provenance.yaml",
            "results/{second}/provenance.yaml",
        ],
    output:
        "results/compare/{first}_{second}.csv",
    log:
        "results/compare/logs/{first}_{second}.log",
    wildcard_constraints:
        first=RUNS,
        second=RUNS,
    conda:
        ENVIRONMENT
    params:
        code=digest("compare_runs.py"),
    message:
        "compare   {wildcards.first} with {wildcards.second}"
    script:
        "../../scripts/compare_runs.py"


rule replay:
    output:
        "results/{scenario}/replay/{trial}.csv",
    log:
        "results/{scenario}/logs/replay/{trial}.log",
    conda:
        ENVIRONMENT
    params:
        settings=needs(*RESTED_ON, "estimators"),
        code=digest("replay.py"),
    message:
        "replay    {wildcards.scenario}  trial {wildcards.trial}"
    script:
        "../../scripts/replay.py"
