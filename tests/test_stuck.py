"""Fits whose hidden units cannot leave their start."""

import numpy as np
import pytest
from conftest import PAPER

from classes.gaussian import Gaussian
from estimators import ESTIMATORS, Estimator
from experiment.draws import draw
from experiment.fits import fit_range
from experiment.measures import stuck

TRIALS = range(1, 9)
CROSS_ENTROPY = Estimator("softmax", "cross_entropy")


def fitted(estimator=CROSS_ENTROPY, classes=PAPER, hidden=2, **fitting):
    sample = draw(TRIALS, 1997, "train", classes, 50)
    network = {"hidden_units": hidden, "start_range": 1.0}
    fitting = {"starts": 1, "iterations": 60} | fitting
    return fit_range(TRIALS, 1997, sample, estimator, len(classes.priors), network, fitting)


@pytest.mark.parametrize("estimator", ESTIMATORS, ids=lambda each: each.name)
@pytest.mark.parametrize("hidden", [0, 1, 2, 8])
def test_no_fit_to_the_papers_classes_is_stuck(estimator, hidden):
    assert not stuck(fitted(estimator, hidden=hidden)).any()


@pytest.mark.parametrize("means", [100 * PAPER.means, 1000 + PAPER.means], ids=["apart", "far"])
def test_fits_to_inputs_that_saturate_the_units_at_the_start_are_stuck(means):
    classes = Gaussian.of(means, 1.0, PAPER.priors)
    fits = fitted(classes=classes)
    assert stuck(fits).mean() > 0.5
    x = draw(TRIALS, 1997, "train", classes, 50).x
    bias, slopes = np.split(fits["start_omega"], [1], axis=2)
    least = np.abs(bias + slopes @ x.mT).min(axis=2)  # from the middle of each unit
    assert (least.max(axis=1)[stuck(fits)] > 10).all()


def test_decay_moves_the_weights_of_a_saturated_unit():
    far = Gaussian.of(1000 + PAPER.means, 1.0, PAPER.priors)
    assert not stuck(fitted(classes=far, weight_decay=0.1)).any()
