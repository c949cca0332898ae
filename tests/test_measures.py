import numpy as np
import pytest
from conftest import PAPER, random_classes
from numpy.testing import assert_allclose, assert_array_equal

from classes.gaussian import Gaussian
from estimators import Estimator
from estimators.network import outputs, start_weights
from experiment.draws import draw
from experiment.equation4 import posterior_error
from experiment.measures import divided_by_sum, measure_range

TRIALS = range(1, 6)


def fits(truth, hidden=2, count=5):
    classes, inputs = truth.means.shape
    generator = np.random.default_rng(0)
    drawn = [start_weights(generator, inputs, hidden, classes, 3.0) for _ in range(count)]
    omega, upsilon = map(np.stack, zip(*drawn, strict=True))
    return {
        "start_omega": omega - 1,
        "omega": omega,
        "upsilon": upsilon,
        "objective": np.ones(count),
        "iterations": np.arange(count),
        "status": np.full(count, "gradient", dtype="U20"),
    }


def integrated(truth, fitted, activation):
    rule = truth.rule()
    return posterior_error(
        fitted, Estimator(activation, "least_squares"), truth.posterior(rule.nodes), rule
    )


@pytest.mark.parametrize("activation", ["logistic", "softmax"])
@pytest.mark.parametrize(
    "truth",
    [PAPER, random_classes(0, 3, 1), random_classes(1, 5, 2), random_classes(2, 5, 3)],
    ids=["paper", "line", "plane", "space"],
)
def test_posterior_error_agrees_with_monte_carlo(truth, activation):
    size, generator = 200_000, np.random.default_rng(1)
    labels = generator.choice(len(truth.priors), size, p=truth.priors)
    noise = generator.standard_normal((size, truth.means.shape[1]))
    x = truth.means[labels] + noise @ np.linalg.cholesky(truth.covariance).T
    fitted = fits(truth)
    error, accuracy, _ = integrated(truth, fitted, activation)
    estimated = outputs(x, fitted["omega"], fitted["upsilon"], activation)
    squares = ((estimated - truth.posterior(x)) ** 2).sum(axis=1)
    sampling = squares.std(axis=1) / np.sqrt(size) / (2 * error)
    distance = np.abs(np.sqrt(squares.mean(axis=1)) - error)
    assert (distance < 4.5 * sampling + 4 * accuracy).all()
    assert (accuracy < 0.01 * error).all()


def test_the_accuracy_is_that_of_the_root():
    truth = random_classes(2, 5, 3)
    fitted, rule = fits(truth), truth.rule()
    estimated = outputs(rule.nodes, fitted["omega"], fitted["upsilon"], "softmax")
    squares = ((estimated - truth.posterior(rule.nodes)) ** 2).sum(axis=1)
    square, of_square = rule.integrate(squares)
    _, accuracy, _ = integrated(truth, fitted, "softmax")
    assert_allclose(accuracy, np.sqrt(square + of_square) - np.sqrt(square), rtol=0.01)


def test_an_error_of_zero_is_known_exactly():
    truth = Gaussian.of([[-1e3], [1e3]], 1.0, [0.5, 0.5])
    upsilon = truth.coefficients()[None]
    error, accuracy, _ = integrated(
        truth, {"omega": np.zeros((1, 0, 2)), "upsilon": upsilon}, "softmax"
    )
    assert error == accuracy == 0


def test_the_true_posterior_has_no_error():
    upsilon = PAPER.coefficients()[None] + [[[1, 2, 3]]]  # softmax ignores the shift
    error, *_ = integrated(PAPER, {"omega": np.zeros((1, 0, 3)), "upsilon": upsilon}, "softmax")
    assert error[0] < 1e-14


@pytest.mark.parametrize("activation", ["logistic", "softmax"])
def test_posterior_error_of_a_fit_is_the_same_to_the_bit_in_any_stack(activation):
    fitted = fits(PAPER, count=70)
    together = integrated(PAPER, fitted, activation)
    for k in (0, 31, 32, 69):
        alone = integrated(
            PAPER, {name: each[k : k + 1] for name, each in fitted.items()}, activation
        )
        assert_array_equal(np.ravel(alone), [each[k] for each in together])


def test_outputs_divided_by_their_sum_are_integrated_beside_them():
    fitted, rule = fits(PAPER), PAPER.rule()
    error, _, normalised = integrated(PAPER, fitted, "logistic")
    estimated = outputs(rule.nodes, fitted["omega"], fitted["upsilon"], "logistic")
    shares = estimated / estimated.sum(axis=1, keepdims=True)
    squares = ((shares - PAPER.posterior(rule.nodes)) ** 2).sum(axis=1)
    assert_allclose(normalised, np.sqrt(squares @ rule.weights.mean(axis=0)))
    assert (np.abs(normalised - error) > 0.01).all()
    error, _, normalised = integrated(PAPER, fitted, "softmax")
    assert_array_equal(error, normalised)


def test_outputs_whose_sum_is_not_above_zero_are_given_equal_shares():
    tiny, nothing = np.full((1, 4, 1), 5e-324), np.zeros((1, 4, 1))
    negative = np.array([-1.0, -1.0, 0.5, 0.5]).reshape(1, 4, 1)
    for estimated in (tiny, nothing, negative):
        shares = divided_by_sum(estimated)
        assert_array_equal(shares, np.full((1, 4, 1), 0.25))
    fitted = fits(PAPER)
    fitted["upsilon"][:] = [-1e6, 0, 0]  # outputs 0 everywhere
    *_, normalised = integrated(PAPER, fitted, "logistic")
    rule = PAPER.rule()
    squares = ((PAPER.posterior(rule.nodes) - 0.25) ** 2).sum(axis=0)
    assert_allclose(normalised, np.sqrt(squares @ rule.weights.mean(axis=0)))


def test_sums_are_off_where_they_are_and_dividing_by_them_is_measured():
    sample = draw(TRIALS, 1997, "test", PAPER, 50)
    fitted = {name: fits(PAPER) for name in ("logistic-least_squares", "softmax-least_squares")}
    rows = measure_range(TRIALS, PAPER, sample, fitted)
    first = fitted["logistic-least_squares"]
    off = np.abs(outputs(sample.x, first["omega"], first["upsilon"], "logistic").sum(axis=1) - 1)
    for by, name in ((0.05, "sums_off_5_percent"), (0.1, "sums_off_10_percent")):
        assert_allclose(rows[name][:5], (off > by).sum(axis=1) / 200)
        assert_array_equal(rows[name][5:], 0)
    change = rows["posterior_error_normalised"] - rows["posterior_error"]
    assert_array_equal(rows["normalisation_change"], change)
    assert_array_equal(change[5:], 0)


def test_a_fit_that_never_started_is_a_row_without_measures():
    sample = draw(TRIALS, 1997, "test", PAPER, 50)
    fitted = fits(PAPER)
    fitted["status"][2] = "non_finite"
    rows = measure_range(TRIALS, PAPER, sample, {"softmax-cross_entropy": fitted})
    for name in ("posterior_rms", "posterior_error", "accuracy"):
        assert_array_equal(np.isnan(rows[name]), [False, False, True, False, False])
    assert_array_equal(rows["trial"], TRIALS)
    assert_array_equal(rows["status"], fitted["status"])


def test_estimators_keep_their_order():
    sample = draw(TRIALS, 1997, "test", PAPER, 50)
    names = ["softmax-least_squares", "logistic-least_squares"]
    rows = measure_range(TRIALS, PAPER, sample, {name: fits(PAPER) for name in names})
    assert_array_equal(rows["estimator"], np.repeat(names, 5))
    assert_allclose(rows["mean_output"][:5], 0.25)
