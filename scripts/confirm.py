"""Judge one of the nearest settings of the search again, on fresh trials and all figures."""

import numpy as np
import pandas as pd

from analysis.joint import KINDS
from analysis.search import (
    COLUMNS,
    ESTIMATORS,
    candidates,
    estimates,
    figures_of,
    judged,
    label_of,
    reach_of_p,
    reading_of,
    stops_of,
    traces,
)
from analysis.trials import read_table
from estimators import named
from experiment.paths import READINGS, follow_declared
from files import job

if "snakemake" in globals():
    declared, settings = snakemake.params.search, snakemake.params.settings
    with job(snakemake) as (csv, batches):
        table = pd.concat(map(read_table, snakemake.input), ignore_index=True)
        chosen = candidates(table, declared["confirmed"])
        place = int(snakemake.wildcards.place)
        if place >= len(chosen):  # the search was too small for as many
            pd.DataFrame(columns=[*COLUMNS, "chosen", "p_low", "p_high"]).to_csv(csv, index=False)
            np.savez(batches)
        else:
            row = chosen.iloc[place]
            (procedure,) = (
                each for each in declared["procedures"] if label_of(each) == row["procedure"]
            )
            seed, hidden = settings["seed"] + 1, int(row["hidden_units"])
            trials = range(1, declared["confirmed_trials"] + 1)
            compared = [named(each) for each in ESTIMATORS]
            paths = follow_declared(declared, settings, procedure, hidden, trials, seed, compared)
            stops, reading = stops_of(row["stopping"], declared), reading_of(row)
            rows = judged(paths, stops, READINGS, list(KINDS), seed)
            found = pd.DataFrame([(row["stopping"], *each) for each in rows], columns=COLUMNS[:-3])
            found = found.assign(
                trials=len(trials),
                procedure=row["procedure"],
                hidden_units=hidden,
                chosen=[each[: len(reading)] == tuple(reading) for each in rows],
            )
            reach = pd.Series(reach_of_p(paths, stops, reading, seed), found.index[found["chosen"]])
            found = found.assign(p_low=found["p"] - reach, p_high=found["p"] + reach)
            found.to_csv(csv, index=False)
            np.savez(
                batches,
                figures=figures_of(paths, stops, reading, seed),
                estimates=estimates(paths, stops, reading),
                stops=stops,
                iterations=paths.iterations,
                traces=traces(paths.counts),
            )
