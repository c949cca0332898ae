"""Write Tables 1–6 for reading, the paper's numbers beside ours."""

import pandas as pd

from display.tables import TITLES, all_tables, markdown
from findings.captions import OTHER_PROBLEM
from tables import read_table


def present(read, trials: int, same_problem: bool) -> str:
    """Return the tables as Markdown."""
    parts = [
        "# Tables 1–6\n\n"
        f"Ours rest on {trials} trials; ± is the Monte Carlo standard error. Rows of Tables "
        "3–6 are true classes, columns ascribed classes. As printed, the paper's Table 2 cannot be "
        "equation (4), which is at most 2."
    ]
    parts += [] if same_problem else [OTHER_PROBLEM]
    parts += [
        f"## Table {table}. {TITLES[table]}\n\n{markdown(shown)}"
        for table, shown in all_tables(read).items()
    ]
    return "\n\n".join(parts) + "\n"


if "snakemake" in globals():
    from job import job

    def read(name: str) -> pd.DataFrame:
        return read_table(snakemake.input[name], index_col=0)

    with job(snakemake) as (output,):
        output.write_text(present(read, **snakemake.params.settings))
