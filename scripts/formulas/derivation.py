"""Section 3 and the justifications of section 4: softmax from Bayes' rule, and the likelihoods."""

from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import expit, softmax
from scipy.stats import Covariance, bernoulli, multinomial, multivariate_normal, norm

from classes.whitening import whiten
from estimators.activations import ACTIVATIONS
from estimators.penalties import PENALTIES

POINTS = 101
LOG_ODDS = np.array([-1.5, -0.75, 0.75, 1.5])  # of the points at which a lost scale is shown


class Deviation(NamedTuple):
    """How far two sides of an equation are apart, at most, and how far rounding puts them."""

    apart: float
    rounding: float


class Sides(NamedTuple):
    """The two sides of equation (2) at points x on the line through the means of two classes."""

    logs: np.ndarray  # log P(x|C_k), by SciPy, (2, POINTS)
    posterior: np.ndarray  # P(C_1|x), (POINTS,)
    logistic: np.ndarray  # of the logarithms of the ratios of densities and priors, (POINTS,)


def sides_of_equation_2(classes) -> Sides:
    """Return them for the first two of Gaussian classes, where the log density ratio is −5 to 5."""
    priors = classes.priors[:2] / classes.priors[:2].sum()
    two = classes._replace(means=classes.means[:2], priors=priors)
    away = two.means[0] - two.means[1]
    square = np.square(whiten(away, two.covariance)).sum() or 1
    x = two.means.mean(axis=0) + np.linspace(-5, 5, POINTS)[:, None] * away / square
    covariance = Covariance.from_cholesky(np.linalg.cholesky(two.covariance))
    logs = np.array([multivariate_normal(mean, covariance).logpdf(x) for mean in two.means])
    logistic = expit(logs[0] - logs[1] + np.log(priors[0] / priors[1]))
    return Sides(logs, two.posterior(x)[0], logistic)


def equation_2(classes) -> Deviation:
    """Compare the posterior of the first two classes with the logistic function of equation (2)."""
    logs, posterior, logistic = sides_of_equation_2(classes)
    apart = np.abs(posterior - logistic).max()
    return Deviation(apart, np.finfo(float).eps * np.abs(logs).max())


class Extremes(NamedTuple):
    """A normal sample's mean, and where its likelihood is largest and minus its log is least."""

    mean: float
    largest: float
    least: float


def likelihood_extremes(size: int = 20) -> Extremes:
    """Return them for the mean of a normal distribution of unit variance, found numerically."""
    sample = np.random.default_rng(0).normal(size=size)

    def minus_log(mean: float) -> float:
        return -norm.logpdf(sample, mean).sum()

    at_zero = minus_log(0)
    options = {"bounds": (-3, 3), "method": "bounded", "options": {"xatol": 1e-9}}
    largest = minimize_scalar(lambda mean: -np.exp(at_zero - minus_log(mean)), **options).x
    least = minimize_scalar(minus_log, **options).x
    return Extremes(sample.mean(), largest, least)


def odds_over_density_ratio(priors: np.ndarray) -> float:
    """Return P(C_1|x)/P(C_2|x) divided by P(x|C_1)/P(x|C_2), for classes of these priors (q,).

    The classes are normal with means −1 and 1; it is the same at every x, here at its mean.
    """
    x = np.linspace(-2, 2, POINTS)
    densities = norm.pdf(x[:, None], [-1, 1])
    joint = densities * priors[:2]
    posterior = joint / joint.sum(axis=1, keepdims=True)
    ratios = posterior / densities
    return (ratios[:, 0] / ratios[:, 1]).mean()


def without_scale(variance: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the posterior of the second class, (2, 4): exact, and as equation (3) is printed.

    Two normal classes of means ∓1, equal priors and this variance, so that θ = μ, b(θ) = ½μ² and
    a(ψ) = σ², at points of exact log-odds `LOG_ODDS`. As printed its last line lacks a(ψ).
    """
    theta = np.array([-1.0, 1.0])
    x = variance * LOG_ODDS / 2
    logs = norm.logpdf(x[:, None], theta, np.sqrt(variance))
    printed = theta * x[:, None] - theta**2 / 2
    return np.array([softmax(each, axis=1)[:, 1] for each in (logs, printed)])


def logistic_of_difference() -> float:
    """Return how far softmax(z_1, z_2) is from the logistic of z_1 − z_2, at most."""
    first, logistic = two_outputs(3 * np.random.default_rng(0).standard_normal((2, POINTS)))
    return np.abs(first - logistic).max()


def two_outputs(z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the first of two softmax outputs, and the logistic of z_1 − z_2: (2, n) to (n,)."""
    first = ACTIVATIONS["softmax"].output(z[None].copy())[0, 0]
    return first, ACTIVATIONS["logistic"].output(z[0] - z[1])


def logistic_sums(classes: int = 4) -> float:
    """Return the mean of |Σ_k z*_k − 1| of logistic outputs of random scores."""
    z = 3 * np.random.default_rng(0).standard_normal((1, classes, POINTS))
    return np.abs(ACTIVATIONS["logistic"].output(z).sum(axis=1) - 1).mean()


def likelihoods(classes: int = 4) -> dict[tuple[str, str], float]:
    """Return how far minus the log likelihood of targets is from a penalty, at most.

    They are taken at random outputs that add to one and random targets one of q: independent
    Bernoulli targets, or one multinomial draw, beside either cross-entropy.
    """
    generator = np.random.default_rng(0)
    output = generator.dirichlet(np.ones(classes), POINTS)
    t = np.eye(classes)[generator.integers(classes, size=POINTS)]
    of_penalty = {
        name: PENALTIES[name].terms(t, output).sum(axis=1)
        for name in ("cross_entropy", "binary_cross_entropy")
    }
    minus_logs = {
        "bernoulli": -bernoulli.logpmf(t, output).sum(axis=1),
        "multinomial": -multinomial.logpmf(t, 1, output),
    }
    return {
        (targets, penalty): np.abs(minus_log - value).max()
        for targets, minus_log in minus_logs.items()
        for penalty, value in of_penalty.items()
    }


def target_variances(classes) -> np.ndarray:
    """Return the 5 % and 95 % quantiles, (2,), of the variance P(1 − P) of a target.

    They are over observations of the mixture of the classes and over their targets.
    """
    rule = classes.rule()
    posterior = classes.posterior(rule.nodes)
    variances = (posterior * (1 - posterior)).ravel()
    weights = np.tile(rule.weights.mean(axis=0), len(posterior))
    order = variances.argsort()
    share = np.cumsum(weights[order]) / weights.sum()
    return variances[order][np.searchsorted(share, [0.05, 0.95])]
