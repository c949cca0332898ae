"""What a family of classes may take from here: all that follows from its densities and quantiles.

A family has `priors`, (q,), `log_densities(x)`, and `scatter(uniform)`, which turns uniform numbers
(..., q, p) into observations, class by class.
"""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from classes.quadrature import Rule

SCATTERED, PARTS = 2**12, 16  # points a class, of a quadrature rule, and the parts it is made of
SCATTERED_RATES = 2**16  # the same, of the Bayes rates, which are integrals of steps


def draw(self, generator: np.random.Generator, counts: np.ndarray) -> np.ndarray:
    """Draw a sample (n, p), ordered by class, with these numbers (q,) of observations of each.

    Observations are drawn in rounds of one per class, so that a smaller sample from the same
    generator state is a part of a larger one.
    """
    x = self.scatter(generator.random((max(counts), *self.centres().shape)))
    return np.concatenate([x[:count, k] for k, count in enumerate(counts)])


def posterior(self, x: np.ndarray) -> np.ndarray:
    """Return P(C_k|x), (..., q, n), at points (..., n, p), by Bayes' rule.

    At a point that no class can have, these are the priors.
    """
    scores = np.log(self.priors)[:, None] + self.log_densities(x)
    total = np.logaddexp.reduce(scores, axis=-2, keepdims=True)
    possible = np.isfinite(total)
    scores -= np.where(possible, total, 0)
    return np.where(possible, np.exp(scores), self.priors[:, None])


def masses(self, scattered: int) -> tuple[np.ndarray, np.ndarray]:
    """Return nodes (M, p) and the mass of each class at each, by parts: (S, q, M).

    The nodes are a scrambled Sobol sequence, the same for each class; the parts, stretches of it.
    """
    from scipy.stats import qmc  # slow to import

    classes, p = self.centres().shape
    uniform = qmc.Sobol(p, rng=np.random.default_rng(0)).random(scattered)
    nodes = self.scatter(np.repeat(uniform[:, None], classes, axis=1)).swapaxes(0, 1)
    parts = np.repeat(np.eye(PARTS), scattered // PARTS, axis=1) * PARTS / scattered
    own = np.eye(classes)[:, :, None] * parts[:, None, None]
    return nodes.reshape(-1, p), own.reshape(PARTS, classes, -1)


def rule(self) -> "Rule":
    """Return a quadrature rule for E f(X), X drawn from the mixture of the classes."""
    from classes.quadrature import Rule  # samples and fits do not depend on it

    nodes, mass = masses(self, SCATTERED)
    return Rule(nodes, self.priors @ mass)


def bayes_rates(self) -> tuple[np.ndarray, np.ndarray]:
    """Return the rates (q, q) of Bayes' rule, true by ascribed class, and the error of each."""
    nodes, mass = masses(self, SCATTERED_RATES)
    by_part = mass @ ascribed(self, nodes)
    return by_part.mean(axis=0), by_part.std(axis=0, ddof=1) / np.sqrt(PARTS)


def ascribed(self, nodes: np.ndarray) -> np.ndarray:
    """Return which class Bayes' rule ascribes each node (M, p) to, 1 of each row of (M, q)."""
    return np.eye(len(self.priors))[self.posterior(nodes).argmax(axis=0)]
