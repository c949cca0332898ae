"""The rates at which measures change with the size of the training sample."""

import numpy as np
import pandas as pd

from analysis.trials import by_estimator
from pairings import monte_carlo

SAMPLE_SIZE = "train_per_class"
CONVERGING = ("posterior_error", "sum_deviation")


def slopes(trials: dict[str, pd.DataFrame], scenarios: dict[str, dict]) -> pd.DataFrame:
    """Fit log measure = a + b log n by least squares within each trial; return b over trials.

    Scenarios share a trial's random numbers, so that the spread of the trials' own slopes is the
    honest error of their mean. Empty unless the study varies the sample size alone, over three
    values or more.
    """
    names = ["estimator", "measure", "slope", "slope_se", "low", "high", "trials"]
    if any(list(varied) != [SAMPLE_SIZE] for varied in scenarios.values()) or len(scenarios) < 3:
        return pd.DataFrame(columns=names)
    logs_of_size = np.log([varied[SAMPLE_SIZE] for varied in scenarios.values()])
    x = logs_of_size - logs_of_size.mean()
    rows = []
    for measure in CONVERGING:
        wide = {name: by_estimator(table, measure) for name, table in trials.items()}
        for estimator in next(iter(wide.values())):
            logs = np.log(np.stack([table[estimator] for table in wide.values()], axis=1))
            if np.nanmin(logs) > np.log(1e-9):  # softmax outputs add to one but for rounding
                each = logs[np.isfinite(logs).all(axis=1)] @ x / (x @ x)
                slope = monte_carlo.paired_difference(monte_carlo.Moments.of(each))
                row = (estimator, measure, *slope[:4], len(each))
                rows.append(dict(zip(names, row, strict=True)))
    return pd.DataFrame(rows, columns=names)
