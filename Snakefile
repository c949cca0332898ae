from snakemake.utils import min_version

min_version("9.0")


include: "workflow/rules/common.smk"
include: "workflow/rules/simulate.smk"
include: "workflow/rules/fit.smk"
include: "workflow/rules/evaluate.smk"
include: "workflow/rules/tables.smk"
include: "workflow/rules/report.smk"
include: "workflow/rules/figures.smk"
include: "workflow/rules/studies.smk"
include: "workflow/rules/provenance.smk"


report: "workflow/report/workflow.rst"


rule all:
    default_target: True
    input:
        "results/paper/tables.md",
        expand(TABLES.values(), scenario="paper"),
        expand(
            "results/paper/{file}",
            file=["comparison.csv", "summary.csv", "trials.csv", "provenance.yaml"],
        ),


rule everything:
    input:
        rules.all.input,
        "results/summary.md",
        "results/paper/html",
        "results/paper/paired.csv",
        "results/paper/readings.csv",
        expand(
            "results/{scenario}/{file}",
            scenario=["other_pairings", logit(config)],
            file=["summary.csv", "trials.csv", "provenance.yaml"],
        ),
        expand(
            "results/paper/figures/{item}.png",
            item=[
                "posterior_error",
                "posterior_maps",
                "rates_minus_bayes",
                "penalties",
            ],
        ),


rule studies:
    input:
        expand(
            "results/studies/{study}.{kind}",
            study=config["studies"],
            kind=["csv", "png"],
        ),
        expand(
            "results/studies/{study}/{file}",
            study=config["studies"],
            file=["finding.rst", "paired.csv", "slopes.csv", "provenance.yaml"],
        ),
        ["results/match_paper/match.html"] if scenarios_like_the_paper() else [],


onstart:
    stop_unless_a_profile_was_read()
    stop_unless_writable(*Path("results").glob("**/"))


onsuccess:
    print(
        "Tables 1-6 beside the paper's: results/paper/tables.md and results/paper/comparison.csv"
    )
