rule evaluate:
    input:
        fits_of_range,
    output:
        "results/{scenario}/measures/{first}-{last}.npz",
    log:
        "results/{scenario}/logs/evaluate/{first}-{last}.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=asks(megabytes),
        runtime=asks(minutes),
    params:
        settings=needs("seed", "means", "covariance", "priors", "test_per_class"),
        estimators=estimator_names,
        code=digest("evaluate.py"),
    message:
        "evaluate  {wildcards.scenario}  trials {wildcards.first}-{wildcards.last}"
    script:
        "../../scripts/evaluate.py"


rule collect:
    input:
        measures_of_scenario,
    output:
        "results/{scenario}/trials.csv",
    log:
        "results/{scenario}/logs/collect.log",
    conda:
        "../../environment.yml"
    params:
        code=digest("collect.py"),
    message:
        "collect   {wildcards.scenario}"
    script:
        "../../scripts/collect.py"
