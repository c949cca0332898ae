"""The best possible classification rates of Gaussian classes with a common covariance matrix."""

from math import ceil

import numpy as np
from scipy.integrate import cubature
from scipy.special import ndtr, ndtri

from classes.whitening import whiten

QMC_POINTS, QMC_REPLICATES = 2**14, 16
BLOCK = 2**16  # numbers in each array of a slice: few enough to stay in cache


def bayes_rates(
    means: np.ndarray, covariance: np.ndarray, priors: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return P(ascribed to class j by Bayes' rule | true class i), and the error of each.

    The region ascribed to a class is where its linear score is the largest, a polyhedron. Rotated
    into the space of the score differences (of dimension r), all but the last coordinate are
    integrated numerically and the last in closed form: for r = 2 by adaptive Gauss–Kronrod
    quadrature, for more by randomised quasi-Monte Carlo.

    Parameters
    ----------
    means : (q, p) array
    covariance : (p, p) array
    priors : (q,) array
        Adding to one.

    Returns
    -------
    rates, error : (q, q) arrays
        True class by ascribed class. The error is the quadrature's own bound, or one standard
        error of quasi-Monte Carlo.
    """
    means = np.asarray(means, dtype=float)
    normals, middles = whiten(means - means[:, None], covariance), (means + means[:, None]) / 2
    length = np.linalg.norm(normals, axis=-1)
    length[length == 0] = 1  # coincident classes
    normals /= length[..., None]
    # Class j is ascribed where, for every k, normals[j, k] · u <= limits[i, j, k].
    limits = np.subtract.outer(np.log(priors), np.log(priors)) / length - [
        np.vecdot(normals, whiten(mean - middles, covariance)) for mean in means
    ]
    _, singular_values, basis = np.linalg.svd(
        normals.reshape(-1, means.shape[1]), full_matrices=False
    )
    rank = int((singular_values > 1e-12).sum())
    normals = normals @ basis[:rank].T

    def conditional(uniforms: np.ndarray) -> np.ndarray:
        blocks = np.array_split(ndtri(uniforms), ceil(len(uniforms) * limits.size / BLOCK))
        return np.concatenate([slice_probability(block, normals, limits) for block in blocks])

    if rank <= 1:
        rates = conditional(np.empty((1, 0)))[0]
        return rates, np.full_like(rates, np.finfo(float).eps)
    if rank == 2:
        result = cubature(conditional, [0.0], [1.0], rule="gk21", rtol=0, atol=1e-10)
        return result.estimate, result.error
    from scipy.stats import qmc  # slow to import, and most experiments are in the plane

    points = (
        qmc.Sobol(rank - 1, rng=np.random.default_rng(k)).random(QMC_POINTS)
        for k in range(QMC_REPLICATES)
    )
    replicates = np.stack([conditional(uniforms).mean(axis=0) for uniforms in points])
    error = replicates.std(axis=0, ddof=1) / np.sqrt(QMC_REPLICATES)
    return replicates.mean(axis=0), error


def slice_probability(given: np.ndarray, normals: np.ndarray, limits: np.ndarray) -> np.ndarray:
    """Return the probability that u satisfies normals · u <= limits, given all but its last entry.

    Parameters
    ----------
    given : (M, r-1) array
        Standard normal coordinates; the last is integrated.
    normals : (q, q, r) array
    limits : (q, q, q) array

    Returns
    -------
    (M, q, q) array
    """
    rank, classes = normals.shape[2], len(normals)
    last = normals[..., -1] if rank else np.zeros((classes, classes))
    slack = limits - np.einsum("mr,jkr->mjk", given, normals[..., : max(rank - 1, 0)])[:, None]
    flat = np.abs(last) < 1e-12
    with np.errstate(divide="ignore", invalid="ignore"):
        bound = slack / last
    upper = np.where(last > 0, bound, np.inf)
    lower = np.where(last < 0, bound, -np.inf)
    upper = np.where(flat, np.inf, upper).min(axis=-1)
    lower = np.where(flat, -np.inf, lower).max(axis=-1)
    # Equal scores, as of coincident classes, go to the first class, as argmax does.
    first = np.arange(classes) >= np.arange(classes)[:, None]
    held = ((slack > 1e-12) | ((np.abs(slack) <= 1e-12) & first) | ~flat).all(axis=-1)
    return np.where(held, np.maximum(ndtr(upper) - ndtr(lower), 0), 0)
