"""Gaussian classes with covariances of their own: the posterior is the softmax of a quadratic."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from classes import by_density
from classes.gaussian import is_covariance
from classes.whitening import whiten

if TYPE_CHECKING:
    from classes.quadrature import Rule


class GaussianUnequal(NamedTuple):
    """Classes of the multivariate normal distribution, none of a common covariance matrix."""

    means: np.ndarray  # (q, p)
    covariances: np.ndarray  # (q, p, p), each positive definite
    priors: np.ndarray  # (q,), positive, adding to one

    draw, posterior, bayes_rates = by_density.draw, by_density.posterior, by_density.bayes_rates

    @classmethod
    def of(cls, means: Any, covariances: Any, priors: Any) -> "GaussianUnequal":
        """Return the classes of parameters as the config has them: a number v means v times I."""
        identity = np.eye(len(means[0]))
        matrices = [each * identity if np.ndim(each) == 0 else each for each in covariances]
        return cls(*(np.asarray(each, dtype=float) for each in (means, matrices, priors)))

    @staticmethod
    def faults(settings: dict[str, Any]) -> Iterator[tuple[str, Any, str]]:
        """Yield key, value and what is allowed of each parameter that is none."""
        covariances, (classes, inputs) = settings["covariances"], np.shape(settings["means"])
        if len(covariances) != classes:
            yield "covariances", covariances, f"{classes} of them, one a class, as of means"
        for k, each in enumerate(covariances):
            if isinstance(each, list) and not is_covariance(each, inputs):
                allowed = f"a number, or a symmetric positive definite {inputs} x {inputs} matrix"
                yield f"covariances.{k}", each, allowed

    def log_densities(self, x: np.ndarray) -> np.ndarray:
        """Return log P(x|C_k), (..., q, n), at points (..., n, p), but for a common constant."""
        roots = np.linalg.cholesky(self.covariances)
        scales = np.log(np.diagonal(roots, axis1=1, axis2=2)).sum(axis=1)
        away = [whiten(np.asarray(x) - mean, matrix) for mean, matrix, _ in self.each()]
        squares = np.stack([np.vecdot(each, each) for each in away], axis=-2)
        return -0.5 * squares - scales[:, None]

    def each(self) -> Iterator[tuple[np.ndarray, np.ndarray, float]]:
        """Return the parameters of each class."""
        return zip(*self, strict=True)

    def scatter(self, uniform: np.ndarray) -> np.ndarray:
        """Return observations of uniform numbers (..., q, p)."""
        from scipy.special import ndtri  # slow to import

        roots = np.linalg.cholesky(self.covariances)
        return self.means + np.matvec(roots, ndtri(uniform))

    def centres(self) -> np.ndarray:
        """Return the mean of each class, (q, p)."""
        return self.means

    def rule(self) -> "Rule":
        """Return a quadrature rule for E f(X): one for each class, in its own coordinates."""
        from classes.quadrature import Rule, mixture_rule  # samples and fits do not depend on it

        if self.means.shape[1] > 2:
            return by_density.rule(self)
        alone = np.ones(1)
        rules = [mixture_rule(mean[None], matrix, alone) for mean, matrix, _ in self.each()]
        weights = [prior * rule.weights for prior, rule in zip(self.priors, rules, strict=True)]
        nodes = np.concatenate([rule.nodes for rule in rules])
        return Rule(nodes, np.concatenate(weights, axis=1))

    def extent(self) -> tuple[np.ndarray, np.ndarray]:
        """Return three standard deviations below the lowest and above the highest means, (p,)."""
        reach = 3 * np.sqrt(np.diagonal(self.covariances, axis1=1, axis2=2))
        return (self.means - reach).min(axis=0), (self.means + reach).max(axis=0)
