"""A joint test of published tables: might they be 100 trials of these settings?

The figures of a table come from the same trials, and its tails are heavy: their covariance and the
distribution of the test are those of batches of as many trials, resampled from ours with all
estimators together.
"""

from typing import NamedTuple

import numpy as np

from analysis.paper import ESTIMATOR_OF_TABLE, TRIALS, published_posterior, published_rates

BATCHES = 2000
TABLE_OF = {estimator: table for table, estimator in ESTIMATOR_OF_TABLE.items()}


class Judged(NamedTuple):
    """How far published figures are from what settings give; nan where `figures` cannot tell."""

    q: np.ndarray  # squared Mahalanobis distance
    p: np.ndarray  # share of batches that are farther
    log_likelihood: np.ndarray  # synthetic (Wood, Nature 466, 2010): mere scatter lowers it


def kinds(rates: np.ndarray) -> np.ndarray:
    """Return the summed rates (…, 2) right and to the opposite class, of rates (…, 4, 4)."""
    right = np.eye(rates.shape[-1])
    return np.stack([(rates * cells).sum(axis=(-2, -1)) for cells in (right, right[::-1])], axis=-1)


def summed(rates: np.ndarray) -> np.ndarray:
    """Return trace and sum of the opposite corners (…, 2e) of the rates (…, e, 4, 4)."""
    return kinds(rates).reshape(*rates.shape[:-3], -1)


def off_diagonal(rates: np.ndarray) -> np.ndarray:
    """Return the rates of wrong ascriptions (…, e·12) of the rates (…, e, 4, 4): they tell all."""
    return rates[..., ~np.eye(rates.shape[-1], dtype=bool)].reshape(*rates.shape[:-3], -1)


KINDS = {"12": summed, "42": off_diagonal}  # by the number of figures, with those of Table 2


def published(estimators: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return the paper's means and log variances, (2e,), and its rates, (e, 4, 4)."""
    table2 = published_posterior().loc[estimators]
    rates = np.stack([published_rates(TABLE_OF[name]) for name in estimators])
    return np.concatenate([table2["mean"], np.log(table2["variance"])]), rates


def batches(trials: int, generator: np.random.Generator, count: int = BATCHES) -> np.ndarray:
    """Return the share that each trial has in each batch of `TRIALS`, (count, trials).

    The first half of the batches is drawn from the first half of the trials, the second from the
    others: one half of them can be judged by the covariance of the other.
    """
    half = trials // 2
    drawn = generator.integers([[0], [half]], [[half], [trials]], size=(2, count // 2 * TRIALS))
    drawn = drawn.reshape(-1, TRIALS)
    drawn += trials * np.arange(len(drawn))[:, None]
    return np.bincount(drawn.ravel(), minlength=len(drawn) * trials).reshape(-1, trials) / TRIALS


def table2_of(shares: np.ndarray, errors: np.ndarray) -> np.ndarray:
    """Return means and log variances of batches, (K, B, 2e), of errors (K, R, e)."""
    centre = errors.mean(axis=1, keepdims=True)
    away = errors - centre
    mean = shares @ away
    variance = (shares @ away**2 - mean**2) * (TRIALS / (TRIALS - 1))
    with np.errstate(divide="ignore"):  # of a batch of one trial
        return np.concatenate([centre + mean, np.log(variance)], axis=-1)


def judge(figures: np.ndarray, printed: np.ndarray, trials: int) -> Judged:
    """Hold printed figures (f,) against those of batches, (…, B, f), resampled from R trials.

    Their covariance is (1 + TRIALS/R) that of the batches, as the centre of these is ours and has
    an error of its own. The distribution of Q is that of one half of the batches under the
    covariance of the other half, as the printed figures had no part in the covariance either. Half
    as many trials know it less well: Q is larger for that by a factor that is taken out, n/(n−f−1)
    under normality.
    """
    *stack, count, size = figures.shape
    halves = figures.reshape(*stack, 2, count // 2, size)
    centres = halves.mean(axis=-2, keepdims=True)
    scale = figures.std(axis=-2, keepdims=True)
    known = np.isfinite(scale).all() and (scale > 0).all()
    freedom = 1 / (1 / trials + 1 / count)
    if freedom / 2 <= size + 1 or not known:
        nothing = np.full(stack, np.nan)
        return Judged(nothing, nothing, nothing)
    away = (halves - centres) / scale[..., None, :, :]
    covariances = away.mT @ away / (count // 2 - 1)
    own = distances(np.linalg.cholesky(covariances[..., ::-1, :, :]), away)
    own *= (1 - (size + 1) / (freedom / 2)) / (1 - (size + 1) / freedom)
    root = np.linalg.cholesky(covariances.mean(axis=-3))
    inflation = 1 + TRIALS / trials
    target = (printed[..., None, :] - centres.mean(axis=-3)) / scale
    q = distances(root, target)[..., 0] / inflation
    farther = (own >= q[..., None, None]).sum(axis=(-2, -1))
    logs = 2 * np.log(np.diagonal(root, axis1=-2, axis2=-1)).sum(axis=-1)
    logs += 2 * np.log(scale).sum(axis=(-2, -1)) + size * np.log(inflation)
    return Judged(q, (1 + farther) / (1 + count), -(q + logs) / 2)


def distances(root: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """Return vᵀC⁻¹v (…, B) of vectors (…, B, f) and the Cholesky factor (…, f, f) of C."""
    return np.sum(np.linalg.solve(root, vectors.mT) ** 2, axis=-2)
