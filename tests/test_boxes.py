"""Equation (4) as printed, integrated dx over boxes."""

import numpy as np
import pytest
from conftest import PAPER, random_classes
from numpy.testing import assert_allclose
from scipy.integrate import dblquad, quad
from scipy.special import expit
from scipy.stats import ttest_1samp

from analysis.readings import REFERENCES
from analysis.trials import collect_fits
from boxes import tables
from classes.gaussian import Gaussian
from estimators import named
from estimators.network import outputs
from experiment import boxes as module
from experiment.boxes import HALF_WIDTHS, box_errors, boxes, references
from experiment.draws import draw
from experiment.fits import fit_range

L = HALF_WIDTHS
SPREADS = np.array([0.5, 2.0, 1.0, 1.5, 0.8])


def classes_of(inputs):
    """Return two classes about 0 with features of these spreads, almost all of them one class."""
    means = np.zeros((2, inputs))
    return Gaussian.of(means, np.diag(SPREADS[:inputs] ** 2), np.array([1 - 1e-12, 1e-12]))


def constant(outputs, inputs, count=1):
    """Return fits of a logit whose logistic outputs do not depend on x."""
    upsilon = np.zeros((count, len(outputs), inputs + 1))
    upsilon[:, :, 0] = np.log(np.array(outputs) / (1 - np.array(outputs)))
    return {
        "omega": np.empty((count, 0, inputs + 1)),
        "upsilon": upsilon,
        "status": np.full(count, "gradient"),
    }


@pytest.mark.parametrize("inputs", [1, 2, 3, 5])
def test_a_constant_difference_is_integrated_over_the_volume_of_the_box(inputs):
    classes = classes_of(inputs)
    fits = {"logistic-least_squares": constant([0.7, 0.4], inputs)}
    found = box_errors(fits, classes, boxes(classes))["exact", "logistic-least_squares"]
    volumes = np.prod(2 * L[:, None] * SPREADS[:inputs], axis=1)
    expected = np.sqrt((0.3**2 + 0.4**2) * volumes)
    error = np.abs(found.error[0] - expected)
    assert (error <= 4 * found.accuracy[0] + 1e-10 * expected).all()
    assert_allclose(found.error[0], expected, rtol=1e-10 if inputs < 3 else 0.02)
    assert found.unbounded == 1


def network(inputs, steepness):
    """Return a network of two hidden units and two logistic outputs."""
    generator = np.random.default_rng(inputs)
    return {
        "omega": steepness * generator.standard_normal((1, 2, inputs + 1)),
        "upsilon": generator.standard_normal((1, 2, 3)),
        "status": np.array(["gradient"]),
    }


def squares(fits, classes, *x):
    """Return the sum over classes of the squared differences at a point."""
    y = np.concatenate([[1], expit(fits["omega"][0] @ [1, *x])])
    return np.sum((expit(fits["upsilon"][0] @ y) - classes.posterior(np.array([x]))[:, 0]) ** 2)


@pytest.mark.parametrize("inputs", [1, 2])
def test_the_integral_is_that_of_scipy(inputs):
    classes = random_classes(1, 2, inputs)
    fits = network(inputs, 1.5)
    found = box_errors({"logistic-least_squares": fits}, classes, boxes(classes))
    error, accuracy, _ = found["exact", "logistic-least_squares"]
    centre, unit = classes.means.mean(axis=0), np.sqrt(np.diag(classes.covariance))
    for half in (1, 3):
        ends = np.column_stack([centre - half * unit, centre + half * unit])
        integral = quad if inputs == 1 else dblquad
        options = {"epsabs": 1e-7} | ({"limit": 200} if inputs == 1 else {})
        expected, _ = integral(
            lambda *x: squares(fits, classes, *x[::-1]), *ends.ravel(), **options
        )
        assert_allclose(error[0, half - 1], np.sqrt(expected), rtol=1e-4)
        assert np.abs(error[0, half - 1] - np.sqrt(expected)) < 10 * accuracy[0, half - 1] + 1e-6


@pytest.fixture(scope="module")
def fitted():
    """Fits of the paper's three estimators to its problem, steep hidden units among them."""
    trials = range(1, 41)
    sample = draw(trials, 1997, "train", PAPER, 100)
    fitting = {"optimiser": "bfgs", "iterations": 300, "weight_decay": 0.0, "starts": 1}
    start = {"hidden_units": 2, "start_range": 1.0}
    names = ["logistic-least_squares", "softmax-least_squares", "softmax-cross_entropy"]
    return {name: fit_range(trials, 1997, sample, named(name), 4, start, fitting) for name in names}


def test_the_accuracy_of_fitted_networks_is_stated_and_small(fitted, monkeypatch):
    found = box_errors(fitted, PAPER, boxes(PAPER))
    monkeypatch.setattr(module, "GRIDS", {2: (17, 19)})
    finer = box_errors(fitted, PAPER, boxes(PAPER))
    assert max(np.abs(fits["omega"]).max() for fits in fitted.values()) > 100
    for key, each in found.items():
        errors = np.abs(each.error - finer[key].error)
        assert (errors.mean(axis=0) <= 3 * each.accuracy.mean(axis=0) + 1e-6).all()
        assert errors.mean() < 2e-4
        assert errors.max() < 0.02


def test_a_larger_box_has_a_larger_error(fitted):
    for each in box_errors(fitted, PAPER, boxes(PAPER)).values():
        assert (np.diff(each.error, axis=1) > 0).all()
    space = random_classes(0, 3, 3)
    fits = {"logistic-least_squares": network(3, 2.0) | {"upsilon": np.ones((1, 3, 3))}}
    for each in box_errors(fits, space, boxes(space)).values():
        assert (np.diff(each.error, axis=1) > 0).all()


def test_the_error_of_the_exact_posterior_is_nothing_and_has_a_limit():
    upsilon = PAPER.coefficients()[None]
    logit = {"omega": np.empty((1, 0, 3)), "upsilon": upsilon, "status": np.array(["gradient"])}
    found = box_errors({"softmax-cross_entropy": logit}, PAPER, boxes(PAPER))
    exact, halved = (found[name, "softmax-cross_entropy"] for name in REFERENCES)
    assert exact.error.max() < 1e-12
    assert exact.unbounded == 0
    assert halved.error.min() > 0.1


def test_the_references_are_those_of_the_other_readings():
    assert list(references(PAPER)) == list(REFERENCES)

    class Other:
        pass

    assert list(references(Other())) == ["exact"]


def test_a_fit_that_is_none_is_left_out(fitted):
    fits = {name: dict(each) for name, each in fitted.items()}
    lost = fits["softmax-least_squares"]
    lost["status"] = np.where(np.arange(40) < 3, "non_finite", "gradient")
    lost["omega"] = lost["omega"].copy()
    lost["omega"][:3] = np.nan
    table, pairs = tables([fits], PAPER, same_problem=True)
    count = table.groupby("estimator")["trials"].unique()
    assert count["softmax-least_squares"] == [37]
    assert count["softmax-cross_entropy"] == [40]
    assert np.isfinite(table["reproduced"]).all()
    assert set(pairs["trials"]) == {37, 40}


def test_the_tables_are_those_of_the_errors_one_by_one(fitted):
    table, pairs = tables([fitted], PAPER, same_problem=True)
    found = box_errors(fitted, PAPER, boxes(PAPER))
    rows = table.set_index(["reference", "half_width", "estimator", "figure"])["reproduced"]
    for (reference, estimator), each in found.items():
        assert_allclose(rows[reference, 4, estimator, "mean"], each.error[:, 3].mean())
        assert_allclose(rows[reference, 4, estimator, "variance"], each.error[:, 3].var(ddof=1))
        growth = np.log(each.error[:, 3] / each.error[:, 2]) / np.log(4 / 3)
        assert_allclose(rows[reference, 4, estimator, "power"], growth.mean())
    for row in pairs.itertuples():
        first, second = (found["exact", name].error for name in (row.first, row.second))
        apart = (first - second)[:, row.half_width - 1]
        assert_allclose((row.low, row.high), ttest_1samp(apart, 0).confidence_interval())
    assert table["z"].notna().equals(table["figure"] != "power")
    other, _ = tables([fitted], PAPER, same_problem=False)
    assert other["z"].isna().all()
    assert_allclose(other["reproduced"], table["reproduced"])


def test_fits_come_in_the_same_parts_however_files_divide_them(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.trials.TOGETHER", 4)
    values = np.arange(12.0)
    read = []
    for size in (3, 6):
        paths = []
        for name in ("b", "a"):
            folder = tmp_path / str(size) / name
            folder.mkdir(parents=True)
            for first in range(0, 12, size):
                paths.append(str(folder / f"{first + 1}-{first + size}.npz"))
                np.savez(paths[-1], status=values[first : first + size])
        read.append(list(collect_fits(paths, 10)))
    assert [list(part) for part in read[0]] == [["b", "a"]] * 3
    for parts in read:
        sizes = [part["a"]["status"].tolist() for part in parts]
        assert sizes == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]


def test_the_sum_over_classes_is_of_the_networks_outputs():
    classes = random_classes(3, 2, 1)
    fits = network(1, 0.7)
    x = classes.means.mean(axis=0) + np.array([[0.3]])
    estimated = outputs(x, fits["omega"], fits["upsilon"], "logistic")
    expected = np.sum((estimated[0, :, 0] - classes.posterior(x)[:, 0]) ** 2)
    assert_allclose(squares(fits, classes, *x[0]), expected)
