DIGESTS = {
    "simulate.py": digest("simulate.py", apart=UNUSED),
    "fit.py": digest("fit.py", apart=UNUSED),
    "measure.py": digest("measure.py", apart=UNUSED[:1]),
    "analyse.py": digest("analyse.py", apart=UNUSED[:1]),
}


rule provenance:
    input:
        lambda wildcards: recorded(wildcards.folder)[0],
    output:
        "results/{folder}/provenance.yaml",
        "results/{folder}/checksums.sha256",
    log:
        "results/{folder}/logs/provenance.log",
    wildcard_constraints:
        folder="|".join(map(re.escape, [*SETTINGS, *STUDIES])),
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


rule replay:
    output:
        "results/{scenario}/replay/{trial}.csv",
    log:
        "results/{scenario}/logs/replay/{trial}.log",
    conda:
        ENVIRONMENT
    params:
        settings=needs(*RESTED_ON),
        estimators=estimator_names,
        code=digest("replay.py"),
    message:
        "replay    {wildcards.scenario}  trial {wildcards.trial}"
    script:
        "../../scripts/replay.py"
