import numpy as np
import pytest
from conftest import PAPER
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from experiment.draws import PURPOSES, allocation, draw, generator

SEED = 1997


@pytest.mark.parametrize("purpose", ["train", "test"])
@pytest.mark.parametrize("trial", [1, 7, 12])
def test_a_trial_drawn_alone_is_that_of_any_range(trial, purpose):
    alone = draw(range(trial, trial + 1), SEED, purpose, PAPER, 20)
    among = draw(range(1, 13), SEED, purpose, PAPER, 20)
    assert_array_equal(alone.x[0], among.x[trial - 1])
    assert_array_equal(alone.labels, among.labels)


def test_training_and_test_samples_are_independent():
    samples = (draw(range(200), SEED, purpose, PAPER, 20) for purpose in ("train", "test"))
    train, test = (sample.x - PAPER.means[sample.labels] for sample in samples)
    correlation = np.corrcoef(train.ravel(), test.ravel())[0, 1]
    assert abs(correlation) < 4 / np.sqrt(train.size)


def test_a_larger_training_sample_changes_no_test_sample():
    tests = []
    for size in (10, 50):
        draw(range(3), SEED, "train", PAPER, size)
        tests.append(draw(range(3), SEED, "test", PAPER, 5).x)
    assert_array_equal(*tests)


@pytest.mark.parametrize("purpose", ["train", "test"])
def test_a_larger_sample_holds_the_smaller_one(purpose):
    small, large = (draw(range(3), SEED, purpose, PAPER, size) for size in (10, 50))
    by_class = large.x.reshape(3, 4, 50, 2)
    assert_array_equal(small.x.reshape(3, 4, 10, 2), by_class[:, :, :10])


def test_unequal_priors_give_unequal_classes():
    truth = PAPER._replace(priors=np.array([0.1, 0.2, 0.3, 0.4]))
    sample = draw(range(2), SEED, "train", truth, 20)
    assert_array_equal(np.bincount(sample.labels), [8, 16, 24, 32])
    assert draw(range(2), SEED, "test", truth, 30).x.shape == (2, 120, 2)


@given(st.integers(1, 1000), st.lists(st.floats(0.01, 1), min_size=2, max_size=8))
def test_the_allocation_shares_out_all_observations_to_within_one_of_the_quota(per_class, weights):
    priors = np.array(weights) / sum(weights)
    counts = allocation(per_class, priors)
    total = len(priors) * per_class
    assert counts.sum() == total
    assert (np.abs(counts - priors * total) < 1).all()


@given(st.integers(1, 10_000), st.integers(2, 100))
def test_the_allocation_of_equal_priors_is_equal(per_class, classes):
    priors = np.full(classes, 1 / classes)
    assert_array_equal(allocation(per_class, priors / priors.sum()), per_class)


def test_the_allocation_gives_what_is_left_to_the_largest_remainders():
    assert_array_equal(allocation(3, np.array([0.2, 0.3, 0.5])), [2, 3, 4])
    assert_array_equal(allocation(1, np.array([0.55, 0.25, 0.2])), [2, 1, 0])


def test_each_purpose_and_repetition_has_numbers_of_its_own():
    drawn = {
        generator(SEED, trial, purpose, repeat).random()
        for trial in range(5)
        for purpose in PURPOSES
        for repeat in range(5)
    }
    assert len(drawn) == 5 * len(PURPOSES) * 5


def test_the_address_of_what_is_not_repeated_is_trial_and_purpose():
    address = np.random.SeedSequence(SEED, spawn_key=(7, 2))
    expected = np.random.default_rng(address).random()
    assert generator(SEED, 7, "start").random() == expected
    assert generator(SEED, 7, "start", 0).random() == expected
