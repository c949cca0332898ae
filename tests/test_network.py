from operator import attrgetter

import numpy as np
import pytest
from conftest import penalty_value
from numpy.testing import assert_allclose, assert_array_equal
from scipy.differentiate import jacobian
from scipy.special import expit, softmax
from scipy.stats import kstest

from estimators import ESTIMATORS, Estimator, network
from estimators.activations import ACTIVATIONS
from estimators.network import objective, outputs, pack, start_weights, unpack, with_bias
from estimators.pairings import FUSED

INPUTS, CLASSES, TRIALS = 3, 4, 70
GENERATOR = np.random.default_rng(0)
X = GENERATOR.standard_normal((TRIALS, 20, INPUTS))
LABELS = np.arange(20) % CLASSES

each_estimator = pytest.mark.parametrize("estimator", ESTIMATORS, ids=attrgetter("name"))
each_activation = pytest.mark.parametrize("activation", ACTIVATIONS)
each_depth = pytest.mark.parametrize("hidden", [0, 2, 3])


def weights(hidden, start_range=2.0):
    shape = INPUTS, hidden, CLASSES
    starts = [start_weights(np.random.default_rng(k), *shape, start_range) for k in range(TRIALS)]
    return tuple(map(np.stack, zip(*starts, strict=True)))


def outputs_one_by_one(x, omega, upsilon, activation):
    final = {"logistic": expit, "softmax": softmax, "linear": lambda z: z}[activation]
    rows = []
    for observation in x:
        layer = np.append(1, observation)
        if len(omega):
            layer = np.append(1, expit(omega @ layer))
        rows.append(final(upsilon @ layer))
    return np.transpose(rows)


@each_depth
@each_activation
def test_outputs_are_those_of_the_formula(activation, hidden):
    omega, upsilon = weights(hidden)
    expected = [
        outputs_one_by_one(*trial, activation) for trial in zip(X, omega, upsilon, strict=True)
    ]
    assert_allclose(outputs(X, omega, upsilon, activation), expected, rtol=1e-12)


@each_depth
def test_trials_may_share_their_observations(hidden):
    shared = np.broadcast_to(X[0], X.shape)
    trials = *weights(hidden), "softmax"
    assert_array_equal(outputs(X[0], *trials), outputs(shared, *trials))


@each_depth
@each_estimator
def test_objective_is_penalty_plus_decay(estimator, hidden):
    omega, upsilon = weights(hidden)
    evaluate = objective(X, LABELS, hidden, CLASSES, estimator, weight_decay=0.1)
    value, _ = evaluate(pack(omega, upsilon), np.arange(TRIALS))
    targets = np.eye(CLASSES)[:, LABELS]
    expected = [
        penalty_value(estimator.penalty, outputs_one_by_one(x, o, u, estimator.activation), targets)
        + 0.1 * (np.sum(o**2) + np.sum(u**2))
        for x, o, u in zip(X, omega, upsilon, strict=True)
    ]
    assert_allclose(value, expected, rtol=1e-12)


@pytest.mark.parametrize("weight_decay", [0, 0.3])
@each_depth
@each_estimator
def test_gradient_is_the_derivative(estimator, hidden, weight_decay):
    evaluate = objective(X, LABELS, hidden, CLASSES, estimator, weight_decay)
    point = pack(*weights(hidden))[5]

    def value(points):
        stack = points.reshape(len(point), -1).T
        return evaluate(stack, np.full(len(stack), 5))[0].reshape(points.shape[1:])

    _, gradient = evaluate(point[None], np.array([5]))
    assert_allclose(gradient[0], jacobian(value, point).df, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@each_depth
@each_estimator
def test_a_member_is_the_same_to_the_bit_in_any_stack_and_block(
    estimator, hidden, dtype, monkeypatch
):
    arguments = X, LABELS, hidden, CLASSES, estimator, 0.1, dtype
    points, members = pack(*weights(hidden)), np.arange(TRIALS)
    value, gradient = objective(*arguments)(points, members)
    monkeypatch.setattr(network, "BLOCK", 32 * 8 * len(LABELS))
    evaluate = objective(*arguments)
    shuffled = np.random.default_rng(1).permutation(TRIALS)
    for subset in (*np.split(members, TRIALS), members, shuffled, shuffled[:37]):
        alone = evaluate(points[subset], subset)
        assert_array_equal(alone[0], value[subset])
        assert_array_equal(alone[1], gradient[subset])


def in_both_precisions(estimator, hidden):
    """Return value and gradient in double and in single precision."""
    points, members = pack(*weights(hidden)), np.arange(TRIALS)
    return tuple(
        objective(X, LABELS, hidden, CLASSES, estimator, dtype=dtype)(points, members)
        for dtype in (np.float64, np.float32)
    )


@each_depth
@pytest.mark.parametrize("estimator", FUSED, ids="-".join)
def test_single_precision_is_near_double_precision(estimator, hidden):
    double, single = in_both_precisions(Estimator(*estimator), hidden)
    assert_allclose(single[0], double[0], rtol=1e-5)
    assert_allclose(single[1], double[1], rtol=1e-4, atol=1e-4)
    assert (single[1] != double[1]).any()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@each_depth
@each_estimator
def test_extreme_weights_give_a_finite_objective(estimator, hidden, dtype):
    points = pack(*weights(hidden, start_range=1e6))
    evaluate = objective(X, LABELS, hidden, CLASSES, estimator, dtype=dtype)
    assert all(np.isfinite(each).all() for each in evaluate(points, np.arange(TRIALS)))


@pytest.mark.parametrize("activation", ["logistic", "softmax"])
def test_extreme_weights_give_outputs_from_0_to_1(activation):
    z = outputs(X, *weights(2, start_range=1e6), activation)
    assert ((z >= 0) & (z <= 1)).all()


@each_depth
def test_unpack_undoes_pack(hidden):
    omega, upsilon = weights(hidden)
    points = pack(omega, upsilon)
    again = unpack(points, INPUTS, hidden, CLASSES)
    assert_array_equal(again[0], omega)
    assert_array_equal(again[1], upsilon)
    assert_array_equal(pack(*again), points)
    assert np.unique(points).size == points.size == omega.size + upsilon.size


@pytest.mark.parametrize("hidden", [1, 2, 5])
def test_a_smaller_network_starts_as_part_of_a_larger(hidden):
    small, large = (
        start_weights(np.random.default_rng(3), INPUTS, h, CLASSES, 1.0) for h in (hidden, 8)
    )
    assert_array_equal(small[0], large[0][:hidden])
    assert_array_equal(small[1], large[1][:, : hidden + 1])


@each_depth
def test_start_weights_are_uniform_on_the_range(hidden):
    omega, upsilon = start_weights(np.random.default_rng(4), INPUTS, hidden, 1000, 0.5)
    drawn = np.concatenate([omega.ravel(), upsilon.ravel()])
    assert kstest(drawn, "uniform", args=(-0.5, 1)).pvalue > 0.01


def test_with_bias_puts_ones_before_the_features():
    assert_array_equal(with_bias(X)[:, 0], 1)
    assert_array_equal(with_bias(X)[:, 1:], X.transpose(0, 2, 1))
