"""Agreement of Tables 4–6 with the paper's: a test for each question, at the level it claims.

The paper prints no errors. Its 100 trials are taken to vary as ours do, so that the error of its
rates follows from the covariance of ours between trials.
"""

import numpy as np
import pandas as pd
from scipy.special import stdtr

from analysis.monte_carlo import Joint, Moments, hotelling, mean
from analysis.paper import ESTIMATOR_OF_TABLE, TRIALS, published_rates
from analysis.rates import conditional
from analysis.trials import confusion_matrices
from experiment.status import usable

PAIRS = ((5, 4), (6, 4), (5, 6))  # the paper's best estimator against its worst, and each step
COLUMNS = [
    *("question", "ours", "printed", "difference", "error"),
    *("statistic", "df1", "df2", "p", "reason"),
]
OTHER = "the classes or test samples are not the paper's"
NO_FIT = "there is no fit of an estimator that it is about"
CONSTANT = "it needs two trials that differ"


def free(rates: np.ndarray) -> np.ndarray:
    """Return the rates (…, q, q) without the last of each row, which the others give."""
    return rates[..., :-1].reshape(*rates.shape[:-2], rates.shape[-1] * (rates.shape[-1] - 1))


def values(trials: pd.DataFrame) -> dict[int | tuple[int, ...], np.ndarray | Joint]:
    """Return of each of Tables 4–6 its free rates and its trace, and the differences of traces."""
    known = trials[usable(trials["status"])]
    arrays: dict[int | tuple[int, ...], np.ndarray | Joint] = {}
    traces = {}
    for table, estimator in ESTIMATOR_OF_TABLE.items():
        fits = known[known["estimator"] == estimator]
        rates = conditional(confusion_matrices(fits))
        arrays[table] = Joint.of(free(rates))
        traces[table] = pd.Series(rates.trace(axis1=1, axis2=2), fits["trial"])
        arrays[table,] = traces[table].to_numpy()
    for pair in PAIRS:
        first, second = (traces[table] for table in pair)
        arrays[pair] = (first - second).dropna().to_numpy()
    return arrays


def student(moments: Moments, printed: float, as_printed: bool = False) -> list:
    """Return the row, from `ours` on, of a test of a number against the printed one.

    Or, with `as_printed`, of a test of the printed one against zero.
    """
    ours, own_error = mean(moments)
    difference = printed if as_printed else ours - printed
    variances = moments.count / TRIALS + (not as_printed)  # of the number tested, in those of ours
    error, freedom = own_error * np.sqrt(variances), moments.count - 1
    row = [np.nan if as_printed else ours, printed, difference, error]
    if not error > 0:
        return [*row, np.nan, 1, freedom, np.nan, CONSTANT if moments.count else NO_FIT]
    t = difference / error
    return [*row, t, 1, freedom, 2 * stdtr(freedom, -abs(t)), ""]


def agreement(moments: dict, same_problem: bool) -> pd.DataFrame:
    """Return a row for each question that Tables 4–6 raise.

    Do all rates of a table agree (F, of the free ones)? Does its trace? How far apart are the
    printed traces of two tables, which are of the same samples, and ours from these? (t, of
    `difference` in units of its `error`). Nothing is said of another problem than the paper's.
    """
    rows = {}
    for table in ESTIMATOR_OF_TABLE:
        name = f"table {table}", f"trace of table {table}"
        if same_problem:
            printed = published_rates(table).to_numpy()
            tested = hotelling(moments[table], free(printed), TRIALS)
            reason = tested.reason if moments[table].count else NO_FIT
            rows[name[0]] = [*[np.nan] * 4, *tested[:-1], reason]
            rows[name[1]] = student(moments[table,], np.trace(printed))
        else:
            rows |= dict.fromkeys(name)
    for first, second in PAIRS:
        name = f"trace {first} - trace {second}", f"trace {first} - trace {second} as printed"
        if same_problem:
            printed = np.subtract(*(np.trace(published_rates(each)) for each in (first, second)))
            rows[name[0]] = student(moments[first, second], printed)
            rows[name[1]] = student(moments[first, second], printed, as_printed=True)
        else:
            rows |= dict.fromkeys(name)
    unsaid = [*[np.nan] * (len(COLUMNS) - 2), OTHER]
    return pd.DataFrame([[name, *(row or unsaid)] for name, row in rows.items()], columns=COLUMNS)
