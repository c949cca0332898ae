# The runs that are there, and this one.
RUNS = "|".join(
    sorted({NAME, *(path.parent.name for path in Path().glob("results/*/trials.csv"))})
)
DIGESTS = {
    "simulate.py": digest("simulate.py", apart=UNUSED),
    "fit.py": digest("fit.py", apart=UNUSED),
    "estimate.py": digest("estimate.py", apart=UNUSED[:1]),
    "measure.py": digest("measure.py", apart=UNUSED[:1]),
    "analyse.py": digest("analyse.py", apart=UNUSED[:1]),
} | {path: lambda _, path=path: code.digest_of_file(path) for path in SCRIPTS.values()}


rule provenance:
    input:
        lambda wildcards: recorded(wildcards.folder)[0],
    output:
        "results/{folder}/provenance.yaml",
        "results/{folder}/checksums.sha256",
    log:
        "results/{folder}/logs/provenance.log",
    wildcard_constraints:
        folder="|".join([SCENARIO, *map(re.escape, STUDIES)]),
    conda:
        ENVIRONMENT
    params:
        settings=lambda wildcards: recorded(wildcards.folder)[1],
        scripts=lambda wildcards: {
            script: made(wildcards) for script, made in DIGESTS.items()
        },
        code=digest("provenance.py"),
    message:
        "provenance of {wildcards.folder}"
    script:
        "../../scripts/provenance.py"


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
