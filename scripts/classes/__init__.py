"""The true classes: families of distributions with exactly known class probabilities P(C|x)."""

from typing import Any, NamedTuple

from classes import continuous, counts, gaussian, gaussian_unequal

FAMILIES = {
    "gaussian": gaussian.Gaussian,
    "gaussian_unequal": gaussian_unequal.GaussianUnequal,
    "poisson": counts.Poisson,
    "binomial": counts.Binomial,
    "binomial_unequal": counts.BinomialUnequal,
    "negative_binomial": counts.NegativeBinomial,
    "negative_binomial_unequal": counts.NegativeBinomialUnequal,
    "geometric": counts.Geometric,
    "gamma": continuous.Gamma,
    "gamma_unequal": continuous.GammaUnequal,
    "exponential": continuous.Exponential,
    "uniform": continuous.Uniform,
}
PARAMETERS = {key for each in FAMILIES.values() for key in each._fields} - {"priors"}


def family(settings: dict[str, Any]) -> type:
    """Return the family that settings of the config name."""
    return FAMILIES[settings["family"]]


def by_class(settings: dict[str, Any]) -> list[list[float]]:
    """Return the parameter of the family that has a row of numbers for each class."""
    return settings[family(settings)._fields[0]]


def build(parameters: dict[str, Any]) -> NamedTuple:
    """Return the classes of a family from its name and its parameters.

    What all families offer, q classes of p features each:

    - `draw(generator, counts)`: a sample (n, p), ordered by class, of these counts (q,);
    - `posterior(x)`: P(C_k|x), (..., q, n), at points (..., n, p);
    - `coefficients()`: the linear function of x whose softmax it is, (q, p+1), equation (3), of
      families that have one;
    - `centres()`: the mean of each class, (q, p);
    - `rule()`: a quadrature rule for the mixture of the classes;
    - `bayes_rates()`: the rates (q, q) of Bayes' rule, true by ascribed class, and their errors;
    - `extent()`: the lowest and the highest value (p,) of each feature that a picture shows;
    - `faults(settings)`: a static method, what is wrong with settings of the config (key, value and
      what is allowed), before anything is built.
    """
    return family(parameters).of(**{k: v for k, v in parameters.items() if k != "family"})
