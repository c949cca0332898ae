import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.metrics import confusion_matrix

from experiment.measures import classification_counts, outside, posterior_rms, sum_deviation, ties

TRIALS, CLASSES, SIZE = 6, 4, 50
LABELS = np.arange(SIZE) % CLASSES


def probabilities(seed, scale=1.0):
    generator = np.random.default_rng(seed)
    return np.moveaxis(generator.dirichlet(np.full(CLASSES, scale), size=(TRIALS, SIZE)), -1, 1)


def test_posterior_rms_is_the_papers_sum():
    estimated, exact = probabilities(0), probabilities(1)
    for trial, value in enumerate(posterior_rms(estimated, exact)):
        total = 0
        for i in range(CLASSES):
            for n in range(SIZE):
                total += (estimated[trial, i, n] - exact[trial, i, n]) ** 2 / SIZE
        assert_allclose(value, total**0.5)


@given(st.integers(0, 1000), st.floats(0.01, 10))
def test_posterior_rms_of_probabilities_is_at_most_the_root_of_two(seed, scale):
    values = posterior_rms(probabilities(seed, scale), probabilities(seed + 1, scale))
    assert (values <= np.sqrt(2)).all()


def test_posterior_rms_reaches_its_bounds():
    certain = np.zeros((1, CLASSES, SIZE))
    certain[0, LABELS, np.arange(SIZE)] = 1
    assert_array_equal(posterior_rms(certain, certain), 0)
    assert_allclose(posterior_rms(certain, np.roll(certain, 1, axis=1)), np.sqrt(2))


@pytest.mark.parametrize("labels", [LABELS, np.zeros(SIZE, dtype=int)], ids=["all", "one class"])
def test_classification_counts_are_the_confusion_matrix_of_scikit_learn(labels):
    ascribed = probabilities(2).argmax(axis=1)
    expected = [confusion_matrix(labels, each, labels=range(CLASSES)) for each in ascribed]
    assert_array_equal(classification_counts(ascribed, labels, CLASSES), expected)


def test_sum_deviation_is_the_mean_distance_of_sums_from_one():
    assert_allclose(sum_deviation(probabilities(3)), 0, atol=1e-15)
    off = np.array([1.5, 0.5])[:, None, None] * probabilities(3)[:2]
    assert_allclose(sum_deviation(off), 0.5)


def test_outside_counts_the_outputs_that_are_no_probability():
    estimated = np.array([[[0.0, 1.0, 0.5], [1.0, -1e-9, 1.5]], [[0.2, 0.3, 0.4]] * 2])
    assert_allclose(outside(estimated), [2 / 6, 0])


def test_ties_counts_the_observations_whose_ascribed_class_is_a_matter_of_order():
    estimated = probabilities(4)
    assert_array_equal(ties(estimated), 0)
    estimated[0, :, :10] = 1.0  # all classes at one
    estimated[1, 1:3, :5] = 2.0  # two of them
    estimated[2, 1:3, :5] = -1.0  # equal, but not the largest
    assert_allclose(ties(estimated), [10 / SIZE, 5 / SIZE, 0, 0, 0, 0])
    turned = CLASSES - 1 - estimated[:, ::-1].argmax(axis=1)
    assert_allclose((estimated.argmax(axis=1) != turned).mean(axis=1), ties(estimated))
