"""Look at the trials made so far: whether they reach the precision wanted, or how many will."""

from analysis import paired, summary
from analysis.monte_carlo import moments
from analysis.precision import looked_at, next_look
from analysis.trials import collect
from files import job

if "snakemake" in globals():
    params, trials = snakemake.params, int(snakemake.wildcards.look)
    with job(snakemake) as (table_output, next_output):
        parts = collect(snakemake.input, trials)
        of_measures, of_pairs = moments(parts, summary.values, paired.values)
        means = summary.summarise(of_measures)
        table = looked_at(means, paired.paired_differences(of_pairs), params.precision, trials)
        table.to_csv(table_output, index=False)
        next_output.write_text(f"{next_look(table, trials, params.most)}\n", "utf-8")
