rule plot_posterior_error:
    input:
        measures=measures_of_scenario,
        summary="results/{scenario}/summary.csv",
        paired="results/{scenario}/paired.csv",
    output:
        figure("posterior_error"),
        "results/{scenario}/figures/posterior_error.svg",
    log:
        "results/{scenario}/logs/plot_posterior_error.log",
    conda:
        "../../environment.yml"
    params:
        code=digest("plot_posterior_error.py"),
    message:
        "plot      posterior_error of {wildcards.scenario}"
    script:
        "../../scripts/plot_posterior_error.py"


rule plot_posterior_maps:
    input:
        fits_of_first_range,
    output:
        figure("posterior_maps"),
        "results/{scenario}/figures/posterior_maps.svg",
    log:
        "results/{scenario}/logs/plot_posterior_maps.log",
    conda:
        "../../environment.yml"
    params:
        settings=needs("means", "covariance", "priors"),
        estimators=estimator_names,
        code=digest("plot_posterior_maps.py"),
    message:
        "plot      posterior_maps of {wildcards.scenario}"
    script:
        "../../scripts/plot_posterior_maps.py"


rule plot_rates_minus_bayes:
    input:
        **TABLES,
        published=PUBLISHED,
    output:
        figure("rates_minus_bayes"),
        "results/{scenario}/figures/rates_minus_bayes.svg",
    log:
        "results/{scenario}/logs/plot_rates_minus_bayes.log",
    conda:
        "../../environment.yml"
    params:
        code=digest("plot_rates_minus_bayes.py"),
    message:
        "plot      rates_minus_bayes of {wildcards.scenario}"
    script:
        "../../scripts/plot_rates_minus_bayes.py"


rule plot_penalties:
    output:
        figure("penalties"),
        "results/{scenario}/figures/penalties.svg",
    log:
        "results/{scenario}/logs/plot_penalties.log",
    conda:
        "../../environment.yml"
    params:
        code=digest("plot_penalties.py"),
    message:
        "plot      penalties"
    script:
        "../../scripts/plot_penalties.py"
