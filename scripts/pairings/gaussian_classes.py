"""The truth of the experiment: Gaussian classes with a common covariance matrix."""

import numpy as np


def class_counts(per_class: int, priors: np.ndarray) -> np.ndarray:
    """Share q·per_class observations out among q classes, as near to the priors as can be.

    Parameters
    ----------
    per_class : int
        Mean number of observations per class.
    priors : (q,) array
        Positive, adding to one.

    Returns
    -------
    (q,) array of int
        Largest-remainder allocation; `per_class` for each class if the priors are equal.
    """
    total = per_class * len(priors)
    quota = np.asarray(priors) * total
    counts = np.floor(quota + 1e-9).astype(int)
    by_remainder = np.argsort(counts - quota, kind="stable")
    counts[by_remainder[: total - counts.sum()]] += 1
    return counts


def draw(
    generator: np.random.Generator, counts: np.ndarray, means: np.ndarray, covariance: np.ndarray
) -> np.ndarray:
    """Draw a sample with a fixed number of observations of each class.

    Observations are drawn in rounds of one per class, so that a smaller sample from the same
    generator state is a part of a larger one.

    Parameters
    ----------
    generator : numpy.random.Generator
    counts : (q,) array of int
        Observations of each class.
    means : (q, p) array
    covariance : (p, p) array
        Positive definite, common to all classes.

    Returns
    -------
    (n, p) array
        The observations, ordered by class.

    Raises
    ------
    numpy.linalg.LinAlgError
        If the covariance is not positive definite.
    """
    noise = generator.standard_normal((max(counts), *np.shape(means)))
    observations = noise @ np.linalg.cholesky(covariance).T + means
    return np.concatenate([observations[:count, k] for k, count in enumerate(counts)])


def whiten(points: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    """Return points (..., p) in coordinates in which the covariance matrix is the identity."""
    return points @ np.linalg.inv(np.linalg.cholesky(covariance)).T


def posterior_coefficients(
    means: np.ndarray, covariance: np.ndarray, priors: np.ndarray
) -> np.ndarray:
    """Return the linear function of x whose softmax is the exact posterior, equation (3).

    With θ_k = Σ⁻¹μ_k and b(θ_k) = ½ μ_kᵀΣ⁻¹μ_k, log P(C_k|x) = θ_kᵀx − b(θ_k) + log P(C_k) up to a
    term common to all classes.

    Parameters
    ----------
    means : (q, p) array
    covariance : (p, p) array
        Positive definite.
    priors : (q,) array
        Positive, adding to one.

    Returns
    -------
    (q, p + 1) array
        Offset in column 0, as the biases of the network, then the slopes.
    """
    slopes = np.linalg.solve(covariance, np.transpose(means)).T
    offsets = np.log(priors) - 0.5 * np.vecdot(slopes, means)
    return np.column_stack([offsets, slopes])


def posterior(
    x: np.ndarray, means: np.ndarray, covariance: np.ndarray, priors: np.ndarray
) -> np.ndarray:
    """Return the exact class probabilities P(C_k|x).

    Parameters
    ----------
    x : (..., n, p) array
    means, covariance, priors
        As in `posterior_coefficients`.

    Returns
    -------
    (..., q, n) array
        Adds to one over the classes.
    """
    points, centres = whiten(x, covariance), whiten(means, covariance)
    # The linear function of equation (3) would lose its digits far from the origin.
    squares = [np.vecdot(away := points - centre, away) for centre in centres]
    scores = np.log(priors)[:, None] - 0.5 * np.stack(squares, axis=-2)
    scores -= scores.max(axis=-2, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-2, keepdims=True)
    return scores
