"""Equation (4) as printed, integrated over boxes: over trials, and beside Table 2."""

from itertools import combinations

import numpy as np
import pandas as pd

from analysis import monte_carlo
from analysis.paper import published_posterior
from analysis.readings import COLUMNS, beside_table2
from experiment.boxes import HALF_WIDTHS, BoxErrors

KEYS = ["reference", "half_width", "estimator"]
Found = dict[tuple[str, str], BoxErrors]  # by reference and estimator


def columns_of(values: np.ndarray) -> dict[int, np.ndarray]:
    """Return the finite values (R,) of each box, by its half-width, from all of them (R, B)."""
    finite = values[np.isfinite(values).all(axis=1)]
    return dict(zip(HALF_WIDTHS[-values.shape[1] :].tolist(), finite.T, strict=True))


def errors(found: Found) -> dict[tuple[str, int, str], np.ndarray]:
    """Return the errors of each estimator over each box."""
    return {
        (reference, half_width, estimator): column
        for (reference, estimator), of_fits in found.items()
        for half_width, column in columns_of(of_fits.error).items()
    }


def powers(found: Found) -> dict[tuple[str, int, str], np.ndarray]:
    """Return with which power of L each error grows from the box before."""
    step = np.diff(np.log(HALF_WIDTHS))
    arrays = {}
    for (reference, estimator), of_fits in found.items():
        with np.errstate(divide="ignore", invalid="ignore"):
            power = np.diff(np.log(of_fits.error)) / step
        for half_width, column in columns_of(power).items():
            arrays[reference, half_width, estimator] = column
    return arrays


def checks(found: Found) -> dict[tuple[str, int, str], np.ndarray]:
    """Return the accuracy of each error, and whether it grows without bound, (R, 2)."""
    return {
        (reference, half_width, estimator): np.column_stack([column, unbounded])
        for (reference, estimator), of_fits in found.items()
        for unbounded in [of_fits.unbounded[np.isfinite(of_fits.unbounded)]]
        for half_width, column in columns_of(of_fits.accuracy).items()
    }


def differences(found: Found) -> dict[tuple[int, str, str], np.ndarray]:
    """Return the error of each estimator less that of each later one, by the exact reference."""
    exact = {
        estimator: of_fits.error
        for (reference, estimator), of_fits in found.items()
        if reference == "exact"
    }
    return {
        (half_width, first, second): column
        for first, second in combinations(exact, 2)
        for half_width, column in columns_of(exact[first] - exact[second]).items()
    }


def over_boxes(of_errors, of_powers, of_checks, same_problem: bool) -> pd.DataFrame:
    """Return mean, variance and power of L of each estimator's error over each box.

    Parameters
    ----------
    of_errors, of_powers, of_checks : dict
        The moments of what the functions above return.
    same_problem : bool
        Whether Table 2 is of these classes and test samples.
    """
    published = published_posterior() if same_problem else published_posterior().iloc[:0]
    columns = [*KEYS, *COLUMNS[len(KEYS) :]]
    table = beside_table2(of_errors, columns, published)
    rows = [(*key, "power", *monte_carlo.mean(each)) for key, each in of_powers.items()]
    growth = pd.DataFrame(rows, columns=[*KEYS, "figure", "reproduced", "reproduced_se"])
    table = pd.concat([table, growth], ignore_index=True)
    counted = [
        (*key, each.count, round(each.count * each.mean[1]), each.mean[0] if each.count else np.nan)
        for key, each in of_checks.items()
    ]
    checked = pd.DataFrame(counted, columns=[*KEYS, "trials", "unbounded", "accuracy"])
    return table.merge(checked, on=KEYS)


def paired_over_boxes(of_differences) -> pd.DataFrame:
    """Return the paired differences over each box, with their intervals."""
    columns = ["half_width", "first", "second", "trials"]
    columns += ["difference", "difference_se", "low", "high"]
    rows = [
        (*key, each.count, *monte_carlo.mean_interval(each)) for key, each in of_differences.items()
    ]
    return pd.DataFrame(rows, columns=columns)
