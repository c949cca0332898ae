"""The verdicts on theory: each comes out the other way on other tables."""

import pandas as pd
import pytest
from test_findings import PAPER_ORDER, PAPER_PAIRS, SETTINGS, evidence_of, paired_of

from analysis.asymptotics import ASYMPTOTIC
from report.claims.theory import large_sample, theory, theory_table

LEAST_SQUARES, LIKELIHOOD = "logit-least_squares", "logit"


def with_theory(errors, hidden_units=2, **change):
    """Return evidence whose summary has errors (observed, their error, asymptotic) by estimator."""
    rows = []
    for estimator, (observed, error, known) in errors.items():
        row = {"estimator": estimator, "variance": 0.0, "variance_se": 0.0, "trials": 50}
        rows.append(row | {"measure": "posterior_error", "mean": observed, "mean_se": error})
        rows.append(row | {"measure": ASYMPTOTIC, "mean": known, "mean_se": 0.0, "trials": 0})
    evidence = evidence_of(settings=SETTINGS | {"hidden_units": hidden_units}, **change)
    kept = evidence.summary.drop(index=list(errors), level="estimator", errors="ignore")
    evidence.summary = pd.concat([kept, pd.DataFrame(rows).set_index(["estimator", "measure"])])
    return evidence


@pytest.mark.parametrize(
    ("observed", "error", "says"),
    [
        (
            0.065,
            0.0005,
            "1.02 (95 % interval 1.00 to 1.03) times the asymptotic error: it is within",
        ),
        (0.080, 0.0005, "it is more than 10 % above it"),
        (0.050, 0.0005, "it is more than 10 % below it"),
        (0.069, 0.0050, "50 trials do not tell whether it is within 10 % of it"),
        (float("nan"), float("nan"), "of cross-entropy nothing can be said"),
    ],
)
def test_the_asymptotic_error_is_said_to_be_reached_only_where_its_interval_is(
    observed, error, says
):
    evidence = with_theory({LIKELIHOOD: (observed, error, 0.064)})
    assert says in theory(evidence).verdict
    assert "nan" not in theory(evidence).found + str(theory_table(evidence))


def test_least_squares_stands_beside_maximum_likelihood_where_both_are_run():
    both = {LIKELIHOOD: (0.066, 0.001, 0.05), LEAST_SQUARES: (0.080, 0.001, 0.1)}
    found = theory(with_theory(both)).found
    assert "At n = 400: by cross-entropy 0.0500, observed 0.0660 ± 0.0010; by least" in found
    assert "least squares has 25 % of the efficiency" in found
    assert "an error 2.000 times as large; observed 1.212 ± 0.024 times" in found
    assert "efficiency" not in theory(with_theory({LIKELIHOOD: (0.066, 0.001, 0.05)})).found


def test_networks_are_held_against_theory_in_the_table_and_the_logit_in_the_verdict():
    rows = {"softmax-cross_entropy": (0.09, 0.001, 0.064)}
    assert theory(with_theory(rows)).verdict == "Nothing can be said."
    assert list(theory_table(with_theory(rows))["observed / asymptotic"]) == ["1.406"]
    assert "40" in theory(with_theory(rows, hidden_units=0)).verdict


def test_softmax_with_cross_entropy_is_called_the_best_only_where_each_step_is_resolved():
    found = large_sample(evidence_of())
    assert "With 100 training observations per class and 2 hidden units" in found.found
    assert (
        "By posterior error softmax + cross-entropy is better than logistic + least squares and "
        "softmax + least squares." in found.verdict
    )
    assert (
        "By accuracy softmax + cross-entropy is not shown to be the best: not distinguishable with "
        "50 trials from logistic + least squares; not distinguishable" in found.verdict
    )
    turned = paired_of(
        {"posterior_error": dict.fromkeys(PAPER_PAIRS, -0.02)}
        | {"accuracy": dict.fromkeys(PAPER_PAIRS, -0.02)}
    )
    verdict = large_sample(evidence_of(paired=turned)).verdict
    assert (
        "By posterior error softmax + cross-entropy is not the best of all: worse than" in verdict
    )
    assert "By accuracy softmax + cross-entropy is better than" in verdict


def test_of_one_other_estimator_only_that_is_told():
    verdict = large_sample(evidence_of(PAPER_ORDER[1:])).verdict
    assert "better than softmax + least squares." in verdict
    assert "logistic" not in verdict
