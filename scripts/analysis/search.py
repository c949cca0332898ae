"""The search for what the authors ran: settings and readings judged by the joint test."""

from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from analysis.joint import KINDS, batches, judge, published, summed, table2_of
from analysis.monte_carlo import LEVEL
from analysis.paper import ESTIMATOR_OF_TABLE
from analysis.rates import conditional
from experiment.paths import READINGS, Paths, Reading, Rules, named, rules_of

ESTIMATORS = sorted(ESTIMATOR_OF_TABLE.values())  # of all arrays
NEAREST = Reading("test", "as they are", "root of the sum", 2.0, divided_by_n=False)
TOGETHER = 50  # vectors of figures judged at once
GROUPS = 10  # of trials, left out in turn
COLUMNS = [
    *("stopping", *Reading._fields, "figures", "q", "p", "log_likelihood"),
    *("trials", "procedure", "hidden_units"),
]


def judged(
    paths: Paths, stops: tuple[int, ...], readings: list[Reading], kinds: list[str], seed: int
) -> list[tuple]:
    """Return rows from the reading on: every reading of the estimators at these stopping rules."""
    trials = paths.counts.shape[1]
    printed_table2, printed_rates = published(ESTIMATORS)
    rates = conditional(counts(paths, stops))
    shares = batches(trials, np.random.default_rng(seed))
    rows = []
    for kind in kinds:
        printed = np.append(printed_table2, KINDS[kind](printed_rates))
        of_rates = shares @ KINDS[kind](rates)
        for first in range(0, len(readings), TOGETHER):
            some = readings[first : first + TOGETHER]
            of_table2 = table2_of(shares, np.stack([errors(paths, stops, each) for each in some]))
            same = np.broadcast_to(of_rates, (len(some), *of_rates.shape))
            found = judge(np.concatenate([of_table2, same], axis=-1), printed, trials)
            rows += [
                (*reading, int(kind), *numbers)
                for reading, *numbers in zip(some, *found, strict=True)
            ]
    return rows


def reach_of_p(paths: Paths, stops: tuple[int, ...], reading: Reading, seed: int) -> np.ndarray:
    """Return how far the 95 % intervals of p reach, of 12 and of 42 figures, (2,).

    They are those of the delete-a-group jackknife (Kott, Journal of Official Statistics 17, 2001):
    p without each tenth of the trials in turn, of other batches each time, whose scatter it holds.
    """
    group = np.arange(paths.counts.shape[1]) % GROUPS
    without = []
    for k in range(GROUPS):
        kept = group != k
        some = Paths(paths.distances[:, :, kept], paths.counts[:, kept], paths.iterations[:, kept])
        rows = judged(some, stops, [reading], list(KINDS), seed + k)
        without.append([row[COLUMNS.index("p") - 1] for row in rows])
    error = np.sqrt((GROUPS - 1) * np.var(without, axis=0))
    return stdtrit(GROUPS - 1, 1 - LEVEL / 2) * error


def counts(paths: Paths, stops: tuple[int, ...]) -> np.ndarray:
    """Return the confusion matrices, (R, e, q, q), of the estimators at their rules."""
    return paths.counts[stops, :, range(len(stops))].swapaxes(0, 1)


def errors(paths: Paths, stops: tuple[int, ...], reading: Reading) -> np.ndarray:
    """Return the quantity of Table 2 under a reading, (R, e), of the estimators at their rules."""
    place = READINGS.index(reading._replace(divided_by_n=False))
    values = paths.distances[stops, place, :, range(len(stops))].T
    if not reading.divided_by_n:
        return values
    count = paths.counts[0, 0, 0].sum()  # as many training observations, in the paper
    return values / np.sqrt(count)


def search(paths: Paths, rules: Rules, seed: int) -> pd.DataFrame:
    """Return a row for every stopping rule under every reading.

    And for every choice of rules that differ by estimator, of one kind, under the nearest reading.
    """
    rows = []
    for stops in product(range(len(rules)), repeat=len(ESTIMATORS)):
        if len({rules[stop][0] for stop in stops}) > 1:
            continue
        alike = len(set(stops)) == 1
        text = " / ".join(named(rules[stop]) for stop in (stops[:1] if alike else stops))
        readings = READINGS if alike else [NEAREST]
        rows += [(text, *row) for row in judged(paths, stops, readings, ["12"], seed)]
    table = pd.DataFrame(rows, columns=COLUMNS[:-3])
    return table.assign(trials=paths.counts.shape[1])


def candidates(table: pd.DataFrame, each: int) -> pd.DataFrame:
    """Return the settings to confirm: the nearest of each procedure, and of three rules at once.

    Nearest is of the highest synthetic likelihood, under any reading; of rules that end all fits
    at the same places, one is kept.
    """
    ordered = table.dropna(subset="log_likelihood")
    ordered = ordered.sort_values("log_likelihood", ascending=False, kind="stable")
    apart = ordered["stopping"].str.contains("/")
    same = ordered[~apart].drop_duplicates(["procedure", "hidden_units", "stopping"])
    same = same.drop_duplicates(["procedure", "hidden_units", "q"])
    nearest = same.groupby("procedure").head(each)
    return pd.concat([nearest, ordered[apart].head(1)], ignore_index=True)


def figures_of(paths: Paths, stops: tuple[int, ...], reading: Reading, seed: int) -> np.ndarray:
    """Return the twelve figures of batches (B, 12), variances as logarithms."""
    shares = batches(paths.counts.shape[1], np.random.default_rng(seed))
    of_table2 = table2_of(shares, errors(paths, stops, reading)[None])[0]
    of_rates = shares @ summed(conditional(counts(paths, stops)))
    return np.concatenate([of_table2, of_rates], axis=1)


def profile(table: pd.DataFrame) -> tuple[float, float]:
    """Return the factor of the exponent of least Q, and its error, from a parabola through three.

    The error is where the parabola rises by one: the factor's alone, all else as it is.
    """
    rows = table.sort_values("factor").drop_duplicates("factor")
    at, q = rows["factor"].to_numpy(), rows["q"].to_numpy()
    lowest = int(np.argmin(q))
    if not 0 < lowest < len(q) - 1:
        return at[lowest], np.nan
    a, b, _ = np.polyfit(at[lowest - 1 : lowest + 2], q[lowest - 1 : lowest + 2], 2)
    return -b / (2 * a), 1 / np.sqrt(a)


def label_of(procedure: dict[str, Any]) -> str:
    """Return a procedure as text."""
    return f"{procedure['optimiser']}, line search {procedure['line_search_tolerance']:g}"


def stops_of(stopping: str, declared: dict[str, Any]) -> tuple[int, ...]:
    """Return the places of the rules of each estimator: undoes the text of `search`."""
    names = [named(rule) for rule in rules_of(declared)]
    stops = [names.index(each) for each in stopping.split(" / ")]
    return tuple(stops * (len(ESTIMATORS) // len(stops)))


def reading_of(row: pd.Series) -> Reading:
    """Return the reading of a row of the search."""
    return Reading(*(row[name] for name in Reading._fields))


def estimates(paths: Paths, stops: tuple[int, ...], reading: Reading) -> np.ndarray:
    """Return mean, variance and trace of each estimator, over all trials, (e, 3)."""
    values, of_rates = errors(paths, stops, reading), traces(counts(paths, stops)).mean(axis=0)
    return np.column_stack([values.mean(axis=0), values.var(axis=0, ddof=1), of_rates])


def traces(matrices: np.ndarray) -> np.ndarray:
    """Return the traces of the rates, (...), of confusion matrices (..., q, q)."""
    return conditional(matrices).trace(axis1=-2, axis2=-1)
