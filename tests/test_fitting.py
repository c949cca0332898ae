from functools import cache
from operator import attrgetter

import numpy as np
import pytest
import yaml
from conftest import PAPER, ROOT
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from estimators import ESTIMATORS, Estimator
from estimators.fitting import fit
from estimators.network import objective, outputs, pack, start_weights, unpack
from experiment.draws import draw, generator
from experiment.fits import attained, fit_estimator, fit_range
from experiment.status import at_cap
from workflow.scenarios import resolve

TRIALS, SEED = 100, 1997
X, LABELS = draw(range(TRIALS), SEED, "train", PAPER, 100)
BAYES_ACCURACY = 0.708
SENSIBLE = [each for each in ESTIMATORS if each != ("logistic", "cross_entropy")]
NATURAL = Estimator("softmax", "cross_entropy")

each_estimator = pytest.mark.parametrize("estimator", ESTIMATORS, ids=attrgetter("name"))
each_sensible = pytest.mark.parametrize("estimator", SENSIBLE, ids=attrgetter("name"))


def starts(hidden):
    drawn = (
        start_weights(generator(SEED, trial, "start"), 2, hidden, 4, 1.0) for trial in range(TRIALS)
    )
    return tuple(map(np.stack, zip(*drawn, strict=True)))


def fitted(estimator, iterations, trials=slice(TRIALS), hidden=2):
    omega, upsilon = starts(hidden)
    arguments = X[trials], LABELS, omega[trials], upsilon[trials]
    return fit(*arguments, estimator, iterations)


def outputs_of(end, activation, hidden):
    return outputs(X[: len(end.point)], *unpack(end.point, 2, hidden, 4), activation)


@cache
def scipy_objective(estimator, iterations, trials):
    """Return the mean over trials of what SciPy's BFGS reaches from the same starts."""
    evaluate = objective(X, LABELS, 2, 4, estimator)
    points = pack(*starts(2))

    def minimum(trial):
        def function(point):
            value, gradient = evaluate(point[None], np.array([trial]))
            return value[0], gradient[0]

        options = {"maxiter": iterations}
        return minimize(function, points[trial], jac=True, method="BFGS", options=options).fun

    return np.mean([minimum(trial) for trial in range(trials)])


@each_estimator
@pytest.mark.parametrize("hidden", [0, 2])
def test_a_fit_is_the_same_to_the_bit_in_any_batch(estimator, hidden):
    whole = fitted(estimator, 60, hidden=hidden)
    batches = [slice(k, k + 1) for k in range(0, TRIALS, 20)]
    batches += [slice(k, k + 7) for k in range(0, TRIALS, 21)]
    for batch in batches:
        part = fitted(estimator, 60, batch, hidden)
        for all_trials, some in zip(whole, part, strict=True):
            assert_array_equal(all_trials[batch], some)


@each_estimator
@pytest.mark.parametrize("cap", [1, 10, 100])
def test_the_cap_counts_both_precisions(estimator, cap):
    end = fitted(estimator, cap, slice(20))
    assert end.iterations.max() <= cap
    assert_array_equal(end.iterations[end.status == "iterations"], cap)
    assert cap == 100 or (end.status == "iterations").all()


@pytest.mark.parametrize("cap", [100, 300])
@each_sensible
def test_fits_are_no_worse_than_scipys(estimator, cap):
    end = fitted(estimator, cap, slice(20))
    assert end.value.mean() <= 1.005 * scipy_objective(estimator, cap, 20)


@each_sensible
def test_no_fit_ends_on_a_plateau(estimator):
    end = fitted(estimator, 300)
    right = outputs_of(end, estimator.activation, 2).argmax(axis=1) == LABELS
    assert right.mean(axis=1).min() > BAYES_ACCURACY / 2


@each_estimator
def test_a_converged_fit_is_stationary_in_double_precision(estimator):
    for hidden in (0, 2):  # with hidden units few converge before the cap, on some processors none
        end = fitted(estimator, 300, slice(40), hidden=hidden)
        value, gradient = objective(X, LABELS, hidden, 4, estimator)(end.point, np.arange(40))
        assert_array_equal(end.value, value)
        converged = end.status == "gradient"
        assert converged.any() or hidden
        assert (np.abs(gradient[converged]) <= 1e-5).all()


def test_the_multinomial_logit_is_that_of_scikit_learn():
    end = fitted(NATURAL, 300, slice(5), hidden=0)
    for probabilities, x in zip(outputs_of(end, "softmax", 0), X, strict=False):
        logit = LogisticRegression(C=np.inf, tol=1e-8, max_iter=1000).fit(x, LABELS)
        assert_allclose(probabilities, logit.predict_proba(x).T, atol=1e-5)


def test_logistic_cross_entropy_returns_one_for_all_classes():
    z = outputs_of(fitted(Estimator("logistic", "cross_entropy"), 300, slice(20)), "logistic", 2)
    assert z[:, LABELS, np.arange(len(LABELS))].min() > 0.99
    assert z.mean(axis=(1, 2)).min() > 0.95


def test_decay_makes_weights_smaller():
    omega, upsilon = (weights[:20] for weights in starts(2))
    lengths = [
        np.linalg.norm(
            fit(X[:20], LABELS, omega, upsilon, NATURAL, 300, decay).point,
            axis=1,
        )
        for decay in (1.0, 0.1, 0.01)
    ]
    assert (np.diff(lengths, axis=0) > 0).all()


def test_a_fit_from_starts_that_are_not_finite_says_so():
    omega, upsilon = (weights[:2].copy() for weights in starts(2))
    upsilon[1, 0, 0] = np.nan
    end = fit(X[:2], LABELS, omega, upsilon, NATURAL, 20)
    assert_array_equal(end.status == "non_finite", [False, True])


def test_no_early_step_is_so_long_that_a_class_is_lost():
    seed, trials, hidden = 77, [190, 458, 620, 806, 848], 8  # lost with steps twice as long
    x, _ = draw(trials, seed, "train", PAPER, 100)
    drawn = (start_weights(generator(seed, each, "start"), 2, hidden, 4, 1.0) for each in trials)
    omega, upsilon = map(np.stack, zip(*drawn, strict=True))
    end = fit(x, LABELS, omega, upsilon, Estimator("logistic", "least_squares"), 100)
    ascribed = outputs(x, *unpack(end.point, 2, hidden, 4), "logistic").argmax(axis=1)
    right = (ascribed == LABELS).reshape(len(trials), 4, 100).mean(axis=2)
    assert right.min() > 0.5


def range_fits(starts, trials=range(1, 9), estimator=NATURAL, start_range=1.0):
    sample = draw(trials, SEED, "train", PAPER, 50)
    network = {"hidden_units": 2, "start_range": start_range}
    fitting = {"optimiser": "bfgs", "iterations": 60, "weight_decay": 0.0, "starts": starts}
    return fit_range(trials, SEED, sample, estimator, 4, network, fitting)


def test_of_several_starts_the_one_with_the_lowest_objective_is_kept():
    kept = [range_fits(starts) for starts in range(1, 5)]
    objectives = np.array([fits["objective"] for fits in kept])
    assert (np.diff(objectives, axis=0) <= 0).all()
    for more, fewer in zip(kept[1:], kept, strict=False):
        same = more["objective"] == fewer["objective"]
        assert 0 < same.sum() < len(same)  # what a start more does not better, it leaves alone
        for name in more:
            assert_array_equal(more[name][same], fewer[name][same])
    starts = np.array([fits["start_omega"] for fits in kept])
    assert len(np.unique(starts[:, :, 0, 0])) > 8


def test_the_start_kept_is_the_one_that_leads_to_the_weights():
    kept, sample = range_fits(4), draw(range(1, 9), SEED, "train", PAPER, 50)
    end = fit(*sample, kept["start_omega"], kept["start_upsilon"], NATURAL, 60)
    for name, values in zip(("objective", "iterations", "status"), end[1:], strict=False):
        assert_array_equal(kept[name], values)
    assert_array_equal(pack(kept["omega"], kept["upsilon"]), end.point)


def test_a_trial_fitted_alone_from_several_starts_is_that_of_any_range():
    together = range_fits(3)
    for name, values in range_fits(3, range(5, 6)).items():
        assert_array_equal(values[0], together[name][4])


def test_a_start_that_is_not_finite_is_kept_before_none_that_is():
    fits = {
        "objective": np.array([np.nan, 3.0, 4.0]),
        "status": np.array(["non_finite"] * 2 + [""]),
    }
    assert_array_equal(attained(fits), [np.inf, np.inf, 4])


@pytest.mark.parametrize("optimiser", ["bfgs", "polak_ribiere", "fletcher_reeves", "rprop"])
def test_every_optimiser_lowers_the_penalty_and_says_why_it_stopped(optimiser):
    arguments = X[:20], LABELS, *(weights[:20] for weights in starts(2)), NATURAL
    ends = [
        fit(*arguments, 200, optimiser=optimiser, relative_decrease=tolerance)
        for tolerance in (1e-3, 1e-4)
    ]
    for end in ends:
        assert (end.status == "decrease").all()
    assert (ends[1].iterations >= ends[0].iterations).all()
    assert ends[1].value.mean() < ends[0].value.mean() < 0.9 * 400 * np.log(4)
    value, _ = objective(X, LABELS, 2, 4, NATURAL)(ends[0].point, np.arange(20))
    assert_array_equal(ends[0].value, value)


@pytest.mark.parametrize("optimiser", ["bfgs", "polak_ribiere", "rprop"])
def test_the_fit_kept_is_the_best_of_its_path_on_the_validation_sample(optimiser):
    trials = slice(6)
    other, labels = draw(range(6), SEED, "validation", PAPER, 30)
    omega, upsilon = starts(4)
    arguments = X[trials], LABELS, omega[trials], upsilon[trials], NATURAL
    kept = fit(*arguments, 40, optimiser=optimiser, validation=(other, labels))
    path = [fit(*arguments, k, optimiser=optimiser).point for k in range(41)]
    penalties = np.array(
        [objective(other, labels, 4, 4, NATURAL)(points, np.arange(6))[0] for points in path]
    )
    best = penalties.argmin(axis=0)
    assert 0 < best.min() < 40
    assert_array_equal(kept.iterations, best)
    assert_array_equal(kept.point, [path[best[k]][k] for k in range(6)])
    assert_array_equal(kept.status == "validation", best < 40)
    assert_array_equal(kept.value, objective(X, LABELS, 4, 4, NATURAL)(kept.point, np.arange(6))[0])


def test_the_validation_sample_is_a_purpose_of_its_own():
    settings = yaml.safe_load((ROOT / "config.yaml").read_text("utf-8"))
    sample, trials = draw(range(1, 5), SEED, "train", PAPER, 100), range(1, 5)
    with_it, without = (
        fit_estimator(trials, sample, NATURAL, resolve(settings | {"validation_per_class": count}))
        for count in (50, 0)
    )
    assert (with_it["status"] == "validation").any()
    assert_array_equal(with_it["start_omega"], without["start_omega"])
    assert (with_it["objective"] >= without["objective"]).all()


OPTIONS = [
    {},
    {"optimiser": "polak_ribiere", "relative_decrease": 1e-5},
    {"optimiser": "rprop", "relative_decrease": 1e-5},
    {"starts": 3, "weight_decay": 0.01},
    {"validation_per_class": 20},
    {"relative_decrease": 1e-4},
    {"gradient_tolerance": 1.0},
    {"hidden_units": 0},
    {"start_range": 1e200},  # no finite start
]


@pytest.mark.parametrize("option", OPTIONS, ids=str)
@pytest.mark.parametrize("estimator", [NATURAL, Estimator("logistic", "least_squares")])
def test_a_path_stopped_at_several_caps_is_that_of_a_fit_to_each(estimator, option):
    settings = yaml.safe_load((ROOT / "config.yaml").read_text("utf-8")) | option
    sample, trials = draw(range(1, 31), SEED, "train", PAPER, 30), range(1, 31)

    def fits(cap, earlier=()):
        return fit_estimator(
            trials, sample, estimator, resolve(settings | {"iterations": cap}), earlier
        )

    caps = range(10, 60) if "hidden_units" in option else (3, 20, 60, 150)
    together = fits(400, caps)
    seen = set()
    for cap in (*caps, 400):
        alone, found = fits(cap), at_cap(together, cap)
        assert found.keys() == alone.keys()
        for name, values in alone.items():
            assert_array_equal(found[name], values, err_msg=f"{cap}: {name}")
        seen |= set(alone["status"])
    assert len(seen) > 1 or option.get("start_range") == 1e200
