"""Scores of class probabilities against scikit-learn's, and against what they must be."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from conftest import PAPER, random_classes
from numpy.testing import assert_allclose
from sklearn.metrics import log_loss

import plot_reliability
from analysis.monte_carlo import moments
from analysis.reliability import by_bin, reliability, values
from estimators import named
from exact_tables import score_table
from experiment import scores
from experiment.draws import draw
from experiment.measures import MEASURES, View
from report.claims import scores as claims
from report.evidence import Evidence

TRIALS, CLASSES, N = 5, 3, 400


@pytest.fixture(scope="module")
def sample():
    """Outputs that add to one, and labels drawn with other probabilities."""
    generator = np.random.default_rng(3)
    outputs = generator.dirichlet(np.ones(CLASSES), size=(TRIALS, N)).swapaxes(1, 2)
    return outputs, generator.integers(CLASSES, size=N)


def score(name, outputs, labels, exact=1.0):
    """Return a measure of outputs (R, q, n), by its name."""
    exact = np.broadcast_to(exact, outputs.shape)
    return MEASURES[name].of(
        View(outputs, exact, scores.logarithms(exact), None, labels, *[None] * 3)
    )


def test_the_log_loss_is_that_of_scikit_learn(sample):
    outputs, labels = sample
    expected = [log_loss(labels, each.T, labels=range(CLASSES)) for each in outputs]
    assert_allclose(score("log_loss", outputs, labels), expected)


def test_calibration_is_that_of_a_loop_over_bins_and_the_rest_is_their_variance(sample):
    outputs, labels = sample
    calibration, refinement = np.zeros((2, TRIALS))
    for r, k, b in np.ndindex(TRIALS, CLASSES, scores.BINS):
        low, high = b / scores.BINS, (b + 1) / scores.BINS
        held = (outputs[r, k] >= low) & (outputs[r, k] < high)
        if held.any():
            away = outputs[r, k, held] - (labels[held] == k)
            calibration[r] += held.mean() * away.mean() ** 2
            refinement[r] += held.mean() * away.var()
    assert_allclose(score("brier_calibration", outputs, labels), calibration)
    assert_allclose(score("brier_score", outputs, labels), calibration + refinement)


def test_an_output_of_zero_for_the_true_class_counts_as_the_floor():
    outputs = np.array([[[1.0, 1.0], [0.0, 0.0]]])  # of two classes at two observations
    labels = np.array([0, 1])
    assert_allclose(score("log_loss", outputs, labels), -np.log(scores.FLOOR) / 2)
    assert_allclose(score("log_floored", outputs, labels), 0.5)
    assert_allclose(score("kl_divergence", outputs, labels, outputs), 0, atol=1e-12)


def test_logarithms_do_not_reward_outputs_for_adding_to_more_than_one(sample):
    outputs, labels = sample
    assert_allclose(score("log_loss", 3 * outputs, labels), score("log_loss", outputs, labels))
    certain = np.ones_like(outputs)
    assert_allclose(score("log_loss", certain, labels), np.log(CLASSES))


def test_labels_make_the_calibration_error_of_the_truth_too_large_and_less_so_with_more():
    biases = []
    for per_class in (25, 400):
        x, labels = draw(range(1, 40), 1, "test", PAPER, per_class)
        exact = PAPER.posterior(x)
        bias = score("calibration_error_bias", exact, labels, exact)
        assert_allclose(bias, score("calibration_error", exact, labels))
        biases.append(bias.mean())
    assert biases[0] > 2 * biases[1] > 0


def test_the_calibration_error_of_a_constant_is_its_distance_from_the_accuracy():
    labels = np.repeat(np.arange(4), 25)
    outputs = np.full((1, 4, 100), 0.1)
    outputs[:, 2] = 0.7
    found = score("calibration_error", outputs, labels)
    assert_allclose(found, 0.7 - 0.25)


@pytest.mark.parametrize("classes", [PAPER, random_classes(2, 3, 1)])
def test_what_the_exact_posterior_scores_is_what_it_scores_on_large_samples(classes):
    x, labels = draw(range(1, 30), 1, "test", classes, 3000)
    exact, known = classes.posterior(x), scores.bayes_scores(classes)
    for name, each in {
        "brier_score": score("brier_score", exact, labels),
        "log_loss": score("log_loss", exact, labels),
    }.items():
        error = each.std(ddof=1) / np.sqrt(len(each))
        assert abs(each.mean() - known[name][0]) < 4 * error
    assert_allclose(score("kl_divergence", exact, labels, exact), 0, atol=1e-9)


def test_excess_log_loss_is_the_divergence_from_the_posterior():
    x, labels = draw(range(1, 30), 1, "test", PAPER, 3000)
    exact = PAPER.posterior(x)
    other = 0.8 * exact + 0.05
    excess = score("log_loss", other, labels) - score("log_loss", exact, labels)
    error = excess.std(ddof=1) / np.sqrt(len(excess))
    assert abs(excess.mean() - score("kl_divergence", other, labels, exact).mean()) < 4 * error


def test_the_diagram_of_the_truth_is_the_diagonal_and_of_doubt_lies_above_it():
    rule = PAPER.rule()
    exact = PAPER.posterior(rule.nodes)
    status = np.array(["estimated", "estimated", "error"])
    outputs = np.stack([exact, exact**2, exact])
    found = by_bin({"at_nodes": outputs, "status": status}, named("script-mine"), rule, exact)
    assert found.shape == (2, scores.BINS, 3)
    share, output, posterior = np.moveaxis(found, 2, 0)
    assert_allclose(share.sum(axis=1), 1)
    assert_allclose(output[0], posterior[0])
    assert (posterior[1] > output[1]).all()
    assert_allclose((share * posterior).sum(axis=1), 0.25)  # the mean of P is the prior


def test_a_table_of_trials_without_outputs_in_a_bin_has_no_point_there_and_is_drawn():
    generator = np.random.default_rng(1)
    array = generator.random((6, scores.BINS, 3))
    array[:, 0], array[1:, 1] = np.nan, np.nan
    (found,) = moments(
        [{"softmax-cross_entropy": array[:2]}, {"softmax-cross_entropy": array[2:]}], values
    )
    table = reliability(found)
    assert list(table["trials"]) == [0, 1, *[6] * 8]
    assert table["posterior"].isna().tolist() == [True, True, *[False] * 8]
    assert_allclose(table["posterior"][2:], array[:, 2:, 2].mean(axis=0))
    axes = plot_reliability.draw(table).axes[0]
    assert axes.get_title() == "softmax +\ncross-entropy"


def evidence_of(means, low, high):
    """Return evidence of two estimators, the same by all four scores."""
    names = ["softmax-least_squares", "softmax-cross_entropy"]
    four = ("brier_score", "log_loss", "kl_divergence", "calibration_error")
    summary = pd.DataFrame(
        [
            (name, each, mean, 0.01)
            for each in four
            for name, mean in zip(names, means, strict=True)
        ],
        columns=["estimator", "measure", "mean", "mean_se"],
    ).set_index(["estimator", "measure"])
    paired = pd.DataFrame(
        [(each, *names, means[0] - means[1], low, high) for each in four],
        columns=["measure", "first", "second", "difference", "low", "high"],
    )
    fields = dict.fromkeys(Evidence.__dataclass_fields__)
    settings = {"trials": 7}
    first = pd.Series(0, names)
    return Evidence(
        **fields
        | {"summary": summary, "paired": paired, "settings": settings, "first_trial": first}
    )


@pytest.mark.parametrize(
    ("means", "low", "high", "says"),
    [
        (
            (0.3, 0.2),
            0.05,
            0.15,
            "By each of the four softmax + cross-entropy is the best, resolved",
        ),
        ((0.2, 0.3), -0.15, -0.05, "By each of the four softmax + least squares is the best"),
        (
            (0.3, 0.2),
            -0.05,
            0.25,
            "softmax + cross-entropy, not distinguishable from softmax + least",
        ),
    ],
)
def test_the_verdict_follows_the_intervals(means, low, high, says):
    assert says in claims.scores_verdict(evidence_of(means, low, high))


def test_scores_that_disagree_are_said_to():
    evidence = evidence_of((0.3, 0.2), 0.05, 0.15)
    worse = evidence.summary.index.get_loc(("softmax-cross_entropy", "log_loss"))
    evidence.summary.iloc[worse, 0] = 0.9
    evidence.paired.loc[evidence.paired["measure"] == "log_loss", ["difference", "low", "high"]] = (
        *(-0.6, -0.7, -0.5),
    )
    verdict = claims.scores_verdict(evidence)
    assert verdict.startswith("The scores disagree: by Brier score softmax + cross-entropy; by log")


def test_scores_that_differ_within_their_errors_are_not_said_to_disagree():
    evidence = evidence_of((0.3, 0.2), -0.05, 0.25)
    worse = evidence.summary.index.get_loc(("softmax-cross_entropy", "log_loss"))
    evidence.summary.iloc[worse, 0] = 0.31
    verdict = claims.scores_verdict(evidence)
    assert verdict.startswith("The scores differ in the smallest mean, and no disagreement is")


def test_the_table_of_bayes_rule_has_a_row_a_score():
    table = score_table(PAPER).set_index("measure")
    assert table.loc["brier_score", "value"] == table.loc["brier_refinement", "value"]
    assert (table["accuracy"] < 1e-6).all()


@pytest.mark.parametrize(("bias", "says"), [(0.02, "for softmax + least squares ("), (0.4, "none")])
def test_calibration_is_told_beyond_its_bias(bias, says):
    evidence = evidence_of((0.3, 0.05), 0.0, 0.5)
    extra = evidence.summary.xs("calibration_error", level="measure", drop_level=False)
    extra = extra.assign(mean=bias).rename(index={"calibration_error": "calibration_error_bias"})
    whole = evidence.summary.drop(index=extra.index, errors="ignore")
    found = claims.reliability(replace(evidence, summary=pd.concat([whole, extra])))
    assert says in found.verdict
