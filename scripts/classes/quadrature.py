"""Quadrature: integrate functions of x against the density of the mixture of Gaussian classes."""

from typing import NamedTuple

import numpy as np

REACH = 7.0  # standard deviations from a class mean; beyond them lies a mass of 1e-11
SPACING = {1: 1 / 32, 2: 1 / 4}  # of the grid about a class mean, in standard deviations
RANDOM_NODES = 4096  # a class, where a grid would be too large


class Rule(NamedTuple):
    """A quadrature rule made of two halves, whose difference tells its accuracy.

    Attributes
    ----------
    nodes : (M, p) array
    weights : (2, M) array
        One row a half; each adds to one.
    """

    nodes: np.ndarray
    weights: np.ndarray

    def integrate(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the integrals (...) of functions given at the nodes, (..., M), and their accuracy.

        The accuracy is half the difference between the halves: for a smooth function a cautious
        figure, as the whole rule is far finer than either half.
        """
        first, second = np.moveaxis(np.vecdot(values[..., None, :], self.weights), -1, 0)
        return (first + second) / 2, np.abs(first - second) / 2


def mixture_rule(means: np.ndarray, covariance: np.ndarray, priors: np.ndarray) -> Rule:
    """Return a rule for E f(X), X drawn from the mixture of the classes.

    In one or two dimensions it is the trapezoid rule on a grid about each class mean, which for a
    smooth function times a Gaussian density converges faster than any power of the spacing
    (Trefethen & Weideman, SIAM Review 56, 2014); in more, a scrambled Sobol sequence.

    Parameters
    ----------
    means : (q, p) array
    covariance : (p, p) array
    priors : (q,) array
        Adding to one.
    """
    p = np.shape(means)[1]
    noise, halves = normal_grid(p) if p in SPACING else normal_points(p)
    root = np.linalg.cholesky(covariance)
    nodes = np.asarray(means)[:, None] + noise @ root.T
    weights = np.asarray(priors)[:, None] * halves[:, None]
    return Rule(nodes.reshape(-1, p), weights.reshape(2, -1))


def normal_grid(p: int) -> tuple[np.ndarray, np.ndarray]:
    """Return a grid (M, p) and weights (2, M) for the standard normal; the halves alternate."""
    steps = int(REACH / SPACING[p])
    index = np.stack(np.meshgrid(*[np.arange(-steps, steps + 1)] * p), axis=-1).reshape(-1, p)
    noise = index * SPACING[p]
    density = np.exp(-0.5 * np.vecdot(noise, noise))
    halves = np.where(index.sum(axis=1) % 2 == np.array([[0], [1]]), density, 0)
    return noise, halves / halves.sum(axis=1, keepdims=True)


def normal_points(p: int) -> tuple[np.ndarray, np.ndarray]:
    """Return scattered points (M, p) and weights (2, M) for the standard normal."""
    from scipy.stats import qmc  # slow to import, and most experiments are in the plane

    noise = qmc.MultivariateNormalQMC(np.zeros(p), rng=np.random.default_rng(0)).random(
        RANDOM_NODES
    )
    halves = np.repeat(np.eye(2), RANDOM_NODES // 2, axis=1)  # either is a Sobol net of its own
    return noise, halves / halves.sum(axis=1, keepdims=True)
