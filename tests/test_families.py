"""Families of classes, each against Bayes' rule written from the densities of SciPy."""

from itertools import product

import numpy as np
import pytest
import yaml
from conftest import ROOT
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from classes import FAMILIES, build
from workflow.checks import ConfigError, check
from workflow.scenarios import joined, resolve

CONFIG = yaml.safe_load((ROOT / "config.yaml").read_text("utf-8"))
EXAMPLES = {
    path.stem: joined(CONFIG, yaml.safe_load(path.read_text("utf-8")))
    for path in sorted((ROOT / "config").glob("*.yaml"))
    if "family:" in path.read_text("utf-8")
}
DENSITIES = {  # of one feature, from the parameters of its class
    "gaussian": lambda p, k, j: stats.norm(p["means"][k][j], p["covariance"] ** 0.5),
    "gaussian_unequal": lambda p, k, j: stats.norm(p["means"][k][j], p["covariances"][k] ** 0.5),
    "poisson": lambda p, k, j: stats.poisson(p["rates"][k][j]),
    "binomial": lambda p, k, j: stats.binom(p["size"], p["probabilities"][k][j]),
    "binomial_unequal": lambda p, k, j: stats.binom(p["sizes"][k], p["probabilities"][k][j]),
    "negative_binomial": lambda p, k, j: stats.nbinom(p["size"], p["probabilities"][k][j]),
    "negative_binomial_unequal": lambda p, k, j: stats.nbinom(
        p["sizes"][k], p["probabilities"][k][j]
    ),
    "geometric": lambda p, k, j: stats.nbinom(1, p["probabilities"][k][j]),
    "gamma": lambda p, k, j: stats.gamma(p["shape"], scale=1 / p["rates"][k][j]),
    "gamma_unequal": lambda p, k, j: stats.gamma(p["shapes"][k], scale=1 / p["rates"][k][j]),
    "exponential": lambda p, k, j: stats.gamma(1, scale=1 / p["rates"][k][j]),
    "uniform": lambda p, k, j: stats.uniform(p["lows"][k][j], p["highs"][k][j] - p["lows"][k][j]),
}
LINEAR = [
    "gaussian",
    "poisson",
    "binomial",
    "negative_binomial",
    "geometric",
    "gamma",
    "exponential",
]
each_family = pytest.mark.parametrize("name", EXAMPLES)


def classes_of(name, **change):
    return build(resolve(EXAMPLES[name] | {"priors": [1, 2, 3, 2]} | change)["classes"])


def density(name, k, x):
    """Return P(x|C_k) at points (n, p)."""
    features = [DENSITIES[name](EXAMPLES[name], k, j) for j in range(x.shape[1])]
    each = [
        (feature.pmf if hasattr(feature.dist, "pmf") else feature.pdf)(x[:, j])
        for j, feature in enumerate(features)
    ]
    return np.prod(each, axis=0)


def sample(classes, size=2000):
    return classes.draw(np.random.default_rng(0), np.full(len(classes.priors), size))


def test_every_family_has_an_example():
    assert set(EXAMPLES) == set(FAMILIES) == set(DENSITIES)


@each_family
def test_posterior_is_that_of_bayes_rule(name):
    classes = classes_of(name)
    x = sample(classes)
    joint = [prior * density(name, k, x) for k, prior in enumerate(classes.priors)]
    assert_allclose(classes.posterior(x), joint / np.sum(joint, axis=0), rtol=0, atol=1e-13)
    stacked = classes.posterior(x.reshape(4, -1, 2))
    assert_allclose(stacked, np.moveaxis(classes.posterior(x).reshape(4, 4, -1), 1, 0), atol=1e-15)


@each_family
def test_only_an_exponential_family_with_a_common_scale_has_log_odds_that_are_linear(name):
    classes = classes_of(name)
    assert hasattr(classes, "coefficients") == (name in LINEAR)
    x = sample(classes)
    with np.errstate(divide="ignore"):
        scores = np.log([prior * density(name, k, x) for k, prior in enumerate(classes.priors)])
    finite = np.isfinite(scores).all(axis=0)
    odds = scores[1:, finite] - scores[0, finite]
    basis = np.column_stack([np.ones(finite.sum()), x[finite]])
    fitted, *_ = np.linalg.lstsq(basis, odds.T)
    if name in LINEAR:
        linear = classes.coefficients()
        assert_allclose(fitted.T, linear[1:] - linear[0], atol=1e-9)
    else:
        departs = not finite.all() or np.abs(odds.T - basis @ fitted).max() > 0.1
        assert departs


@each_family
def test_a_sample_has_the_moments_of_its_classes(name):
    classes, size = classes_of(name), 20_000
    x = sample(classes, size).reshape(4, size, 2)
    for k, j in product(range(4), range(2)):
        feature = DENSITIES[name](EXAMPLES[name], k, j)
        mean, variance = feature.mean(), feature.var()
        assert abs(x[k, :, j].mean() - mean) < 4 * np.sqrt(variance / size)
        kurtosis = stats.kurtosis(x[k, :, j], fisher=False)
        assert abs(x[k, :, j].var() / variance - 1) < 5 * np.sqrt(kurtosis / size)
        assert_allclose(classes.centres()[k, j], mean)


@each_family
def test_a_smaller_sample_is_part_of_a_larger(name):
    classes = classes_of(name)
    small, large = sample(classes, 10), sample(classes, 25)
    assert_array_equal(small.reshape(4, 10, 2), large.reshape(4, 25, 2)[:, :10])


@each_family
def test_the_rule_integrates_over_the_mixture_within_its_stated_accuracy(name):
    classes = classes_of(name)
    rule = classes.rule()
    assert_allclose(rule.weights.sum(axis=1), 1, atol=1e-11)
    for power, of_feature in ((1, lambda f: f.mean()), (2, lambda f: f.var() + f.mean() ** 2)):
        exact = [
            sum(
                prior * of_feature(DENSITIES[name](EXAMPLES[name], k, j))
                for k, prior in enumerate(classes.priors)
            )
            for j in range(2)
        ]
        value, accuracy = rule.integrate(rule.nodes.T**power)
        assert (np.abs(value - exact) < 3 * accuracy + 1e-6 * np.abs(exact)).all()
    posterior, _ = rule.integrate(classes.posterior(rule.nodes))
    assert_allclose(posterior, classes.priors, atol=1e-3)


@each_family
def test_bayes_rates_are_those_of_a_large_sample(name):
    classes, size = classes_of(name), 20_000
    rates, errors = classes.bayes_rates()
    assert_allclose(rates.sum(axis=1), 1, atol=1e-11)
    ascribed = classes.posterior(sample(classes, size)).argmax(axis=0).reshape(4, size)
    found = np.stack([(ascribed == k).mean(axis=1) for k in range(4)], axis=1)
    reach = 4.5 * np.sqrt(rates * (1 - rates) / size + errors**2) + 2 / size
    assert (np.abs(found - rates) < reach).all()


@each_family
def test_the_examples_are_as_hard_as_the_papers_problem(name):
    rates, _ = classes_of(name, priors="equal").bayes_rates()
    assert np.diag(rates).mean() == pytest.approx(stats.norm.cdf(1) ** 2, abs=1e-3)


@pytest.mark.parametrize("inputs", [1, 3])
@each_family
def test_a_family_works_in_other_dimensions(name, inputs):
    per_feature = ("means", "rates", "probabilities", "lows", "highs")
    change = {
        key: [(3 * row)[:inputs] for row in EXAMPLES[name][key]]
        for key in per_feature
        if key in EXAMPLES[name]
    }
    classes = classes_of(name, **change)
    x = sample(classes, 50)
    assert x.shape == (200, inputs)
    assert_allclose(classes.posterior(x).sum(axis=0), 1)
    rates, errors = classes.bayes_rates()
    assert_allclose(rates.sum(axis=1), 1, atol=1e-9)
    assert (errors < 1e-3).all()
    low, high = classes.extent()
    assert ((low <= x) & (x <= high)).all(axis=1).mean() > 0.95


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("poisson", {"rates": [[1, 2], [0, 1]]}, "rates: .* allowed: numbers above"),
        ("binomial", {"size": 2.5}, "size: 2.5 given, allowed: whole numbers"),
        ("geometric", {"probabilities": [[0.5], [1]]}, "allowed: numbers above 1e-4 and below"),
        ("gamma_unequal", {"shapes": [1, 2]}, "shapes: .* allowed: 4 of them, one a class"),
        ("uniform", {"highs": [[0.5, 1]] * 4}, "highs: .* allowed: numbers above lows"),
        ("gaussian_unequal", {"covariances": [1, 1, 1, [[1, 2], [2, 1]]]}, "covariances.3: "),
        ("poisson", {"means": [[1], [2]]}, "the family poisson takes rates, priors"),
        ("gamma", {"shape": 0}, "shape: 0 given, allowed: at least 1e-06"),
        ("exponential", {"rates": [[1, 2], [1]]}, "rates.1: .* allowed: 2 numbers"),
    ],
)
def test_what_is_no_parameter_is_refused_in_one_line(name, change, said):
    config = EXAMPLES[name] | {"studies": {}} | change
    with pytest.raises(ConfigError, match=said) as refused:
        check(config)
    assert len(str(refused.value).splitlines()) == 1


def test_a_missing_parameter_is_named():
    config = {key: value for key, value in EXAMPLES["gamma"].items() if key != "shape"}
    with pytest.raises(ConfigError, match="missing key 'shape'"):
        check(config)
