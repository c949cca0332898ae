from snakemake.utils import min_version

min_version("9.0")


include: "workflow/rules/settings.smk"
include: "workflow/rules/common.smk"
include: "workflow/rules/experiment.smk"
include: "workflow/rules/analysis.smk"
include: "workflow/rules/report.smk"
include: "workflow/rules/studies.smk"
include: "workflow/rules/reconstruction.smk"
include: "workflow/rules/runs.smk"


report: "workflow/report/workflow.rst"


rule all:
    default_target: True
    input:
        last_look,
        f"results/{NAME}/tables.md",
        expand(TABLES.values(), scenario=NAME),
        expand(
            f"results/{NAME}/{{file}}",
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
        f"{OUT}/summary.md",
        f"{OUT}/results.zip",
        f"results/{NAME}/html",
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
                f"{OUT}/studies/{{study}}.html",
                f"{OUT}/studies/{{study}}/typeset.tex",
                f"{OUT}/studies/{{study}}/provenance.yaml",
            ],
            study=config["studies"],
        ),


onstart:
    stop_unless_ranges(*workflow.dag_settings.targets)
    stop_unless_writable(*Path("results").glob("**/"))
    # Each job starts a clock of the limit of jobs a second, for which a run waits at its end.
    if workflow.local_exec:
        workflow.scheduler.job_rate_limiter = None


onsuccess:
    remove_empty_logs()
    print(*ending(), sep="\n")
