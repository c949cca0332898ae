"""Analyse all trials in one pass: summary, Tables 2 and 4–6, paired differences and readings."""

from analysis import paired, rates, readings, summary
from analysis.monte_carlo import moments
from analysis.trials import collect
from files import job

if "snakemake" in globals():
    parts = collect(snakemake.input, snakemake.params.trials)
    with job(snakemake) as outputs:
        of_measures, of_pairs, of_readings, of_rates = moments(
            parts, summary.values, paired.values, readings.values, rates.values
        )
        summarised = summary.summarise(of_measures)
        tables = {
            "summary": summarised.set_index("estimator"),
            "table2": summary.posterior_table(summarised),
            "paired": paired.paired_differences(of_pairs).set_index("measure"),
            "readings": readings.readings(of_readings).set_index("reference"),
            **rates.rate_tables(of_rates),
        }
        for output in outputs:
            tables[output.stem].to_csv(output)
