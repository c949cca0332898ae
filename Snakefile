from snakemake.utils import min_version

min_version("9.0")


include: "workflow/rules/common.smk"
include: "workflow/rules/experiment.smk"
include: "workflow/rules/analysis.smk"
include: "workflow/rules/report.smk"
include: "workflow/rules/studies.smk"
include: "workflow/rules/provenance.smk"


report: "workflow/report/workflow.rst"


rule all:
    default_target: True
    input:
        last_look,
        "results/paper/tables.md",
        expand(TABLES.values(), scenario="paper"),
        expand(
            "results/paper/{file}",
            file=[
                "comparison.csv",
                "summary.csv",
                "rates.csv",
                "paired.csv",
                "readings.csv",
                "agreement.csv",
                "trials.csv",
                "provenance.yaml",
            ],
        ),


rule everything:
    input:
        rules.all.input,
        "results/summary.md",
        "results/paper/html",
        expand(
            "results/{scenario}/{file}",
            scenario=companions().values(),
            file=["summary.csv", "trials.csv", "provenance.yaml"],
        ),


rule studies:
    input:
        expand(
            [
                *STUDY_TABLES,
                "results/studies/{study}.html",
                "results/studies/{study}/provenance.yaml",
            ],
            study=config["studies"],
        ),
        ["results/match_paper/match.html"] if LIKE_THE_PAPER else [],


onstart:
    stop_unless_ranges(*workflow.dag_settings.targets)
    stop_unless_writable(*Path("results").glob("**/"))


onsuccess:
    remove_empty_logs()
    print(*ending(), sep="\n")
