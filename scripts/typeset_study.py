"""Write the table of a study to take away: LaTeX (booktabs) and rounded CSV."""

from analysis.trials import read_table
from files import job
from report.typeset import csv, latex, study_table

if "snakemake" in globals():
    params = snakemake.params
    with job(snakemake) as (as_csv, as_latex):
        table = study_table(read_table(snakemake.input[0]), params.varied)
        as_csv.write_text(csv(table), "utf-8")
        caption = f"Study {snakemake.wildcards.study}: means over {params.trials} trials"
        as_latex.write_text(latex(table, caption), "utf-8")
