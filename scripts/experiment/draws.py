"""Draw the samples of a range of trials: random numbers by address, and samples from them.

Any trial can be drawn alone, in any order, on any core.
"""

from typing import NamedTuple

import numpy as np

PURPOSES = ("train", "test", "start", "validation", "estimate")  # a new one comes last


class Sample(NamedTuple):
    """One purpose's samples of R trials."""

    x: np.ndarray  # observations, ordered by class, (R, n, p)
    labels: np.ndarray  # their classes 0 … q−1, the same in all trials, (n,)


def generator(seed: int, trial: int, purpose: str, repeat: int = 0) -> np.random.Generator:
    """Return the generator of one purpose of one trial.

    Parameters
    ----------
    seed : int
        Seed of the whole experiment, not negative.
    trial : int
        Number of the trial, not negative.
    purpose : str
        One of `PURPOSES`.
    repeat : int
        Number of an independent repetition of it, not negative.

    Raises
    ------
    ValueError
        If the purpose is unknown or a number is negative.
    """
    address = trial, PURPOSES.index(purpose), *([repeat] if repeat else [])
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=address))


def allocation(per_class: int, priors: np.ndarray) -> np.ndarray:
    """Share q·per_class observations out among q classes, as near to the priors as can be.

    Parameters
    ----------
    per_class : int
        Mean number of observations per class.
    priors : (q,) array
        Positive, adding to one.

    Returns
    -------
    (q,) array of int
        Largest-remainder allocation; `per_class` for each class if the priors are equal.
    """
    total = per_class * len(priors)
    quota = np.asarray(priors) * total
    counts = np.floor(quota + 1e-9).astype(int)
    by_remainder = np.argsort(counts - quota, kind="stable")
    counts[by_remainder[: total - counts.sum()]] += 1
    return counts


def draw(trials: range, seed: int, purpose: str, classes, per_class: int) -> Sample:
    """Draw a sample for each trial, with the classes in the proportion of their priors.

    Parameters
    ----------
    trials : range
    seed : int
    purpose : str
        One of `PURPOSES`.
    classes
        The true classes, of any family.
    per_class : int
        Mean number of observations per class.
    """
    counts = allocation(per_class, classes.priors)
    x = np.stack([classes.draw(generator(seed, trial, purpose), counts) for trial in trials])
    return Sample(x, np.repeat(np.arange(len(counts)), counts))
