"""Judge every stopping rule of one procedure and network, under every reading of Table 2."""

from analysis.search import ESTIMATORS, label_of, search
from estimators import named
from experiment.paths import follow_declared, rules_of
from files import job

if "snakemake" in globals():
    declared, settings = snakemake.params.search, snakemake.params.settings
    with job(snakemake) as (csv,):
        procedure = declared["procedures"][int(snakemake.wildcards.procedure)]
        hidden = int(snakemake.wildcards.hidden)
        rules = rules_of(declared)
        seed, trials = settings["seed"], range(1, declared["trials"] + 1)
        compared = [named(each) for each in ESTIMATORS]
        paths = follow_declared(declared, settings, procedure, hidden, trials, seed, compared)
        table = search(paths, rules, seed)
        table = table.assign(procedure=label_of(procedure), hidden_units=hidden)
        table.to_csv(csv, index=False)
