# Only on request: fit and evaluate draw the same samples themselves.
rule simulate:
    output:
        "results/{scenario}/samples/{first}-{last}.npz",
    log:
        "results/{scenario}/logs/simulate/{first}-{last}.log",
    conda:
        "../../environment.yml"
    resources:
        mem_mb=asks(megabytes),
        runtime=asks(minutes),
    params:
        settings=needs(
            "seed",
            "means",
            "covariance",
            "priors",
            "train_per_class",
            "test_per_class",
        ),
        code=digest("simulate.py"),
    message:
        "simulate  {wildcards.scenario}  trials {wildcards.first}-{wildcards.last}"
    script:
        "../../scripts/simulate.py"
