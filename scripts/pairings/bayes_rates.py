"""The best possible classification rates of Gaussian classes with a common covariance matrix."""

import numpy as np
from scipy.integrate import cubature
from scipy.special import ndtr, ndtri

from pairings.gaussian_classes import posterior_coefficients

QMC_POINTS, QMC_REPLICATES = 2**14, 16


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
    coefficients = posterior_coefficients(means, covariance, priors)
    slopes = coefficients[:, 1:] @ np.linalg.cholesky(covariance)
    _, singular_values, basis = np.linalg.svd(slopes - slopes.mean(axis=0))
    rank = int((singular_values > 1e-12 * max(singular_values[0], 1e-300)).sum())
    # Class j is ascribed where, for every k, normals[j, k] · u <= limits[i, j, k].
    scores = coefficients[:, 0] + np.asarray(means) @ coefficients[:, 1:].T
    limits = scores[:, :, None] - scores[:, None, :]
    normals = (slopes - slopes[:, None]) @ basis[:rank].T

    def conditional(uniforms: np.ndarray) -> np.ndarray:
        return slice_probability(ndtri(uniforms), normals, limits)

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
