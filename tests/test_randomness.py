from itertools import combinations, product

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from experiment.draws import PURPOSES, generator

ADDRESSES = list(product([0, 1, 1997], [0, 1, 2, 100], PURPOSES))


def numbers(address, count=8):
    return generator(*address).random(count)


@pytest.mark.parametrize("address", ADDRESSES[::5])
def test_an_address_always_gives_the_same_numbers(address):
    assert_array_equal(numbers(address), numbers(address))


def test_different_addresses_give_different_numbers():
    drawn = [numbers(address) for address in ADDRESSES]
    assert np.unique(drawn).size == 8 * len(ADDRESSES)


def test_streams_are_uncorrelated():
    count = 10_000
    streams = [numbers(address, count) for address in product([1997], range(4), PURPOSES)]
    correlations = np.corrcoef(streams)
    pairs = [correlations[pair] for pair in combinations(range(len(streams)), 2)]
    assert np.abs(pairs).max() < 4 / np.sqrt(count)


@pytest.mark.parametrize("address", [(-1, 0, "train"), (0, -1, "train"), (0, 0, "validate")])
def test_an_address_that_does_not_exist_is_refused(address):
    with pytest.raises(ValueError, match=r"negative|not in"):
        generator(*address)
