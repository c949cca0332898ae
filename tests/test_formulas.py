"""The paper's formulas: numbers beside closed forms, and every verdict the other way round."""

import numpy as np
import pytest
from conftest import PAPER, random_classes
from numpy.testing import assert_allclose
from scipy.special import expit, softmax
from scipy.stats import binom, nbinom, norm, uniform

import formulas.network
from classes.gaussian import Gaussian
from estimators import ESTIMATORS
from estimators.pairings import FUSED, softmax_cross_entropy
from estimators.penalties import PENALTIES, Penalty
from formulas import deltas, derivation, families, penalties
from formulas.families import Case
from report import figures
from report.claims import deltas as of_deltas
from report.claims import derivation as of_derivation
from report.claims import families as of_families
from report.claims import network as of_network
from report.claims import pairings as of_pairings
from report.evidence import Evidence, holds
from report.words import size

GENERATOR = np.random.default_rng(5)


def evidence_with(classes, family="gaussian"):
    """Return evidence that holds classes alone."""
    rest = dict.fromkeys(Evidence.__dataclass_fields__)
    return Evidence(**rest | {"classes": classes, "settings": {"family": family}})


def test_an_equation_holds_up_to_the_tolerance():
    assert holds(1e-10) == "Holds"
    assert holds(2e-9) == holds(np.nan) == "Does not hold"
    assert holds(2e-9, 1e-8) == "Holds"


def test_sizes_in_words():
    values = [0, 3.4e-16, 1e-9, 0.004, 0.005, 0.246, 12.0]
    assert list(map(size, values)) == ["0", "3e−16", "1e−9", "4e−3", "0.01", "0.25", "12.00"]


# Section 1


def test_the_network_strays_where_a_term_of_the_formula_is_changed(monkeypatch):
    assert max(formulas.network.from_formula("softmax", "least_squares")) < 1e-14
    monkeypatch.setitem(formulas.network.TERMS, "least_squares", lambda t, z: (t - z) ** 2)
    assert_allclose(formulas.network.from_formula("softmax", "least_squares")[1], 0.5)


def test_the_largest_start_weight_is_that_of_both_layers():
    drawn = formulas.network.start_weights(np.random.default_rng(3), 2, 5, 3, 2.0)
    largest = formulas.network.largest_start(np.random.default_rng(3), (2, 5, 3), 2.0)
    assert largest == max(np.abs(each).max() for each in drawn)
    assert formulas.network.largest_start(np.random.default_rng(3), (2, 0, 3), 2.0) < 2


def wrong_delta(z, t):
    value, delta = softmax_cross_entropy(z, t)
    return value, 1.01 * delta


def test_the_gradient_is_said_to_be_none_of_the_estimator_whose_delta_is_wrong(monkeypatch):
    right = of_network.gradient(None).verdict
    assert right == f"Holds, to 1e−6, for all {len(ESTIMATORS)} estimators."
    monkeypatch.setitem(FUSED, ("softmax", "cross_entropy"), wrong_delta)
    wrong = of_network.gradient(None).verdict
    assert wrong == "Does not hold, to 1e−6: not for softmax + cross-entropy."


# Section 2


def test_equation_1_needs_its_factor_only_where_targets_do_not_add_to_one():
    pairing = "softmax", "cross_entropy"
    for kind in ("one of q", "adding to one", "any"):
        t = deltas.targets(kind)
        assert deltas.strays(*pairing, deltas.equation_1, t) < 1e-14
        output = softmax(deltas.scores(), axis=1)
        off = np.abs((t.sum(axis=1, keepdims=True) - 1) * output).max()
        assert_allclose(
            deltas.strays(*pairing, deltas.output_less_target, t), off, rtol=1e-12, atol=1e-14
        )


def test_equation_1_is_said_to_hold_only_where_it_is_the_derivative():
    assert of_deltas.equation_1(None).verdict.startswith("Holds, to 1e−9. Without the factor")
    wrong = of_deltas.equation_1(None, lambda output, t: output - t)
    assert wrong.verdict.startswith("Does not hold")


NATURAL = {
    "two-term": of_deltas.logistic_two_terms,
    "softmax": of_deltas.softmax_cross_entropy,
}


@pytest.mark.parametrize("finding", NATURAL.values(), ids=NATURAL)
def test_a_natural_pairing_is_one_only_by_the_right_formula(finding):
    assert finding(None).verdict == "Holds, to 1e−9."
    assert finding(None, lambda output, t: t - output).verdict.startswith("Does not hold")
    assert finding(None, lambda output, t: 1.001 * output - t).verdict.startswith("Does not hold")


def test_the_delta_of_fits_is_said_to_stray_where_it_does(monkeypatch):
    assert "fitted: 3e−16" in of_deltas.softmax_cross_entropy(None).found
    monkeypatch.setitem(FUSED, ("softmax", "cross_entropy"), wrong_delta)
    assert "fitted: 0.01" in of_deltas.softmax_cross_entropy(None).found


def test_logistic_cross_entropy_is_refuted_only_where_the_formula_is_not_the_derivative():
    refuted = of_deltas.logistic_cross_entropy(None)
    assert refuted.verdict.startswith("Refuted: where t_k = 0")
    output, t = expit(deltas.scores()), deltas.targets("one of q")
    assert f"by up to {size((output * (1 - t)).max())}" in refuted.found
    assert of_deltas.logistic_cross_entropy(None, of_deltas.times_target).verdict.startswith(
        "Holds"
    )


def test_what_other_classes_do_to_delta_is_the_closed_form():
    output = softmax(deltas.scores(), axis=1)
    change = output[:, 2:] * (output[:, [1]] - output[:, [0]])
    found = deltas.of_other_classes("softmax", "least_squares")
    assert_allclose(found, np.abs(change).max(), rtol=1e-10)
    for natural in deltas.NATURAL:
        assert deltas.of_other_classes(*natural) < 1e-14
        assert deltas.unexplained(*natural) < 1e-12


def test_softmax_with_least_squares_is_the_only_complex_one_as_long_as_it_is(monkeypatch):
    alone = of_deltas.complexity(None).verdict
    assert alone.startswith("Holds: of 6 pairings")
    assert alone.endswith("for softmax + least squares alone.")
    plus = [*deltas.PAIRINGS, ("softmax", "binary_cross_entropy")]
    monkeypatch.setattr(of_deltas, "PAIRINGS", plus)
    more = of_deltas.complexity(None).verdict
    assert more.startswith("Does not hold: of 7 pairings")
    assert more.endswith("softmax + least squares, softmax + binary cross-entropy.")


def test_the_minima_of_the_penalties_are_found_where_calculus_has_them():
    place = penalties.lowest("cross_entropy")
    assert_allclose(place, (1, np.exp(-1), -np.exp(-1)), atol=1e-7)
    t = GENERATOR.uniform(0.05, 0.95, 6)
    for penalty, expected in {"cross_entropy": np.ones(6), "least_squares": t}.items():
        best, value = penalties.best_outputs(penalty, t)
        assert_allclose(best, expected, atol=1e-6)
        assert_allclose(value, penalties.PENALTIES[penalty](t, expected).sum(), atol=1e-10)


def test_the_minima_are_said_to_be_elsewhere_where_they_are(monkeypatch):
    for name, penalty in {
        "cross_entropy": lambda t, output: (output - 0.5) ** 2 + (t - 0.5) ** 2,
        "least_squares": lambda t, output: 0.5 * (t**2 - output) ** 2,
    }.items():
        with monkeypatch.context() as patched:
            patched.setitem(penalties.PENALTIES, name, penalty)
            assert figures.penalties(None).verdict == "Does not hold, to 1e−4."


def test_cross_entropy_is_least_at_the_targets_among_outputs_that_add_to_one():
    t = GENERATOR.dirichlet(np.ones(5))
    best, value = penalties.best_adding_to_one("cross_entropy", t)
    assert_allclose(best, t, atol=1e-6)
    assert_allclose(value, 0, atol=1e-12)
    numbers = penalties.gibbs()
    assert numbers.smallest > 0
    assert numbers.free_value < -1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({}, "Holds: among outputs that add to one"),
        ({"smallest": -0.1}, "Does not hold: cross-entropy is not least"),
        ({"apart": 0.1}, "Does not hold: cross-entropy is not least"),
        ({"free_apart": 0.5}, "and free ones do not go to 1."),
    ],
)
def test_the_constraint_is_needed_only_as_the_minima_say(change, says):
    numbers = penalties.Gibbs(0.001, 1e-8, 0.0, -1.3, 1e-8)._replace(**change)
    assert says in of_pairings.gibbs_inequality(None, lambda: numbers).verdict


def test_the_two_term_penalty_is_excepted_only_where_it_needs_no_constraint():
    numbers = penalties.gibbs()
    said = of_pairings.gibbs_inequality(None, lambda: numbers).verdict
    assert "for this cross-entropy only" in said
    other = numbers._replace(two_terms_apart=0.3)
    assert "two-term" not in of_pairings.gibbs_inequality(None, lambda: other).verdict


# Section 3


class Bent(Gaussian):
    """Classes whose posterior is not that of their densities."""

    def posterior(self, x):
        return super().posterior(x) ** 1.01


@pytest.mark.parametrize("classes", [PAPER, random_classes(0, 3, 1), random_classes(1, 4, 3)])
def test_equation_2_holds_only_of_the_posterior_of_the_densities(classes):
    assert of_derivation.equation_2(evidence_with(classes)).verdict == "Holds, to 1e−9."
    bent = of_derivation.equation_2(evidence_with(Bent(*classes)))
    assert bent.verdict.startswith("Does not hold")


def test_nothing_is_told_of_equation_2_where_rounding_hides_it():
    far = Gaussian.of([[-1e8, 1], [1e8, 1]], 1.0, [0.5, 0.5])
    said = of_derivation.equation_2(evidence_with(far)).verdict
    assert said.startswith(("Holds", "Not decided: rounding"))


def test_the_likelihood_is_largest_where_minus_its_logarithm_is_least(monkeypatch):
    found = derivation.likelihood_extremes()
    assert_allclose(found, found.mean, atol=1e-6)
    assert of_derivation.minus_log_likelihood(evidence_with(PAPER)).verdict.startswith("A slip")
    other = derivation.Extremes(0.1, 0.1, 2.0)
    monkeypatch.setattr(derivation, "likelihood_extremes", lambda: other)
    said = of_derivation.minus_log_likelihood(evidence_with(PAPER)).verdict
    assert said.startswith("Holds: minus the logarithm is not minimised")


def test_posterior_odds_are_the_likelihood_ratio_only_of_equal_priors():
    equal = of_derivation.minus_log_likelihood(evidence_with(PAPER)).verdict
    assert "equal the likelihood ratio here" in equal
    priors = np.array([0.6, 0.2, 0.1, 0.1])
    assert_allclose(derivation.odds_over_density_ratio(priors), 3)
    unequal = of_derivation.minus_log_likelihood(evidence_with(PAPER._replace(priors=priors)))
    assert "not the likelihood ratio" in unequal.verdict
    assert "times 3.000" in unequal.found


@pytest.mark.parametrize("variance", [0.25, 1.0, 4.0])
def test_without_the_scale_the_log_odds_are_multiplied_by_it(variance):
    exact, printed = derivation.without_scale(variance)
    assert_allclose(exact, expit(derivation.LOG_ODDS), rtol=1e-12)
    assert_allclose(printed, expit(variance * derivation.LOG_ODDS), rtol=1e-12)


def test_the_lost_scale_matters_only_where_it_is_not_one(monkeypatch):
    said = of_derivation.lost_scale(evidence_with(PAPER)).verdict
    assert said.startswith("Refuted as printed")
    assert said.endswith("For the variance of this config it makes no difference.")
    wide = of_derivation.lost_scale(evidence_with(Gaussian.of(PAPER.means, 2.0, PAPER.priors)))
    assert wide.verdict.endswith("it makes a difference.")
    full = Gaussian.of(PAPER.means, [[1, 0.5], [0.5, 1]], PAPER.priors)
    assert "this config" not in of_derivation.lost_scale(evidence_with(full)).verdict
    assert set(of_derivation.scale_table(evidence_with(full))["σ²"]) == {"1", "4"}
    one = derivation.without_scale(1.0)
    monkeypatch.setattr(derivation, "without_scale", lambda _: one)
    assert "Refuted" not in of_derivation.lost_scale(evidence_with(full)).verdict


def test_logistic_is_softmax_of_two_and_of_no_more(monkeypatch):
    said = of_derivation.special_case(None).verdict
    assert said.startswith("Holds, to 1e−9, for two classes")
    assert said.endswith("q logistic outputs of q classes are no softmax.")
    monkeypatch.setattr(derivation, "logistic_of_difference", lambda: 0.1)
    monkeypatch.setattr(derivation, "logistic_sums", lambda: 0.0)
    other = of_derivation.special_case(None).verdict
    assert other.startswith("Does not hold")
    assert "no softmax" not in other


def departures(first, second):
    return families.from_linear(Case("", "", True, first, second))


def test_departures_from_linear_log_odds_are_the_closed_forms():
    odds = families.REAL**2 * 3 / 8  # of N(0, 1) against N(0, 4), but for a constant
    design = np.column_stack([np.ones_like(odds), families.REAL])
    residual = odds - design @ np.linalg.lstsq(design, odds)[0]
    departure, infinite = departures(norm(0, 1), norm(0, 2))
    assert_allclose(departure, np.abs(residual).max(), rtol=1e-9)
    assert infinite == 0
    assert departures(nbinom(2, 0.1), nbinom(2, 0.9))[0] < 1e-12


def test_x_of_which_one_class_alone_is_possible_is_counted():
    assert_allclose(departures(uniform(0, 1), uniform(0, 4))[1], 0.75)
    assert_allclose(departures(uniform(1, 1), uniform(0, 4))[1], 0.75)
    assert_allclose(departures(binom(10, 0.3), binom(14, 0.6))[1], binom.sf(10, 14, 0.6))


def test_the_footnotes_distributions_are_members_only_where_log_odds_are_linear():
    said = of_families.footnote(None).verdict
    assert said.startswith("Holds for binomial, Poisson, negative binomial, gamma, Gaussian, geom")
    assert "but binomial, negative binomial, gamma and Gaussian only with" in said
    assert said.endswith("Refuted for uniform: the log-odds are infinite or not linear.")
    bad = [Case("Gaussian", "", True, norm(0, 1), norm(0, 2))]
    refuted = of_families.footnote(None, bad).verdict
    assert (
        refuted == "Holds for none. Refuted for Gaussian: the log-odds are infinite or not linear."
    )
    fine = of_families.footnote(None, [bad[0]._replace(second=norm(3, 1))]).verdict
    assert fine == "Holds for Gaussian."


# Section 4


def test_bernoulli_targets_have_the_two_term_cross_entropy(monkeypatch):
    said = of_derivation.likelihoods(evidence_with(PAPER)).verdict
    assert said.startswith("Independent Bernoulli targets have the two-term cross-entropy, not")
    assert "likelihood of multinomial targets" in said
    wrong = Penalty(lambda t, output: -2 * t * np.log(output), None, (0, 1))
    for name, expected in {
        "binary_cross_entropy": "have neither cross-entropy",
        "cross_entropy": "of no multinomial targets",
    }.items():
        with monkeypatch.context() as patched:
            patched.setitem(PENALTIES, name, wrong)
            assert expected in of_derivation.likelihoods(evidence_with(PAPER)).verdict


def test_the_variance_of_targets_is_that_of_a_sample():
    classes = random_classes(3, 3, 2)
    counts = np.random.default_rng(0).multinomial(200_000, classes.priors)
    posterior = classes.posterior(classes.draw(np.random.default_rng(1), counts))
    variances = np.quantile(posterior * (1 - posterior), [0.05, 0.95])
    assert_allclose(derivation.target_variances(classes), variances, rtol=0.03, atol=1e-4)


def test_gauss_markov_does_not_apply_unless_the_variance_is_the_same_everywhere():
    assert "does not apply" in of_derivation.likelihoods(evidence_with(PAPER)).verdict
    one = evidence_with(Gaussian.of([[0, 0], [0, 0]], 1.0, [0.5, 0.5]))
    assert "is the same there" in of_derivation.likelihoods(one).verdict
