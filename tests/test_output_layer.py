import numpy as np
import pytest
from conftest import penalty_value
from numpy.testing import assert_allclose
from scipy.special import expit
from scipy.special import softmax as scipy_softmax
from sklearn.metrics import log_loss

from pairings.delta import numerical_delta
from pairings.output_layer import ACTIVATIONS, PAIRINGS, softmax

SCORES = 3 * np.random.default_rng(0).standard_normal((5, 4, 30))
LABELS = np.arange(30) % 4
TARGETS = np.eye(4)[:, LABELS]
ORACLES = {"logistic": expit, "softmax": lambda z: scipy_softmax(z, axis=1)}

each_pairing = pytest.mark.parametrize(("activation", "penalty"), PAIRINGS)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_activations_are_those_of_scipy(activation):
    assert_allclose(ACTIVATIONS[activation](SCORES.copy()), ORACLES[activation](SCORES), rtol=1e-14)


def test_softmax_ignores_a_shift_of_all_scores():
    assert_allclose(softmax(SCORES + 1000), softmax(SCORES.copy()), rtol=1e-10)


@each_pairing
def test_value_is_the_penalty_of_the_outputs(activation, penalty):
    value, _ = PAIRINGS[activation, penalty](SCORES.copy(), TARGETS)
    expected = [penalty_value(penalty, output, TARGETS) for output in ORACLES[activation](SCORES)]
    assert_allclose(value, expected, rtol=1e-12)


def test_softmax_cross_entropy_is_the_log_loss_of_scikit_learn():
    value, _ = PAIRINGS["softmax", "cross_entropy"](SCORES.copy(), TARGETS)
    outputs = ORACLES["softmax"](SCORES)
    assert_allclose(value, [log_loss(LABELS, each.T, normalize=False) for each in outputs])


@each_pairing
def test_delta_is_the_derivative_by_the_score(activation, penalty):
    _, delta = PAIRINGS[activation, penalty](SCORES.copy(), TARGETS)
    expected = [numerical_delta(activation, penalty, z.T, TARGETS.T).T for z in SCORES]
    assert_allclose(delta, expected, rtol=1e-9, atol=1e-13)


@pytest.mark.parametrize(
    "natural", [("softmax", "cross_entropy"), ("logistic", "binary_cross_entropy")]
)
def test_delta_of_a_natural_pairing_is_output_less_target(natural):
    _, delta = PAIRINGS[natural](SCORES.copy(), TARGETS)
    assert_allclose(delta, ORACLES[natural[0]](SCORES) - TARGETS, atol=1e-15)


@pytest.mark.parametrize("penalty", ["least_squares", "cross_entropy"])
def test_deltas_of_softmax_add_to_zero(penalty):
    _, delta = PAIRINGS["softmax", penalty](SCORES.copy(), TARGETS)
    assert_allclose(delta.sum(axis=1), 0, atol=1e-14)


def test_logistic_cross_entropy_never_lowers_an_output():
    _, delta = PAIRINGS["logistic", "cross_entropy"](SCORES.copy(), TARGETS)
    assert (delta <= 0).all()
