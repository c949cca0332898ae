"""Judge every stopping rule of one procedure and network, under every reading of Table 2."""

from analysis.search import follow_declared, label_of, rules_of, search
from files import job

if "snakemake" in globals():
    declared, settings = snakemake.params.search, snakemake.params.settings
    with job(snakemake) as (csv,):
        procedure = declared["procedures"][int(snakemake.wildcards.procedure)]
        hidden = int(snakemake.wildcards.hidden)
        rules = rules_of(declared)
        seed, trials = settings["seed"], range(1, declared["trials"] + 1)
        paths = follow_declared(declared, settings, procedure, hidden, trials, seed)
        table = search(paths, rules, seed)
        table = table.assign(procedure=label_of(procedure), hidden_units=hidden)
        table.to_csv(csv, index=False)
