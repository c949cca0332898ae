"""Scores of estimated class probabilities, proper ones and calibration, and Bayes' rule's own.

Logarithms are of the outputs divided by their sum, as a logarithm of outputs that are free to add
to anything is no proper score, and of at least `FLOOR`: an output of 0 for the class that is true
would make a mean infinite, whatever all the others are.
"""

import numpy as np

FLOOR = 1e-6  # a smaller probability counts as this one in logarithms
BINS = 10  # of equal width, of outputs from 0 to 1


def targets(labels: np.ndarray, classes: int) -> np.ndarray:
    """Return t, (q, n): 1 where an observation is of a class."""
    return (labels == np.arange(classes)[:, None]).astype(float)


def brier_score(away: np.ndarray) -> np.ndarray:
    """Return the mean over observations of Σ_k (z*_k − t_k)², from z* − t: (R, q, n) to (R,)."""
    return (away**2).sum(axis=1).mean(axis=1)


def brier_calibration(estimated: np.ndarray, away: np.ndarray) -> np.ndarray:
    """Return the part of the Brier score that calibration could remove, for each trial.

    In each bin of the outputs of a class it is the square of the mean of z*_k − t_k (Murphy,
    Journal of Applied Meteorology 12, 1973). The rest of the Brier score is the variance of
    z*_k − t_k within bins: refinement, Σ t̄(1 − t̄), where outputs in a bin are the same.

    Parameters
    ----------
    estimated, away : (R, q, n) arrays
        z* and z* − t.
    """
    count, classes, n = estimated.shape
    cells = bin_of(estimated)
    cells += BINS * np.arange(count * classes).reshape(count, classes, 1)
    size = count * classes * BINS
    held = np.bincount(cells.ravel(), minlength=size)
    sums = np.bincount(cells.ravel(), weights=away.ravel(), minlength=size)
    return (sums**2 / np.maximum(held, 1)).reshape(count, -1).sum(axis=1) / n


def bin_of(outputs: np.ndarray) -> np.ndarray:
    """Return the bin of each output; the first and the last hold what is below 0 or above 1."""
    bins = BINS * outputs
    np.fmin(np.fmax(bins, 0, out=bins), BINS - 1, out=bins)  # which take a number before nan
    return bins.astype(int)


def logarithms(probabilities: np.ndarray) -> np.ndarray:
    """Return the logarithms of probabilities, those below `FLOOR` raised to it."""
    return np.log(np.maximum(probabilities, FLOOR))


def divided_by_sum(estimated: np.ndarray) -> np.ndarray:
    """Return z*_k / Σ_j z*_j, (R, q, n), from the outputs.

    Where the sum is not above zero, as all outputs are too small to be told from 0, it is 1/q.
    """
    total = estimated.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(total > 0, estimated / total, 1 / estimated.shape[1])


def of_class(values: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """Return the values (R, q, n) of a class of each observation, (n,) or (R, n): (R, n)."""
    at = np.broadcast_to(classes, (len(values), values.shape[2]))
    return np.take_along_axis(values, at[:, None], axis=1)[:, 0]


def log_loss(of_true: np.ndarray) -> np.ndarray:
    """Return the mean of −log of the probabilities of the true classes, (R, n), for each trial."""
    return -logarithms(of_true).mean(axis=1)


def floored(of_true: np.ndarray) -> np.ndarray:
    """Return the share of observations whose class has a probability below `FLOOR`."""
    return (of_true < FLOOR).mean(axis=1)


def kl_divergence(
    probabilities: np.ndarray, exact: np.ndarray, exact_logarithms: np.ndarray
) -> np.ndarray:
    """Return the mean over observations of Σ_k P_k log(P_k/z*_k), for each trial.

    Parameters
    ----------
    probabilities, exact, exact_logarithms : (R, q, n) arrays
        Outputs that add to one, P(C|x), and what `logarithms` returns of it.
    """
    apart = logarithms(probabilities)
    np.subtract(exact_logarithms, apart, out=apart)
    apart *= exact
    return apart.sum(axis=1).mean(axis=1)


def calibration_error(largest: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the expected calibration error of the class of largest output, for each trial.

    Over bins of the largest output, the mean of |mean of `right` − mean output| by share of the
    observations (Guo et al., ICML 2017).

    Parameters
    ----------
    largest : (R, n) array
        The largest output.
    right : (R, n) array
        Whether its class is the true one, or how probable that is: `P(C|x)` of it. The first is
        biased upwards, as the mean of few labels strays from its expectation in each bin; what of
        it that is, the second tells.
    """
    cells = bin_of(largest)
    cells += BINS * np.arange(len(largest))[:, None]
    away = np.bincount(
        cells.ravel(), weights=(right - largest).ravel(), minlength=BINS * len(largest)
    )
    return np.abs(away).reshape(len(largest), BINS).sum(axis=1) / largest.shape[1]


def bayes_scores(classes) -> dict[str, tuple[float, float]]:
    """Return what the exact posterior scores in expectation, and the accuracy of that.

    It is calibrated, so that its Brier score is refinement alone.
    """
    rule = classes.rule()
    exact = classes.posterior(rule.nodes)
    entropy = -exact * np.log(np.maximum(exact, np.finfo(float).tiny))
    brier = rule.integrate((exact * (1 - exact)).sum(axis=0))
    none = dict.fromkeys(("brier_calibration", "kl_divergence", "calibration_error"), (0.0, 0.0))
    return {
        "brier_score": brier,
        "brier_refinement": brier,
        "log_loss": rule.integrate(entropy.sum(axis=0)),
        **none,
    }
