import numpy as np
import pytest
from conftest import PAPER
from numpy.testing import assert_array_equal

from experiment.samples import simulate

SIZES = {"train_per_class": 20, "test_per_class": 30}


@pytest.mark.parametrize("trial", [1, 7, 12])
def test_a_trial_drawn_alone_is_that_of_any_range(trial):
    alone = simulate(range(trial, trial + 1), 1997, **PAPER, **SIZES)
    among = simulate(range(1, 13), 1997, **PAPER, **SIZES)
    for name in ("x_train", "x_test"):
        assert_array_equal(alone[name][0], among[name][trial - 1])


def test_training_and_test_samples_are_independent():
    samples = simulate(range(200), 1997, **PAPER, train_per_class=20, test_per_class=20)
    train, test = (
        samples[name] - PAPER["means"][samples["y_train"]] for name in ("x_train", "x_test")
    )
    correlation = np.corrcoef(train.ravel(), test.ravel())[0, 1]
    assert abs(correlation) < 4 / np.sqrt(train.size)


def test_a_larger_training_sample_changes_no_test_sample():
    small, large = (
        simulate(range(3), 1997, **PAPER, train_per_class=size, test_per_class=5)
        for size in (10, 50)
    )
    assert_array_equal(small["x_test"], large["x_test"])


def test_unequal_priors_give_unequal_classes():
    truth = PAPER | {"priors": np.array([0.1, 0.2, 0.3, 0.4])}
    samples = simulate(range(2), 1997, **truth, **SIZES)
    assert_array_equal(np.bincount(samples["y_train"]), [8, 16, 24, 32])
    assert samples["x_test"].shape == (2, 120, 2)
