import numpy as np
import pytest
from numpy.testing import assert_allclose

from benchmarks import peers, quality
from benchmarks.problem import ESTIMATORS, plateaus, starts, task
from estimators.fitting import fit

each_estimator = pytest.mark.parametrize("estimator", ESTIMATORS, ids=" + ".join)


@each_estimator
def test_the_objective_that_peers_minimise_is_ours(estimator):
    fits = task(3, 2, estimator, 50)
    end = fit(*fits)
    assert_allclose(peers.objectives(fits, end.point), end.value, rtol=1e-12)
    assert (end.value < peers.objectives(fits, starts(fits))).all()


@each_estimator
def test_peers_make_the_same_fits(estimator):
    fits = task(3, 2, estimator, 300)
    ours, scipys = (
        peers.objectives(fits, fitter(fits)) for fitter in (peers.ours, peers.scipy_bfgs)
    )
    assert_allclose(ours, scipys, rtol=0.02)


def test_the_excess_is_that_of_the_mean():
    assert quality.excess(np.array([101.0, 103]), np.array([100.0, 100])) == "+2.000 ± 1.000"


def test_a_network_that_ascribes_all_to_one_class_is_on_a_plateau():
    fits = task(3, 2, ESTIMATORS[0], 50)
    points = peers.ours(fits)
    assert plateaus(fits, points) == 0
    points[1] = np.where(np.arange(points.shape[1]) == 6, 9, 0)  # the bias of the first output
    assert plateaus(fits, points) == 1
