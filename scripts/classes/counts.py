"""Counts: Poisson, binomial, negative binomial and geometric classes, features independent.

With θ and b of equation (3), log P(x|C) = θx − b(θ) + c(x); the scale a(ψ) is 1. The draws m of a
binomial and the size r of a negative binomial are known and common to all classes. Where each class
has its own, c depends on the class, and the posterior is no softmax of a linear function.
"""

from typing import NamedTuple

import numpy as np

from classes.independent import BETWEEN, POSITIVE, WHOLE, frozen, independent

Pair = tuple[np.ndarray, np.ndarray]


@independent
class Poisson(NamedTuple):
    """Poisson classes: θ = log λ, b = λ."""

    rates: np.ndarray  # λ, (q, p)
    priors: np.ndarray  # (q,)

    spaces = {"rates": POSITIVE}  # noqa: RUF012  an annotation would make it a field

    def distribution(self):
        return frozen("poisson", self.rates)

    def natural(self) -> Pair:
        return np.log(self.rates), self.rates


@independent
class Binomial(NamedTuple):
    """Binomial classes of m draws: θ = log{π/(1 − π)}, b = −m log(1 − π)."""

    probabilities: np.ndarray  # π, (q, p)
    size: np.ndarray  # m, common to all classes
    priors: np.ndarray  # (q,)

    spaces = {"probabilities": BETWEEN, "size": WHOLE}  # noqa: RUF012

    def distribution(self):
        return frozen("binom", self.size, self.probabilities)

    def natural(self) -> Pair:
        none = np.log1p(-self.probabilities)
        return np.log(self.probabilities) - none, -self.size * none


@independent
class BinomialUnequal(NamedTuple):
    """Binomial classes with draws of their own."""

    probabilities: np.ndarray  # π, (q, p)
    sizes: np.ndarray  # m, (q,)
    priors: np.ndarray  # (q,)

    spaces = {"probabilities": BETWEEN, "sizes": WHOLE}  # noqa: RUF012

    def distribution(self):
        return frozen("binom", self.sizes[:, None], self.probabilities)


@independent
class NegativeBinomial(NamedTuple):
    """Negative binomial classes, failures before r successes: θ = log(1 − π), b = −r log π."""

    probabilities: np.ndarray  # π, of a success, (q, p)
    size: np.ndarray  # r, common to all classes, not always whole
    priors: np.ndarray  # (q,)

    spaces = {"probabilities": BETWEEN, "size": POSITIVE}  # noqa: RUF012

    def distribution(self):
        return frozen("nbinom", self.size, self.probabilities)

    def natural(self) -> Pair:
        return np.log1p(-self.probabilities), -self.size * np.log(self.probabilities)


@independent
class NegativeBinomialUnequal(NamedTuple):
    """Negative binomial classes with sizes of their own."""

    probabilities: np.ndarray  # π, of a success, (q, p)
    sizes: np.ndarray  # r, (q,)
    priors: np.ndarray  # (q,)

    spaces = {"probabilities": BETWEEN, "sizes": POSITIVE}  # noqa: RUF012

    def distribution(self):
        return frozen("nbinom", self.sizes[:, None], self.probabilities)


@independent
class Geometric(NamedTuple):
    """Geometric classes, failures before the first success: θ = log(1 − π), b = −log π."""

    probabilities: np.ndarray  # π, of a success, (q, p)
    priors: np.ndarray  # (q,)

    spaces = {"probabilities": BETWEEN}  # noqa: RUF012

    def distribution(self):
        return frozen("geom", self.probabilities, loc=-1)

    def natural(self) -> Pair:
        return np.log1p(-self.probabilities), -np.log(self.probabilities)
