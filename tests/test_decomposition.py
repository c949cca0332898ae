"""Squared bias and variance of fits: exact identities, and what they estimate without bias."""

from itertools import pairwise

import numpy as np
import pytest
from conftest import PAPER, random_classes
from numpy.testing import assert_allclose, assert_array_equal

from analysis.decomposition import FEWEST, components, decomposition, differences, inner_products
from analysis.maps import mean_outputs
from analysis.trials import fits_of_one
from estimators import Estimator
from estimators.network import outputs
from experiment.equation4 import posterior_error
from experiment.pictures import picture

LOGISTIC, SOFTMAX = Estimator("logistic", "least_squares"), Estimator("softmax", "cross_entropy")
NETWORKS = {each.activation: each for each in (LOGISTIC, SOFTMAX)}


def fits(truth, count, seed=0, hidden=2):
    generator, (classes, inputs) = np.random.default_rng(seed), truth.means.shape
    return {
        "omega": generator.standard_normal((count, hidden, inputs + 1)),
        "upsilon": generator.standard_normal((count, classes, hidden + 1)),
        "status": np.full(count, "gradient", dtype="U10"),
    }


def split(fitted, *limits):
    """Return the parts of fits between limits."""
    ends = [0, *limits, len(fitted["status"])]
    return [{name: each[a:b] for name, each in fitted.items()} for a, b in pairwise(ends)]


def gram(fitted, truth, activation):
    """Return the inner products <d_r, d_s> of all pairs of fits, all at once."""
    rule = truth.rule()
    errors = outputs(rule.nodes, fitted["omega"], fitted["upsilon"], activation)
    errors -= truth.posterior(rule.nodes)
    return np.einsum("rkm,skm,m->rs", errors, errors, rule.weights.mean(axis=0))


def statistic(products):
    """Return mean squared error, squared bias, variance and share from all inner products."""
    whole = np.trace(products) / len(products)
    bias = (products.sum() - np.trace(products)) / len(products) / (len(products) - 1)
    return np.array([whole, bias, whole - bias, bias / whole])


@pytest.mark.parametrize(
    "truth", [PAPER, random_classes(0, 3, 1), random_classes(2, 3, 3)], ids=["paper", "line", "3-d"]
)
@pytest.mark.parametrize("activation", ["logistic", "softmax"])
def test_two_passes_give_what_all_pairs_of_fits_give(truth, activation):
    fitted = fits(truth, 9)
    products = gram(fitted, truth, activation)
    squares, with_mean = inner_products(lambda: split(fitted, 2, 7), NETWORKS[activation], truth)
    assert_allclose(squares, np.diag(products))
    assert_allclose(with_mean, products.mean(axis=1), atol=1e-12)
    found = [each.mean() for each in components(squares, with_mean).values()]
    assert_allclose(found, statistic(products))
    rule = truth.rule()
    error, *_ = posterior_error(fitted, NETWORKS[activation], truth.posterior(rule.nodes), rule)
    assert_allclose(squares, error**2)


def test_files_may_divide_the_trials_as_they_like():
    fitted = fits(PAPER, 23)
    one = inner_products(lambda: [fitted], LOGISTIC, PAPER)
    other = inner_products(lambda: split(fitted, 4, 5, 19), LOGISTIC, PAPER)
    assert_array_equal(one, other)


def test_the_errors_are_those_of_the_jackknife():
    products = gram(fits(PAPER, 12), PAPER, "logistic")
    values = components(np.diag(products), products.mean(axis=1))
    left = [statistic(np.delete(np.delete(products, r, axis=0), r, axis=1)) for r in range(12)]
    expected = np.sqrt(11**2 / 12 * np.var(left, axis=0, ddof=1))
    table = decomposition({"a": values}).set_index("measure")
    assert_allclose(table["mean_se"].iloc[:3], expected[:3])
    assert_allclose(table["mean_se"].iloc[3], expected[3], rtol=0.15)  # made linear
    parts = table["mean"]
    assert_allclose(parts["squared_bias"] + parts["fit_variance"], parts["mean_squared_error"])


@pytest.mark.parametrize("bias", [0, 0.01, 0.3], ids="squared bias {}".format)
def test_of_vectors_of_known_bias_estimates_are_right_on_average_and_intervals_cover(bias):
    generator, repeats, trials = np.random.default_rng(1), 300, 100
    spectrum = 0.6 ** np.arange(8)
    truth = {"squared_bias": bias, "fit_variance": spectrum.sum()}
    truth["mean_squared_error"] = sum(truth.values())
    truth["bias_share"] = bias / truth["mean_squared_error"]
    tables = []
    for _ in range(repeats):
        errors = np.sqrt(bias / 8) + generator.standard_normal((trials, 8)) * np.sqrt(spectrum)
        values = components((errors**2).sum(axis=1), errors @ errors.mean(axis=0))
        tables.append(decomposition({"a": values}).set_index("measure"))
    for name, value in truth.items():
        rows = np.array([each.loc[name, ["mean", "mean_se", "low", "high"]] for each in tables])
        mean, error, low, high = rows.astype(float).T
        scatter = mean.std(ddof=1)
        if name != "bias_share":  # a ratio has a bias of its own
            assert abs(mean.mean() - value) < 4 * scatter / np.sqrt(repeats), name
        assert 0.9 < np.mean((low <= value) & (value <= high)) < 0.985, name
        assert 0.9 * scatter < np.sqrt(np.mean(error**2)) < 1.6 * scatter, name


def test_the_mean_fits_own_error_is_not_counted_as_bias():
    errors = np.random.default_rng(0).standard_normal((200, 5, 3))
    naive, found = [], []
    for each in errors:
        mean = each.mean(axis=0)
        naive.append(mean @ mean)
        found.append(components((each**2).sum(axis=1), each @ mean)["squared_bias"].mean())
    assert np.mean(naive) > 0.4
    assert abs(np.mean(found)) < 4 * np.std(found) / np.sqrt(200)


def test_a_fit_that_is_not_finite_is_left_out():
    fitted = fits(PAPER, 8)
    usable = {name: np.delete(each, [0, 5], axis=0) for name, each in fitted.items()}
    fitted["status"][[0, 5]] = "non_finite"
    fitted["omega"][[0, 5]] = np.nan
    found = inner_products(lambda: split(fitted, 3), SOFTMAX, PAPER)
    expected = inner_products(lambda: [usable], SOFTMAX, PAPER)
    assert_array_equal(np.isnan(found[0]), fitted["status"] == "non_finite")
    assert_allclose(np.array(found)[:, np.isfinite(found[0])], expected)
    _, points = picture(PAPER, 5)
    assert_allclose(
        mean_outputs(points, [fitted], SOFTMAX, 4)["outputs"],
        mean_outputs(points, split(usable, 1), SOFTMAX, 4)["outputs"],
    )


def test_of_too_few_fits_there_is_no_number():
    values = {
        name: components(*inner_products(lambda: [fits(PAPER, FEWEST - 1)], SOFTMAX, PAPER))
        for name in ("a", "b")
    }
    table = decomposition(values)
    assert len(table) == 8
    assert table[["mean", "mean_se", "low", "high"]].isna().all(axis=None)
    assert differences(values)["difference"].isna().all()


def test_differences_between_estimators_are_paired():
    generator = np.random.default_rng(0)
    common = generator.standard_normal((50, 4))
    values = {
        name: components((each**2).sum(axis=1), each @ each.mean(axis=0))
        for name, each in {"a": common + 0.5, "b": common + 0.1}.items()
    }
    pairs = differences(values).set_index("measure")
    apart = decomposition(values).set_index(["measure", "estimator"])["mean"].unstack()
    assert_allclose(pairs["difference"], (apart["a"] - apart["b"])[pairs.index], atol=1e-12)
    assert_allclose(pairs.loc["fit_variance", "difference"], 0, atol=1e-12)
    assert pairs.loc["squared_bias", "low"] > 0


def test_only_the_first_trials_are_read_of_files_that_hold_more(tmp_path):
    paths = []
    for k, part in enumerate(split(fits(PAPER, 6), 3)):
        paths.append(str(tmp_path / f"{3 * k + 1}-{3 * k + 3}.npz"))
        np.savez(paths[-1], **part)
    assert [len(each["status"]) for each in fits_of_one(paths, 4)] == [4]


@pytest.mark.parametrize("inputs", [1, 2, 3])
def test_a_picture_is_of_the_first_two_inputs(inputs):
    truth = random_classes(1, 3, inputs)
    axes, points = picture(truth, 11)
    low, high = truth.extent()
    assert points.shape == (11 ** min(inputs, 2), inputs)
    for k, axis in enumerate(axes):
        assert_allclose(axis[[0, -1]], [low[k], high[k]])
        assert_array_equal(np.unique(points[:, k]), axis)
    assert_allclose(points[:, 2:], np.tile(truth.means.mean(axis=0)[2:], (len(points), 1)))
