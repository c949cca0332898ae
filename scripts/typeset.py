"""Write the tables of the experiment to take away: LaTeX (booktabs) and rounded CSV."""

from analysis.trials import read_table
from files import job
from report.typeset import csv, latex, tables

if "snakemake" in globals():
    source = snakemake.input
    with job(snakemake) as (folder,):
        folder.mkdir()
        made = tables(
            read_table(source.table2, index_col=0),
            read_table(source.table3, index_col=0),
            read_table(source.rates),
            read_table(source.paired),
            snakemake.params.same_problem,
        )
        for name, (table, caption) in made.items():
            (folder / f"{name}.csv").write_text(csv(table), "utf-8")
            (folder / f"{name}.tex").write_text(latex(table, caption), "utf-8")
