"""Gaussian classes with a common covariance matrix: those of the paper."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from classes.whitening import whiten

if TYPE_CHECKING:
    from classes.quadrature import Rule

SMALLEST = 1e-30  # variance of any direction, given those before it


class Gaussian(NamedTuple):
    """Classes of the multivariate normal distribution."""

    means: np.ndarray  # (q, p)
    covariance: np.ndarray  # (p, p), positive definite, common to all classes
    priors: np.ndarray  # (q,), positive, adding to one

    @classmethod
    def of(cls, means: Any, covariance: Any, priors: Any) -> "Gaussian":
        """Return the classes of parameters as the config has them: a number v means v times I."""
        covariance = np.asarray(covariance, dtype=float)
        if not covariance.ndim:
            covariance = covariance * np.eye(len(means[0]))
        return cls(np.asarray(means, dtype=float), covariance, np.asarray(priors, dtype=float))

    @staticmethod
    def faults(settings: dict[str, Any]) -> Iterator[tuple[str, Any, str]]:
        """Yield key, value and what is allowed of each parameter that is none."""
        covariance, inputs = settings["covariance"], len(settings["means"][0])
        if isinstance(covariance, list) and not is_covariance(covariance, inputs):
            yield (
                "covariance",
                covariance,
                "a number from 1e-15 to 1e15, or a symmetric positive definite "
                f"{inputs} x {inputs} matrix (one for all classes: with different ones the exact "
                "posterior is no softmax of a linear function)",
            )

    def without_half(self) -> "Gaussian":
        """Return the classes whose density is proportional to exp(−‖x−μ‖²): the ½ left out."""
        return self._replace(covariance=self.covariance / 2)

    def draw(self, generator: np.random.Generator, counts: np.ndarray) -> np.ndarray:
        """Draw a sample (n, p), ordered by class, with these numbers (q,) of observations of each.

        Observations are drawn in rounds of one per class, so that a smaller sample from the same
        generator state is a part of a larger one. LinAlgError is raised if the covariance is not
        positive definite.
        """
        noise = generator.standard_normal((max(counts), *self.means.shape))
        observations = noise @ np.linalg.cholesky(self.covariance).T + self.means
        return np.concatenate([observations[:count, k] for k, count in enumerate(counts)])

    def centres(self) -> np.ndarray:
        """Return the mean of each class, (q, p)."""
        return self.means

    def coefficients(self) -> np.ndarray:
        """Return the linear function of x whose softmax is the exact posterior, equation (3).

        With θ_k = Σ⁻¹μ_k and b(θ_k) = ½ μ_kᵀΣ⁻¹μ_k, log P(C_k|x) = θ_kᵀx − b(θ_k) + log P(C_k) up
        to a term common to all classes.

        Returns
        -------
        (q, p + 1) array
            Offset in column 0, as the biases of the network, then the slopes.
        """
        slopes = np.linalg.solve(self.covariance, np.transpose(self.means)).T
        offsets = np.log(self.priors) - 0.5 * np.vecdot(slopes, self.means)
        return np.column_stack([offsets, slopes])

    def log_densities(self, x: np.ndarray) -> np.ndarray:
        """Return log P(x|C_k), (..., q, n), at points (..., n, p), but for a common constant."""
        points, centres = whiten(x, self.covariance), whiten(self.means, self.covariance)
        squares = [np.vecdot(away := points - centre, away) for centre in centres]
        return -0.5 * np.stack(squares, axis=-2)

    def posterior(self, x: np.ndarray) -> np.ndarray:
        """Return the exact class probabilities P(C_k|x), (..., q, n), at points (..., n, p)."""
        # The linear function of equation (3) would lose its digits far from the origin.
        scores = self.log_densities(x)
        scores += np.log(self.priors)[:, None]
        scores -= scores.max(axis=-2, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=-2, keepdims=True)
        return scores

    def rule(self) -> "Rule":
        """Return a quadrature rule for E f(X), X drawn from the mixture of the classes."""
        from classes.quadrature import mixture_rule  # samples and fits do not depend on it

        return mixture_rule(*self)

    def bayes_rates(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the rates (q, q) of Bayes' rule, true by ascribed class, and the error of each."""
        from classes.polyhedra import bayes_rates  # slow to import, and used by one job only

        return bayes_rates(*self)

    def extent(self) -> tuple[np.ndarray, np.ndarray]:
        """Return three standard deviations below the lowest and above the highest means, (p,)."""
        reach = 3 * np.sqrt(np.diag(self.covariance))
        return self.means.min(axis=0) - reach, self.means.max(axis=0) + reach


def is_covariance(rows: list[list[float]], size: int) -> bool:
    """Is this a symmetric positive definite matrix of this size, far enough from singular?"""
    if [len(row) for row in rows] != [size] * size:
        return False
    matrix = np.array(rows, dtype=float)
    try:
        smallest = np.linalg.cholesky(matrix).diagonal().min() ** 2
    except np.linalg.LinAlgError:
        return False
    return np.array_equal(matrix, matrix.T) and smallest >= SMALLEST
