"""Quadrature: integrate functions of x against the density of the mixture of Gaussian classes."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from classes.whitening import whiten

REACH = 7.0  # standard deviations from a class mean that a grid goes
TAIL = 1e-9  # probability of the nodes then left out
SPACING = {1: 1 / 100, 2: 1 / 5}  # of a grid, in standard deviations
HALVINGS, MOST_NODES = 2, 1_000_000  # of the spacing, and of the finest grid
# The rows of a grid run along no axis of the classes and no line from one to another of a square:
# a step of a fitted function along a row of nodes would be seen by all of them or by none.
ANGLE = np.pi / 8
TURN = {
    1: np.eye(1),
    2: np.array([[np.cos(ANGLE), np.sin(ANGLE)], [-np.sin(ANGLE), np.cos(ANGLE)]]),
}
RANDOM_NODES, RANDOM_PARTS = 4096, 16  # a class, where a grid would be too large


class Rule(NamedTuple):
    """A quadrature rule made of S parts, whose differences tell its accuracy.

    Attributes
    ----------
    nodes : (M, p) array
    weights : (S, M) array
        One row a part, S a power of two; each adds to one.
    finer : callable, optional
        Returns a rule with more nodes.
    """

    nodes: np.ndarray
    weights: np.ndarray
    finer: "Callable[[], Rule] | None" = None

    def integrate(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the integrals (...) of functions given at the nodes, (..., M), and their accuracy.

        The accuracy is half the largest difference between two halves of the rule, of the S − 1
        ways (the rows of a Hadamard matrix) to share the parts out among them.
        """
        return self.of_parts(self.parts(values))

    def parts(self, values: np.ndarray, nodes: slice = slice(None)) -> np.ndarray:
        """Return what these nodes, where functions are given, add to each part, (..., S)."""
        return np.vecdot(values[..., None, :], self.weights[:, nodes])

    def of_parts(self, parts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return what `integrate` does, from the integrals by each part, (..., S)."""
        k = np.arange(len(self.weights))
        signs = 1.0 - 2 * (np.bitwise_count(k[1:, None] & k) % 2)
        differences = np.abs(np.vecdot(parts[..., None, :], signs))
        return parts.mean(axis=-1), differences.max(axis=-1) / len(k)


def mixture_rule(
    means: np.ndarray, covariance: np.ndarray, priors: np.ndarray, halvings: int = 0
) -> Rule:
    """Return a rule for E f(X), X drawn from the mixture of the classes.

    In one or two dimensions it is the trapezoid rule on a grid, which for a smooth function times a
    Gaussian density converges faster than any power of the spacing (Trefethen & Weideman, SIAM
    Review 56, 2014); its parts are four interleaved grids. In more, it is a scrambled Sobol
    sequence about each class mean; its parts are stretches of it.

    Parameters
    ----------
    means : (q, p) array
    covariance : (p, p) array
    priors : (q,) array
        Adding to one.
    halvings : int
        Of the spacing of the grid.
    """
    p = np.shape(means)[1]
    if p not in SPACING:
        return scattered_rule(means, covariance, priors)
    nodes, density, index = grid(means, covariance, priors, SPACING[p] / 2**halvings)
    ordered = np.sort(density)
    kept = density >= ordered[np.searchsorted(np.cumsum(ordered), TAIL * density.sum())]
    nodes, density, index = nodes[kept], density[kept], index[kept]
    part = index[:, 0] % 4 if p == 1 else index % 2 @ [1, 2]
    weights = np.where(part == np.arange(4)[:, None], density, 0)
    more = halvings < HALVINGS and 2**p * len(nodes) <= MOST_NODES
    finer = partial(mixture_rule, means, covariance, priors, halvings + 1) if more else None
    return Rule(nodes, weights / weights.sum(axis=1, keepdims=True), finer)


def grid(
    means: np.ndarray, covariance: np.ndarray, priors: np.ndarray, spacing: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return a grid (M, p), the density of the mixture there (M,), and row and column (M, p).

    It covers what is near a class mean. Classes in reach of each other, directly or by others
    between, share one grid; the rest have their own, as far from a grid's origin no digits are left
    to tell its nodes apart.
    """
    means, p = np.asarray(means), np.shape(means)[1]
    distances = np.linalg.norm(whiten(means - means[:, None], covariance), axis=-1)
    linked = np.linalg.matrix_power((distances < 2 * REACH).astype(float), len(means)) > 0
    reach = int(np.ceil(REACH / spacing))
    disc = np.stack(np.meshgrid(*[np.arange(-reach, reach + 1)] * p), axis=-1).reshape(-1, p)
    disc = disc[np.vecdot(disc, disc) <= reach**2]
    grids = []
    for first in np.unique(linked.argmax(axis=1)):
        near = linked[first]
        centres = whiten(means[near] - means[first], covariance)
        middles = np.rint(centres @ TURN[p].T / spacing).astype(int)
        index = (middles[:, None] + disc).reshape(-1, p)
        _, single = np.unique(index @ [1, 2**32][:p], return_index=True)
        index = index[single]
        away = spacing * index @ TURN[p]
        squares = [np.vecdot(from_mean := away - centre, from_mean) for centre in centres]
        nodes = means[first] + away @ np.linalg.cholesky(covariance).T
        grids.append((nodes, priors[near] @ np.exp(-0.5 * np.stack(squares)), index))
    return tuple(map(np.concatenate, zip(*grids, strict=True)))


def scattered_rule(means: np.ndarray, covariance: np.ndarray, priors: np.ndarray) -> Rule:
    """Return a rule of scattered points, the same about each class mean."""
    from scipy.stats import qmc  # slow to import, and most experiments are in the plane

    p = np.shape(means)[1]
    noise = qmc.MultivariateNormalQMC(np.zeros(p), rng=np.random.default_rng(0)).random(
        RANDOM_NODES
    )
    nodes = np.asarray(means)[:, None] + noise @ np.linalg.cholesky(covariance).T
    parts = np.repeat(np.eye(RANDOM_PARTS), RANDOM_NODES // RANDOM_PARTS, axis=1)
    weights = (np.asarray(priors)[:, None] * parts[:, None]).reshape(RANDOM_PARTS, -1)
    return Rule(nodes.reshape(-1, p), weights / weights.sum(axis=1, keepdims=True))
