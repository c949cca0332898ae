import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import optimize

from pairings.bfgs import minimise

ROTATION = np.array([[0.6, -0.8], [0.8, 0.6]])


def rosenbrock(x):
    return optimize.rosen(x), optimize.rosen_der(x)


def beale(x):
    powers = x[1] ** np.arange(1, 4)
    residuals = np.array([1.5, 2.25, 2.625]) - x[0] * (1 - powers)
    by_second = x[0] * np.arange(1, 4) * x[1] ** np.arange(3)
    return residuals @ residuals, 2 * np.array([residuals @ (powers - 1), residuals @ by_second])


def quadratic(condition):
    """Return a quadratic function of this condition number, with its minimum of 0 at (3, 3)."""
    hessian = ROTATION @ np.diag([1, condition]) @ ROTATION.T
    return lambda x: (0.5 * (x - 3) @ hessian @ (x - 3), hessian @ (x - 3))


def walled(beyond):
    """Return Σ x − log x, of minimum 2 at (1, 1), and `beyond` where it is not defined."""

    def function(x):
        if (x <= 0).any():
            return beyond, np.full(2, beyond)
        return np.sum(x - np.log(x)), 1 - 1 / x

    return function


def stack(*functions):
    def evaluate(points, members):
        pairs = [functions[member](point) for point, member in zip(points, members, strict=True)]
        values, gradients = zip(*pairs, strict=True)
        return np.array(values, dtype=float), np.array(gradients, dtype=float)

    return evaluate


def minimise_one(function, start, iterations=200, **options):
    return minimise(stack(function), np.array([start], dtype=float), iterations, **options)


CASES = {
    "rosenbrock": (rosenbrock, [-1.2, 1], [1, 1]),
    "beale": (beale, [1, 1], [3, 0.5]),
    "ill-conditioned": (quadratic(1e8), [0, 0], [3, 3]),
    "well-conditioned": (quadratic(1), [10, -10], [3, 3]),
    "wall of nan": (walled(np.nan), [100, 3], [1, 1]),
    "wall of inf": (walled(np.inf), [100, 1e-6], [1, 1]),
    "pit of -inf": (walled(-np.inf), [100, 3], [1, 1]),
}
each_case = pytest.mark.parametrize(("function", "start", "minimum"), CASES.values(), ids=CASES)


@each_case
def test_finds_the_known_minimum(function, start, minimum):
    end = minimise_one(function, start)
    assert end.status[0] in ("gradient", "decrease")
    assert_allclose(end.point[0], minimum, atol=2e-5)
    assert_array_equal(end.value[0], function(end.point[0])[0])


@pytest.mark.parametrize("function", [rosenbrock, beale])
@pytest.mark.parametrize("start", [[0, 0], [2, 0.5], [3, -1]])
def test_finds_the_minimum_that_scipy_finds(function, start):
    scipys = optimize.minimize(function, start, jac=True, method="BFGS")
    assert scipys.success
    assert_allclose(minimise_one(function, start).value, scipys.fun, atol=1e-9)


@pytest.mark.parametrize("count", [7, 100])
def test_members_end_the_same_to_the_bit_alone_and_in_a_stack(count):
    cases = [list(CASES.values())[k % len(CASES)] for k in range(count)]
    functions, starts, _ = zip(*cases, strict=True)
    starts = np.array(starts) * np.linspace(1, 1.1, count)[:, None]
    together = minimise(stack(*functions), starts, 200)
    for k, function in enumerate(functions):
        for whole, alone in zip(together, minimise_one(function, starts[k]), strict=True):
            assert_array_equal(whole[k], alone[0])


def test_finished_members_are_not_evaluated_again():
    functions, starts, _ = zip(*CASES.values(), strict=True)
    calls = np.zeros(len(CASES), dtype=int)

    def counted(points, members):
        np.add.at(calls, members, 1)
        return stack(*functions)(points, members)

    minimise(counted, np.array(starts, dtype=float), 200)
    together = calls.copy()
    for k, start in enumerate(starts):
        calls[:] = 0
        minimise(lambda points, _: counted(points, np.array([k])), np.array([start]), 200)  # noqa: B023
        assert calls[k] == together[k]
    assert len(set(together)) > 3


@pytest.mark.parametrize("beyond", [np.nan, np.inf, -np.inf])
def test_a_start_that_is_not_finite_is_left_alone(beyond):
    end = minimise_one(walled(beyond), [-1, 1])
    assert end.status[0] == "non_finite"
    assert end.iterations[0] == 0
    assert_array_equal(end.point[0], [-1, 1])


def test_a_bad_start_does_not_disturb_its_neighbours():
    functions = rosenbrock, walled(np.nan), beale
    end = minimise(stack(*functions), np.array([[-1.2, 1], [-1, 1], [1, 1]]), 200)
    assert_array_equal(end.status == "non_finite", [False, True, False])
    assert_array_equal(end.value[0], minimise_one(rosenbrock, [-1.2, 1]).value[0])
    assert_array_equal(end.value[2], minimise_one(beale, [1, 1]).value[0])


@pytest.mark.parametrize("iterations", [0, 200])
def test_a_stationary_start_has_converged_at_once(iterations):
    end = minimise_one(lambda x: (1.0, 0 * x), [4, 5], iterations)
    assert (end.status[0], end.iterations[0]) == ("gradient", 0)
    assert_array_equal(end.point[0], [4, 5])


def test_a_step_that_lands_on_the_minimum_is_taken():
    end = minimise_one(lambda x: (0.5 * x @ x, x), [0, 1])  # of length 1, as is the first step
    assert (end.status[0], end.iterations[0]) == ("gradient", 1)
    assert_array_equal(end.point[0], [0, 0])


@pytest.mark.parametrize("cap", [0, 1, 2, 5])
def test_the_cap_is_the_number_of_iterations(cap):
    end = minimise_one(rosenbrock, [-1.2, 1], cap)
    assert (end.status[0], end.iterations[0]) == ("iterations", cap)


def test_each_member_has_its_own_cap():
    caps = np.array([0, 3, 1, 200])
    starts = np.tile([-1.2, 1], (4, 1))
    end = minimise(stack(*[rosenbrock] * 4), starts, caps)
    assert_array_equal(end.iterations[:3], caps[:3])
    assert_array_equal(end.status == "iterations", [True, True, True, False])
    assert (np.diff(end.value[[0, 2, 1, 3]]) < 0).all()


@pytest.mark.parametrize(
    "function",
    [
        pytest.param(lambda x: (x @ x, -2 * x), id="a gradient of the wrong sign"),
        pytest.param(lambda x: (x.sum(), np.ones(2)), id="a line without end"),
        pytest.param(lambda x: (-(x @ x), -2 * x), id="an ever steeper descent"),
    ],
)
def test_no_acceptable_step_ends_in_line_search(function):
    end = minimise_one(function, [1, 1])
    assert end.status[0] == "line_search"
    assert np.isfinite(end.point).all()
    assert end.value[0] <= function(np.ones(2))[0]


@pytest.mark.parametrize(("tolerance", "evaluations"), [(1e-2, 2), (0, 11)])
def test_a_line_search_goes_on_only_while_its_steps_promise_a_gain(tolerance, evaluations):
    tried = []

    def rounded(x):
        tried.append(x)
        return 1, np.array([1e-2, 0])

    options = {"decrease_tolerance": tolerance, "restart": False}
    end = minimise_one(rounded, [0, 0], **options)
    assert end.status[0] == "line_search"
    assert len(tried) == evaluations


def test_an_infimum_at_infinity_is_approached():
    end = minimise_one(lambda x: (np.exp(-x).sum(), -np.exp(-x)), [0, 0])
    assert end.status[0] == "gradient"
    assert end.value[0] < 1e-4


def test_the_exact_inverse_hessian_solves_a_quadratic_in_one_iteration():
    inverse_hessian = ROTATION @ np.diag([1, 1 / 50]) @ ROTATION.T
    end = minimise_one(quadratic(50), [10, -10], inverse_hessian=inverse_hessian[None])
    assert end.iterations[0] == 1
    assert_allclose(end.point[0], [3, 3])


def test_a_minimisation_can_go_on_from_its_inverse_hessian():
    whole = minimise_one(rosenbrock, [-1.2, 1])
    first = minimise_one(rosenbrock, [-1.2, 1], whole.iterations[0] - 3)
    rest = minimise_one(rosenbrock, first.point[0], inverse_hessian=first.inverse_hessian)
    anew = minimise_one(rosenbrock, first.point[0])
    assert_allclose(rest.point, [[1, 1]], atol=1e-5)
    assert rest.iterations[0] <= 5
    assert rest.iterations[0] < anew.iterations[0]


def test_arguments_are_left_alone():
    start, inverse_hessian = np.array([[-1.2, 1]]), np.eye(2)[None]
    minimise(stack(rosenbrock), start, 20, inverse_hessian)
    assert_array_equal(start, [[-1.2, 1]])
    assert_array_equal(inverse_hessian, np.eye(2)[None])
