rule fit:
    output:
        "results/{scenario}/fits/{estimator}/{first}-{last}.npz",
    log:
        "results/{scenario}/logs/fit/{estimator}/{first}-{last}.log",
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
            "hidden_units",
            "start_range",
            "iterations",
            "weight_decay",
        ),
        code=digest("fit.py"),
    message:
        "fit       {wildcards.scenario}  trials {wildcards.first}-{wildcards.last}  {wildcards.estimator}"
    script:
        "../../scripts/fit.py"
