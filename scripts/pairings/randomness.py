"""Random numbers by address: any trial can be drawn alone, in any order, on any core."""

import numpy as np

PURPOSES = ("train", "test", "start")


def generator(seed: int, trial: int, purpose: str) -> np.random.Generator:
    """Return the generator of one purpose of one trial.

    Parameters
    ----------
    seed : int
        Seed of the whole experiment, not negative.
    trial : int
        Number of the trial, not negative.
    purpose : str
        One of `PURPOSES`.

    Raises
    ------
    ValueError
        If the purpose is unknown or a number is negative.
    """
    address = (trial, PURPOSES.index(purpose))
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=address))
