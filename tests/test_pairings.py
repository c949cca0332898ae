from decimal import Decimal, localcontext
from operator import attrgetter

import numpy as np
import pytest
import yaml
from conftest import ROOT, penalty_value
from numpy.testing import assert_allclose, assert_array_equal
from scipy.differentiate import derivative, jacobian
from scipy.special import expit
from scipy.special import softmax as scipy_softmax
from sklearn.metrics import log_loss

from classes import FAMILIES
from estimators import ESTIMATORS, Estimator, named
from estimators.activations import ACTIVATIONS, Activation, softmax
from estimators.pairings import FUSED, composed, pairing
from estimators.penalties import PENALTIES
from estimators.printed_deltas import numerical_delta
from optimisers import OPTIMISERS

SCORES = 3 * np.random.default_rng(0).standard_normal((5, 4, 30))
LABELS = np.arange(30) % 4
TARGETS = np.eye(4)[:, LABELS]
ORACLES = {
    "logistic": expit,
    "softmax": lambda z: scipy_softmax(z, axis=1),
    "linear": lambda z: z,
}

each_estimator = pytest.mark.parametrize("estimator", ESTIMATORS, ids=attrgetter("name"))
each_activation = pytest.mark.parametrize("activation", ACTIVATIONS)
each_penalty = pytest.mark.parametrize("penalty", PENALTIES)


def output(activation, z):
    return ACTIVATIONS[activation].output(z.copy())


@each_activation
def test_activations_are_those_of_scipy(activation):
    assert_allclose(output(activation, SCORES), ORACLES[activation](SCORES), rtol=1e-14)


def test_softmax_ignores_a_shift_of_all_scores():
    assert_allclose(softmax(SCORES + 1000), softmax(SCORES.copy()), rtol=1e-10)


@each_activation
def test_back_is_the_vector_jacobian_product_of_the_output(activation):
    z, slope = np.random.default_rng(1).standard_normal((2, 4))

    def outputs(points):
        return output(activation, points.reshape(1, 4, -1)).reshape(points.shape)

    expected = slope @ jacobian(outputs, z).df
    stacked = output(activation, z[None, :, None]), slope[None, :, None].copy()
    assert_allclose(ACTIVATIONS[activation].back(*stacked)[0, :, 0], expected, rtol=1e-9)


@each_activation
def test_outputs_lie_in_the_range_and_come_near_its_ends(activation):
    low, high = ACTIVATIONS[activation].range
    ordinary = output(activation, SCORES)
    assert ((low < ordinary) & (ordinary < high)).all()
    ends = [-700, 700]
    extreme = output(activation, np.clip(100 * SCORES, *ends))
    assert ((low <= extreme) & (extreme <= high)).all()
    assert_allclose([extreme.min(), extreme.max()], np.clip([low, high], *ends), atol=1e-12)


@pytest.mark.parametrize("target", [0.0, 1.0])
@each_penalty
def test_slope_is_the_derivative_of_the_terms(penalty, target):
    terms, slope, _ = PENALTIES[penalty]
    inside = np.linspace(0.05, 0.95, 19)
    expected = derivative(lambda z: terms(np.full(z.shape, target), z), inside, initial_step=0.02)
    assert expected.success.all()
    assert_allclose(slope(np.full(19, target), inside), expected.df, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("end", [0, 1])
@each_penalty
def test_terms_and_slope_are_finite_inside_the_domain_and_not_beyond_its_ends(penalty, end):
    terms, slope, domain = PENALTIES[penalty]
    inward, t = 1 - 2 * end, np.array([0.0, 1.0])
    edge = domain[end] if np.isfinite(domain[end]) else -inward * 1e100
    inside, outside = (edge + inward * step * np.array([1e-9, 0.1]) for step in (1, -1))
    both = np.stack(np.broadcast_arrays(t, inside[:, None]), axis=1)
    assert all(np.isfinite(of(*each)).all() for each in both for of in (terms, slope))
    if np.isfinite(domain[end]):
        with np.errstate(invalid="ignore"):
            assert np.isnan(terms(t, outside[:, None])).any(axis=1).all()


@each_estimator
def test_value_is_the_penalty_of_the_outputs(estimator):
    value, _ = pairing(*estimator)(SCORES.copy(), TARGETS)
    outputs = ORACLES[estimator.activation](SCORES)
    expected = [penalty_value(estimator.penalty, each, TARGETS) for each in outputs]
    assert_allclose(value, expected, rtol=1e-12)


def test_softmax_cross_entropy_is_the_log_loss_of_scikit_learn():
    value, _ = pairing("softmax", "cross_entropy")(SCORES.copy(), TARGETS)
    outputs = ORACLES["softmax"](SCORES)
    assert_allclose(value, [log_loss(LABELS, each.T, normalize=False) for each in outputs])


@each_estimator
def test_delta_is_the_derivative_by_the_score(estimator):
    _, delta = pairing(*estimator)(SCORES.copy(), TARGETS)
    expected = [numerical_delta(*estimator, z.T, TARGETS.T).T for z in SCORES]
    assert_allclose(delta, expected, rtol=1e-9, atol=1e-13)


@pytest.mark.parametrize("fused", FUSED, ids="-".join)
def test_a_pairing_written_out_is_that_composed_of_its_parts(fused):
    value, delta = FUSED[fused](SCORES.copy(), TARGETS)
    expected_value, expected_delta = composed(*fused)(SCORES.copy(), TARGETS)
    assert_allclose(value, expected_value, rtol=1e-12)
    assert_allclose(delta, expected_delta, rtol=0, atol=1e-11)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@each_estimator
def test_a_composed_pairing_is_finite_where_rounding_puts_outputs_on_an_edge(estimator, dtype):
    scores = (1e6 * SCORES).astype(dtype)
    with np.errstate(over="ignore"):
        value, delta = composed(*estimator)(scores, TARGETS.astype(dtype))
    assert np.isfinite(value).all()
    assert np.isfinite(delta).all()


@pytest.mark.parametrize(
    "natural",
    [
        ("softmax", "cross_entropy"),
        ("logistic", "binary_cross_entropy"),
        ("linear", "least_squares"),
    ],
)
def test_delta_of_a_natural_pairing_is_output_less_target(natural):
    _, delta = pairing(*natural)(SCORES.copy(), TARGETS)
    assert_allclose(delta, ORACLES[natural[0]](SCORES) - TARGETS, atol=1e-15)


@each_penalty
def test_deltas_of_softmax_add_to_zero(penalty):
    _, delta = pairing("softmax", penalty)(SCORES.copy(), TARGETS)
    outputs = output("softmax", SCORES)
    largest = np.abs(outputs * PENALTIES[penalty].slope(TARGETS, outputs)).max()  # what cancels
    assert_allclose(delta.sum(axis=1), 0, atol=1e-14 * max(1, largest))


def test_logistic_cross_entropy_never_lowers_an_output():
    _, delta = pairing("logistic", "cross_entropy")(SCORES.copy(), TARGETS)
    assert (delta <= 0).all()


@pytest.mark.parametrize(
    ("limits", "possible"),
    [
        ((0, 1), ["least_squares", "cross_entropy", "binary_cross_entropy"]),
        ((0.2, 0.7), ["least_squares", "cross_entropy", "binary_cross_entropy"]),
        ((0, np.inf), ["least_squares", "cross_entropy"]),
        ((-1, 1), ["least_squares"]),
        ((-np.inf, 1), ["least_squares"]),
        ((-np.inf, np.inf), ["least_squares"]),
    ],
)
def test_a_pairing_is_possible_exactly_where_the_range_lies_in_the_domain(
    limits, possible, monkeypatch
):
    monkeypatch.setitem(ACTIVATIONS, "new", Activation(lambda z: z, lambda _, slope: slope, limits))
    assert [each for each in PENALTIES if Estimator("new", each).possible] == possible


def test_every_possible_pairing_is_an_estimator_with_a_name_of_its_own():
    assert set(FUSED) <= set(ESTIMATORS)
    assert len({each.name for each in ESTIMATORS}) == len(ESTIMATORS)
    assert [named(each.name) for each in ESTIMATORS] == ESTIMATORS


def test_the_schema_allows_what_there_is():
    properties = yaml.safe_load((ROOT / "workflow/schemas/config.schema.yaml").read_text())[
        "properties"
    ]
    of_estimator = properties["estimators"]["items"]["properties"]
    assert of_estimator["activation"]["enum"] == list(ACTIVATIONS)
    assert of_estimator["penalty"]["enum"] == list(PENALTIES)
    assert properties["family"]["enum"] == list(FAMILIES)
    assert properties["optimiser"]["enum"] == list(OPTIMISERS)


@each_estimator
def test_targets_are_left_alone(estimator):
    targets = TARGETS.copy()
    for make in (pairing, composed):
        make(*estimator)(SCORES.copy(), targets)
        assert_array_equal(targets, TARGETS)


def precise(z, label):
    """Return value and Δ of softmax with the two-term cross-entropy, from 400 digits."""

    def value(scores):
        powers = [each.exp() for each in scores]
        outputs = [each / sum(powers) for each in powers]
        return -sum((each if k == label else 1 - each).ln() for k, each in enumerate(outputs))

    with localcontext(prec=400):
        scores, step = [Decimal(float(each)) for each in z], Decimal("1e-100")
        at = value(scores)
        moved = ([each + step * (j == k) for j, each in enumerate(scores)] for k in range(len(z)))
        return float(at), [float((value(each) - at) / step) for each in moved]


@pytest.mark.parametrize("label", range(4))
@pytest.mark.parametrize(
    "scores",
    [
        [0, 0, 0, 0],
        [1, -2, 0.5, 0],
        [5, 5, -5, -5],
        [40, 1, 0, -1],
        [40, 39, 0, -1],
        [100, 1, 0, -300],
        [-300, 300, 0, 1],
        [0, 60, 60, 0],
    ],
    ids=str,
)
def test_softmax_with_two_terms_keeps_its_digits_however_wrong_an_output_is(scores, label):
    z, t = np.array(scores, dtype=float), np.eye(4)[:, [label]]
    value, delta = pairing("softmax", "binary_cross_entropy")(z[None, :, None].copy(), t)
    expected_value, expected_delta = precise(z, label)
    assert_allclose(value[0], expected_value, rtol=1e-14, atol=1e-15)
    assert_allclose(delta[0, :, 0], expected_delta, rtol=1e-13, atol=1e-14)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@each_estimator
def test_a_pairing_is_finite_for_any_scores(estimator, dtype):
    largest = 1e15 if estimator.activation == "linear" else 1e30  # of which the square is a number
    for scale in (1, 1e2, 1e6, largest):
        with np.errstate(over="ignore"):
            value, delta = pairing(*estimator)(
                (scale * SCORES).astype(dtype), TARGETS.astype(dtype)
            )
        assert np.isfinite(value).all()
        assert np.isfinite(delta).all()
        assert delta.dtype == dtype
