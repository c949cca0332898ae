NUMBERS = {script: digest(script) for script in ("fit.py", "evaluate.py", "collect.py")}


rule provenance:
    input:
        "results/{scenario}/trials.csv",
    output:
        "results/{scenario}/provenance.yaml",
    log:
        "results/{scenario}/logs/provenance.log",
    conda:
        "../../environment.yml"
    params:
        settings=lambda wildcards: SCENARIOS[wildcards.scenario],
        scripts=NUMBERS,
        code=digest("provenance.py"),
    message:
        "provenance {wildcards.scenario}"
    script:
        "../../scripts/provenance.py"


rule provenance_of_study:
    input:
        "results/studies/{study}.csv",
    output:
        "results/studies/{study}/provenance.yaml",
    log:
        "results/studies/{study}/provenance.log",
    conda:
        "../../environment.yml"
    params:
        settings=lambda wildcards: settings_of_study(wildcards.study),
        scripts=NUMBERS,
        code=digest("provenance.py"),
    message:
        "provenance of study {wildcards.study}"
    script:
        "../../scripts/provenance.py"


rule replay:
    output:
        "results/{scenario}/replay/{trial}.csv",
    log:
        "results/{scenario}/logs/replay/{trial}.log",
    conda:
        "../../environment.yml"
    params:
        fit=rules.fit.params.settings,
        evaluate=rules.evaluate.params.settings,
        estimators=estimator_names,
        recorded="results/{scenario}/trials.csv",
        code=digest("replay.py"),
    message:
        "replay    {wildcards.scenario}  trial {wildcards.trial}"
    script:
        "../../scripts/replay.py"
