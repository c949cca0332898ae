rule simulate:
    output:
        "results/{scenario}/samples/{purpose}/{trials}.npz",
    log:
        "results/{scenario}/logs/simulate/{purpose}/{trials}.log",
    conda:
        ENVIRONMENT
    resources:
        mem_mb=asks(megabytes),
        runtime=asks(minutes),
    params:
        settings=lambda wildcards: needs(
            "seed", "classes", f"{wildcards.purpose}_per_class"
        )(wildcards),
        code=digest("simulate.py"),
    message:
        "simulate  {wildcards.scenario}  trials {wildcards.trials}  {wildcards.purpose}"
    script:
        "../../scripts/simulate.py"


rule fit:
    input:
        sample("train"),
    output:
        "results/{scenario}/fits/{estimator}/{trials}.npz",
    log:
        "results/{scenario}/logs/fit/{estimator}/{trials}.log",
    wildcard_constraints:
        estimator=r"(?!script-)\w+-\w+",
    conda:
        ENVIRONMENT
    resources:
        mem_mb=asks(megabytes),
        runtime=asks(minutes),
    params:
        settings=needs("seed", "classes", "train_per_class", "network", "fitting"),
        earlier=lambda wildcards: EARLIER.get(wildcards.scenario, []),
        code=digest("fit.py"),
    message:
        "fit       {wildcards.scenario}  trials {wildcards.trials}  {wildcards.estimator}"
    script:
        "../../scripts/fit.py"


# An estimator of one's own: a function in a file, called once a trial.
rule estimate:
    input:
        train=sample("train"),
        test=sample("test"),
    output:
        "results/{scenario}/fits/script-{script}/{trials}.npz",
    log:
        "results/{scenario}/logs/estimate/{script}/{trials}.log",
    conda:
        ENVIRONMENT
    resources:
        mem_mb=asks(megabytes),
        runtime=lambda wildcards: 10 + len(trial_range(wildcards.trials)) // 2,
    params:
        settings=needs("seed", *SAMPLED),
        file=lambda wildcards: SCRIPTS[f"script-{wildcards.script}"],
        own=lambda wildcards: code.digest_of_file(SCRIPTS[f"script-{wildcards.script}"]),
        code=digest("estimate.py"),
    message:
        "estimate  {wildcards.scenario}  trials {wildcards.trials}  {wildcards.script}"
    script:
        "../../scripts/estimate.py"


rule measure:
    input:
        sample=sample("test"),
        fits=fits("{trials}"),
    output:
        "results/{scenario}/measures/{trials}.npz",
    log:
        "results/{scenario}/logs/measure/{trials}.log",
    conda:
        ENVIRONMENT
    resources:
        mem_mb=asks(megabytes),
        runtime=asks(minutes),
    params:
        settings=needs("seed", "classes", "test_per_class"),
        estimators=estimator_names,
        cap=cap,
        code=digest("measure.py"),
    message:
        "measure   {wildcards.scenario}  trials {wildcards.trials}"
    script:
        "../../scripts/measure.py"
