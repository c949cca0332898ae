from copy import deepcopy

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal, assert_equal
from scipy import optimize

from optimisers import OPTIMISERS, bfgs, conjugate_gradient
from optimisers.descent import SEARCH_LENGTH
from optimisers.stopping import Best, Snapshots, Stopping

CONJUGATE = ("polak_ribiere", "fletcher_reeves")
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


def minimise_one(minimise, function, start, iterations=200, state=None, **options):
    stopping = Stopping(iterations, **options)
    return minimise(stack(function), np.array([start], dtype=float), stopping, state)


CASES = {
    "rosenbrock": (rosenbrock, [-1.2, 1], [1, 1]),
    "beale": (beale, [1, 1], [3, 0.5]),
    "ill-conditioned": (quadratic(1e8), [0, 0], [3, 3]),
    "well-conditioned": (quadratic(1), [10, -10], [3, 3]),
    "wall of nan": (walled(np.nan), [100, 3], [1, 1]),
    "wall of inf": (walled(np.inf), [100, 1e-6], [1, 1]),
    "pit of -inf": (walled(-np.inf), [100, 3], [1, 1]),
}


def recommended(name):
    """Return an optimiser with the line search that the book recommends for it."""

    def minimise(function, start, stopping, state=None):
        accuracy = 0.1 if name in CONJUGATE else 0.9
        return OPTIMISERS[name](function, start, stopping._replace(line_search=accuracy), state)

    minimise.enough = 20_000 if name == "rprop" else 200  # iterations
    return minimise


SEARCHING = [name for name in OPTIMISERS if name != "rprop"]  # along a line
each_optimiser, each_with_line_search = (
    pytest.mark.parametrize("minimise", [recommended(name) for name in names], ids=list(names))
    for names in (OPTIMISERS, SEARCHING)
)
each_case = pytest.mark.parametrize(("function", "start", "minimum"), CASES.values(), ids=CASES)


@each_optimiser
@each_case
def test_finds_the_known_minimum(minimise, function, start, minimum):
    if minimise.enough > 200 and function is CASES["ill-conditioned"][0]:
        function = quadratic(
            100
        )  # RPROP moves along the axes, and takes ever more steps in valleys
    end = minimise_one(minimise, function, start, minimise.enough)
    assert end.status[0] in ("gradient", "decrease")
    assert_allclose(end.point[0], minimum, atol=4e-5)
    assert_array_equal(end.value[0], function(end.point[0])[0])


@each_optimiser
@pytest.mark.parametrize("function", [rosenbrock, beale])
@pytest.mark.parametrize("start", [[0, 0], [2, 0.5], [3, -1]])
def test_finds_the_minimum_that_scipy_finds(minimise, function, start):
    scipys = optimize.minimize(function, start, jac=True, method="BFGS")
    assert scipys.success
    end = minimise_one(minimise, function, start, minimise.enough)
    assert_allclose(end.value, scipys.fun, atol=1e-9)


@each_optimiser
@pytest.mark.parametrize("count", [7, 100])
def test_members_end_the_same_to_the_bit_alone_and_in_a_stack(minimise, count):
    cases = [list(CASES.values())[k % len(CASES)] for k in range(count)]
    functions, starts, _ = zip(*cases, strict=True)
    starts = np.array(starts) * np.linspace(1, 1.1, count)[:, None]
    together = minimise(stack(*functions), starts, Stopping(200))
    for k, function in enumerate(functions):
        for whole, alone in zip(together, minimise_one(minimise, function, starts[k]), strict=True):
            assert_array_equal(whole[k], alone[0])


@each_optimiser
def test_finished_members_are_not_evaluated_again(minimise):
    functions, starts, _ = zip(*CASES.values(), strict=True)
    calls = np.zeros(len(CASES), dtype=int)

    def counted(points, members):
        np.add.at(calls, members, 1)
        return stack(*functions)(points, members)

    minimise(counted, np.array(starts, dtype=float), Stopping(200))
    together = calls.copy()
    for k, start in enumerate(starts):
        calls[:] = 0

        def member(points, _, k=k):
            return counted(points, np.array([k]))

        minimise(member, np.array([start]), Stopping(200))
        assert calls[k] == together[k]
    assert len(set(together)) > 2


@each_optimiser
@pytest.mark.parametrize("beyond", [np.nan, np.inf, -np.inf])
def test_a_start_that_is_not_finite_is_left_alone(minimise, beyond):
    end = minimise_one(minimise, walled(beyond), [-1, 1])
    assert end.status[0] == "non_finite"
    assert end.iterations[0] == 0
    assert_array_equal(end.point[0], [-1, 1])


@each_optimiser
def test_a_bad_start_does_not_disturb_its_neighbours(minimise):
    functions = rosenbrock, walled(np.nan), beale
    starts = np.array([[-1.2, 1], [-1, 1], [1, 1]])
    end = minimise(stack(*functions), starts, Stopping(200))
    assert_array_equal(end.status == "non_finite", [False, True, False])
    assert_array_equal(end.value[0], minimise_one(minimise, rosenbrock, [-1.2, 1]).value[0])
    assert_array_equal(end.value[2], minimise_one(minimise, beale, [1, 1]).value[0])


@each_optimiser
@pytest.mark.parametrize("iterations", [0, 200])
def test_a_stationary_start_has_converged_at_once(minimise, iterations):
    end = minimise_one(minimise, lambda x: (1.0, 0 * x), [4, 5], iterations)
    assert (end.status[0], end.iterations[0]) == ("gradient", 0)
    assert_array_equal(end.point[0], [4, 5])


@each_with_line_search
def test_a_step_that_lands_on_the_minimum_is_taken(minimise):
    start = [0, 1]  # of length 1, as is the first step
    end = minimise_one(minimise, lambda x: (0.5 * x @ x, x), start)
    assert (end.status[0], end.iterations[0]) == ("gradient", 1)
    assert_array_equal(end.point[0], [0, 0])


@each_optimiser
@pytest.mark.parametrize("cap", [0, 1, 2, 5])
def test_the_cap_is_the_number_of_iterations(minimise, cap):
    end = minimise_one(minimise, rosenbrock, [-1.2, 1], cap)
    assert (end.status[0], end.iterations[0]) == ("iterations", cap)


@each_optimiser
def test_each_member_has_its_own_cap(minimise):
    caps = np.array([0, 3, 1, 200])
    starts = np.tile([100.0, 3], (4, 1))
    end = minimise(stack(*[walled(np.nan)] * 4), starts, Stopping(caps))
    assert_array_equal(end.iterations[:3], caps[:3])
    assert_array_equal(end.status == "iterations", [True, True, True, False])
    assert (np.diff(end.value[[0, 2, 1, 3]]) < 0).all()


@each_with_line_search
@pytest.mark.parametrize(
    "function",
    [
        pytest.param(lambda x: (x @ x, -2 * x), id="a gradient of the wrong sign"),
        pytest.param(lambda x: (x.sum(), np.ones(2)), id="a line without end"),
        pytest.param(lambda x: (-(x @ x), -2 * x), id="an ever steeper descent"),
    ],
)
def test_no_acceptable_step_ends_in_line_search(minimise, function):
    end = minimise_one(minimise, function, [1, 1])
    assert end.status[0] == "line_search"
    assert np.isfinite(end.point).all()
    assert end.value[0] <= function(np.ones(2))[0]


@each_with_line_search
@pytest.mark.parametrize(("function", "minimum"), [(beale, [3, 0.5]), (rosenbrock, [1, 1])])
def test_slopes_lead_nearer_to_the_minimum_than_values_full_of_rounding_errors(
    minimise, function, minimum
):
    starts = np.random.default_rng(0).uniform(0, 1, size=(100, 2))

    def distance(resolution):
        generator = np.random.default_rng(1)

        def noisy(points, members):
            values, gradients = stack(*[function] * 100)(points, members)
            return 1 + values + generator.uniform(-1e-4, 1e-4, len(points)), gradients

        end = minimise(noisy, starts, Stopping(minimise.enough, resolution=resolution))
        return np.median(np.abs(end.point - minimum).max(axis=1))

    assert distance(3e-4) < distance(1e-12) / 2


@each_with_line_search
def test_a_search_without_end_is_given_up(minimise):
    tried = []

    def flat(x):
        tried.append(x)
        return 1, np.array([1e-2, 0])

    end = minimise_one(minimise, flat, [0, 0], restart=False)
    assert end.status[0] == "line_search"
    assert len(tried) == 1 + SEARCH_LENGTH


@each_optimiser
def test_an_infimum_at_infinity_is_approached(minimise):
    end = minimise_one(minimise, lambda x: (np.exp(-x).sum(), -np.exp(-x)), [0, 0])
    assert end.status[0] == "gradient"
    assert end.value[0] < 1e-4


@each_optimiser
def test_a_minimisation_can_go_on_from_its_state(minimise):
    start = [0.5, 0.5]
    whole = minimise_one(minimise, beale, start, minimise.enough)
    first = minimise_one(minimise, beale, start, whole.iterations[0] - 3)
    rest = minimise_one(minimise, beale, first.point[0], minimise.enough, first.state)
    assert rest.status[0] in ("gradient", "decrease")
    assert_allclose(rest.point, [[3, 0.5]], atol=1e-4)


@each_optimiser
def test_a_stack_goes_on_from_its_states_as_each_member_alone(minimise):
    functions, starts, _ = zip(*CASES.values(), strict=True)
    first = minimise(stack(*functions), np.array(starts, dtype=float), Stopping(3))
    rest = minimise(stack(*functions), first.point, Stopping(200), first.state)
    for k, function in enumerate(functions):
        alone = minimise_one(minimise, function, starts[k], 3)
        alone = minimise_one(minimise, function, alone.point[0], state=alone.state)
        assert_array_equal(rest.point[k], alone.point[0])
        assert rest.iterations[k] == alone.iterations[0]


@each_optimiser
def test_arguments_are_left_alone(minimise):
    start = np.array([[-1.2, 1]])
    first = minimise(stack(rosenbrock), start, Stopping(5))
    before = deepcopy(first)
    minimise(stack(rosenbrock), first.point, Stopping(20), first.state)
    assert_array_equal(start, [[-1.2, 1]])
    assert_equal(first, before)


def test_bfgs_solves_a_quadratic_in_one_iteration_by_the_exact_inverse_hessian():
    inverse_hessian = ROTATION @ np.diag([1, 1 / 50]) @ ROTATION.T
    end = minimise_one(bfgs.minimise, quadratic(50), [10, -10], state=inverse_hessian[None])
    assert end.iterations[0] == 1
    assert_allclose(end.point[0], [3, 3])


def test_bfgs_goes_on_from_its_inverse_hessian_faster_than_anew():
    whole = minimise_one(bfgs.minimise, rosenbrock, [-1.2, 1])
    first = minimise_one(bfgs.minimise, rosenbrock, [-1.2, 1], whole.iterations[0] - 3)
    rest = minimise_one(bfgs.minimise, rosenbrock, first.point[0], state=first.state)
    anew = minimise_one(bfgs.minimise, rosenbrock, first.point[0])
    assert_allclose(rest.point, [[1, 1]], atol=1e-5)
    assert rest.iterations[0] <= 5
    assert rest.iterations[0] < anew.iterations[0]


def test_bfgs_updates_its_inverse_hessian_as_printed_in_the_book():
    generator = np.random.default_rng(0)
    root, step, change = (generator.standard_normal(shape) for shape in ((6, 4, 4), (6, 4), (6, 4)))
    old = root @ root.mT
    change *= np.sign(np.vecdot(step, change))[:, None]
    change[5] = 0
    gradient = generator.standard_normal((6, 4))
    new = old.copy()
    direction = -np.matvec(old, gradient - change)
    with np.errstate(divide="ignore"):
        direction = bfgs.update(new, step, change, gradient, direction)
    for k in range(5):
        rho = 1 / (change[k] @ step[k])
        left = np.eye(4) - rho * np.outer(step[k], change[k])
        assert_allclose(new[k], left @ old[k] @ left.T + rho * np.outer(step[k], step[k]))
    assert_array_equal(new[5], old[5])
    assert_allclose(direction, -np.matvec(new, gradient))


def test_bfgs_leaves_the_inverse_hessian_it_is_given_alone():
    inverse_hessian = np.eye(2)[None]
    bfgs.minimise(stack(rosenbrock), np.array([[-1.2, 1]]), Stopping(20), inverse_hessian)
    assert_array_equal(inverse_hessian, np.eye(2)[None])


@pytest.mark.parametrize(("name", "scipys"), [("polak_ribiere", "CG"), ("bfgs", "BFGS")])
def test_a_tighter_line_search_costs_evaluations_and_spares_iterations(name, scipys):
    ends, evaluations = [], []
    for accuracy in (0.9, 0.01):
        tried = []

        def counted(x, tried=tried):
            tried.append(x)
            return rosenbrock(x)

        stopping = Stopping(1000, line_search=accuracy)
        start = np.array([[-1.2, 1]])
        ends.append(OPTIMISERS[name](stack(counted), start, stopping).iterations[0])
        evaluations.append(len(tried) / ends[-1])
    assert ends[1] < ends[0]
    assert evaluations[1] > evaluations[0]
    reached = optimize.minimize(rosenbrock, [-1.2, 1], jac=True, method=scipys)
    assert ends[1] <= 1.5 * reached.nit


@pytest.mark.parametrize("name", CONJUGATE)
@pytest.mark.parametrize("size", [2, 5, 9])
def test_conjugate_gradients_end_a_quadratic_in_as_many_steps_as_it_has_dimensions(name, size):
    root = np.random.default_rng(size).standard_normal((size, size))
    hessian = root @ root.T + np.eye(size)
    start = np.ones((1, size))
    exact = Stopping(size, gradient=0, decrease=0, line_search=1e-9)
    end = OPTIMISERS[name](stack(lambda x: (0.5 * x @ hessian @ x, hessian @ x)), start, exact)
    assert end.value[0] < 1e-9 * (0.5 * start @ hessian @ start.T)


def test_betas_are_those_of_polak_and_ribiere_and_of_fletcher_and_reeves():
    generator = np.random.default_rng(3)
    new, old, direction = generator.standard_normal((3, 200, 4))
    plain = [new[k] @ (new[k] - old[k]) / (old[k] @ old[k]) for k in range(200)]
    betas = {
        "POLAK_RIBIERE": np.maximum(plain, 0),
        "FLETCHER_REEVES": [new[k] @ new[k] / (old[k] @ old[k]) for k in range(200)],
    }
    assert min(plain) < 0
    for name, beta in betas.items():
        turned = getattr(conjugate_gradient, name).turn(None, None, new - old, new, direction)
        assert_allclose(turned, -new + np.array(beta)[:, None] * direction)


def test_rprop_steps_as_riedmiller_and_braun_have_it():
    """Their rule, for one weight after another, on a function of two."""
    x, change, old = np.array([3.0, -2.0]), np.zeros(2), np.zeros(2)
    step, path = np.full(2, 0.1), []
    for _ in range(60):
        slope = rosenbrock(x)[1]
        for k in range(2):
            if slope[k] * old[k] < 0:
                step[k] *= 0.5
                change[k], old[k] = -change[k], 0
            else:
                step[k] = min(step[k] * 1.2, 50) if slope[k] * old[k] > 0 else step[k]
                change[k], old[k] = -np.sign(slope[k]) * step[k], slope[k]
        x = x + change
        path.append(x)
    for count in (1, 7, 60):
        end = minimise_one(OPTIMISERS["rprop"], rosenbrock, [3, -2], count)
        assert_allclose(end.point[0], path[count - 1])


@each_optimiser
@pytest.mark.parametrize(
    ("rule", "status"), [("decrease", "decrease"), ("absolute_decrease", "absolute")]
)
def test_a_fit_ends_at_the_first_iteration_that_gains_too_little(minimise, rule, status):
    def above_one(x):
        value, gradient = beale(x)
        return 1 + value, gradient

    end = minimise_one(minimise, above_one, [1, 1], minimise.enough, **{rule: 1e-3})
    assert end.status[0] == status
    values = [
        minimise_one(minimise, above_one, [1, 1], count).value[0]
        for count in range(end.iterations[0] + 1)
    ]
    gains = np.abs(np.diff(values)) / (values[1:] if rule == "decrease" else 1)
    assert_array_equal(gains <= 1e-3, [False] * (len(gains) - 1) + [True])


@each_optimiser
def test_all_rules_of_one_path_cost_one_run(minimise):
    rules = [("relative_decrease", each) for each in (1e-1, 1e-3, 1e-5)]
    rules += [("iterations", 1), ("iterations", 7)]
    functions, starts, _ = zip(*CASES.values(), strict=True)
    starts = np.array(starts, dtype=float)
    snapshots = Snapshots(starts, rules)
    minimise(stack(*functions), starts, Stopping(100, decrease=1e-5, observe=snapshots))
    for (rule, number), points in zip(rules, snapshots.points, strict=True):
        own = Stopping(100, decrease=number if rule == "relative_decrease" else 1e-5)
        own = own._replace(iterations=number) if rule == "iterations" else own
        assert_array_equal(points, minimise(stack(*functions), starts, own).point)


@each_optimiser
def test_the_best_point_is_the_lowest_of_the_path(minimise):
    starts = np.array([[-1.2, 1], [3, -1]], dtype=float)
    other = stack(quadratic(1), quadratic(3))
    best = Best(other, starts)
    minimise(stack(rosenbrock, beale), starts, Stopping(40, observe=best))
    path = [minimise(stack(rosenbrock, beale), starts, Stopping(k)).point for k in range(41)]
    values = np.array([other(points, [0, 1])[0] for points in path])
    assert_array_equal(best.iteration, values.argmin(axis=0))
    assert_array_equal(best.value, values.min(axis=0))
    assert_array_equal(best.point, [path[best.iteration[k]][k] for k in range(2)])
