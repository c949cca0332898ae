import numpy as np
import pandas as pd
import pytest
from conftest import ROOT, penalty_value
from numpy.testing import assert_allclose
from scipy.special import expit, softmax

from estimators import ESTIMATORS
from estimators.printed_deltas import DERIVED, PRINTED, deviations, numerical_delta

GENERATOR = np.random.default_rng(0)
Z, T = GENERATOR.standard_normal((20, 4)), np.eye(4)[GENERATOR.integers(4, size=20)]
ACTIVATE = {"logistic": expit, "softmax": softmax, "linear": lambda z: z}
RIGHT_AS_PRINTED = {("logistic", "least_squares"), ("softmax", "cross_entropy")}


@pytest.mark.parametrize(("activation", "penalty"), ESTIMATORS)
def test_numerical_delta_is_the_central_difference(activation, penalty):
    def value(z, t):
        return penalty_value(penalty, ACTIVATE[activation](z), t)

    steps = 1e-5 * np.eye(4)
    expected = [
        [(value(z + step, t) - value(z - step, t)) / 2e-5 for step in steps]
        for z, t in zip(Z, T, strict=True)
    ]
    assert_allclose(numerical_delta(activation, penalty, Z, T), expected, atol=1e-9)


@pytest.mark.parametrize("pairing", PRINTED)
def test_printed_delta_is_the_derivative_in_two_of_four_cells(pairing):
    printed, _ = deviations(*pairing)
    assert (printed < 1e-12) == (pairing in RIGHT_AS_PRINTED)
    assert pairing in RIGHT_AS_PRINTED or printed > 0.1


@pytest.mark.parametrize("pairing", DERIVED)
def test_derived_delta_is_the_derivative(pairing):
    _, derived = deviations(*pairing)
    assert derived < 1e-12


def test_printed_delta_of_logistic_cross_entropy_is_that_of_the_two_term_penalty():
    printed = PRINTED["logistic", "cross_entropy"](expit(Z), T)
    assert_allclose(printed, numerical_delta("logistic", "binary_cross_entropy", Z, T), atol=1e-14)


def test_derived_and_printed_formula_are_the_same_text_where_the_printed_is_right():
    table = pd.read_csv(ROOT / "workflow/published/table1.csv", index_col=[0, 1])["printed"]
    assert set(table.index) == set(PRINTED) == set(DERIVED)
    same = {pairing for pairing in DERIVED if DERIVED[pairing][0] == table[pairing]}
    assert same == RIGHT_AS_PRINTED
