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


def brier_score(estimated: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the mean over observations of Σ_k (z*_k − t_k)², for each trial: (R, q, n) to (R,)."""
    squares = (estimated - targets(labels, estimated.shape[1])) ** 2
    return squares.sum(axis=1).mean(axis=1)


def brier_calibration(estimated: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the part of the Brier score that calibration could remove, for each trial.

    In each bin of the outputs of a class it is the square of the mean of z*_k − t_k (Murphy,
    Journal of Applied Meteorology 12, 1973). The rest of the Brier score is the variance of
    z*_k − t_k within bins: refinement, Σ t̄(1 − t̄), where outputs in a bin are the same.
    """
    count, classes, n = estimated.shape
    away = estimated - targets(labels, classes)
    cells = bin_of(estimated) + BINS * np.arange(count * classes).reshape(count, classes, 1)
    size = count * classes * BINS
    held = np.bincount(cells.ravel(), minlength=size)
    sums = np.bincount(cells.ravel(), weights=away.ravel(), minlength=size)
    return (sums**2 / np.maximum(held, 1)).reshape(count, -1).sum(axis=1) / n


def bin_of(outputs: np.ndarray) -> np.ndarray:
    """Return the bin of each output; the first and the last hold what is below 0 or above 1."""
    within = np.clip(np.nan_to_num(outputs), 0, 1)
    return np.minimum(BINS * within, BINS - 1).astype(int)


def logarithms(estimated: np.ndarray) -> np.ndarray:
    """Return log z*_k/Σ_j z*_j, (R, q, n), with probabilities below `FLOOR` raised to it."""
    return np.log(np.maximum(probabilities(estimated), FLOOR))


def probabilities(estimated: np.ndarray) -> np.ndarray:
    """Return the outputs (R, q, n) divided by their sum."""
    return divided_by_sum(estimated, estimated.sum(axis=1, keepdims=True))


def divided_by_sum(estimated: np.ndarray, total: np.ndarray) -> np.ndarray:
    """Return z*_k / Σ_j z*_j, (R, q, n), from the outputs and their sums (R, 1, n).

    Where the sum is not above zero, as all outputs are too small to be told from 0, it is 1/q.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(total > 0, estimated / total, 1 / estimated.shape[1])


def log_loss(estimated: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the mean of −log of the probability of the true class, for each trial."""
    return -(targets(labels, estimated.shape[1]) * logarithms(estimated)).sum(axis=1).mean(axis=1)


def floored(estimated: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the share of observations whose class has a probability below `FLOOR`."""
    small = (probabilities(estimated) < FLOOR) & (targets(labels, estimated.shape[1]) > 0)
    return small.any(axis=1).mean(axis=1)


def kl_divergence(estimated: np.ndarray, exact: np.ndarray) -> np.ndarray:
    """Return the mean over observations of Σ_k P_k log(P_k/z*_k), for each trial."""
    apart = logarithms(exact) - logarithms(estimated)
    return (exact * apart).sum(axis=1).mean(axis=1)


def calibration_error(estimated: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the expected calibration error of the class of largest output, for each trial.

    Over bins of the largest output, the mean of |mean of `right` − mean output| by share of the
    observations (Guo et al., ICML 2017).

    Parameters
    ----------
    estimated : (R, q, n) array
    right : (R, n) array
        Whether that class is the true one, or how probable that is: `P(C|x)` of it. The first is
        biased upwards, as the mean of few labels strays from its expectation in each bin; what of
        it that is, the second tells.
    """
    largest = estimated.max(axis=1)
    cells = bin_of(largest) + BINS * np.arange(len(largest))[:, None]
    away = np.bincount(
        cells.ravel(), weights=(right - largest).ravel(), minlength=BINS * len(largest)
    )
    return np.abs(away).reshape(len(largest), BINS).sum(axis=1) / largest.shape[1]


def of_largest(estimated: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return the values (R, q, n) of the class of largest output, (R, n)."""
    ascribed = estimated.argmax(axis=1)[:, None]
    return np.take_along_axis(values, ascribed, axis=1)[:, 0]


def label_noise(estimated: np.ndarray, exact: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return by how much labels in place of P(C|x) raise the expected calibration error."""
    of_labels = calibration_error(estimated, right(estimated, labels))
    return of_labels - calibration_error(estimated, of_largest(estimated, exact))


def right(estimated: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return whether the class of largest output is the true one, (R, n)."""
    return (estimated.argmax(axis=1) == labels).astype(float)


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
