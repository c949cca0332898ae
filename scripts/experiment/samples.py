"""Draw the training and test samples of a range of trials."""

import numpy as np

from pairings.gaussian_classes import class_counts, draw
from pairings.randomness import generator


def simulate(
    trials: range,
    seed: int,
    means: np.ndarray,
    covariance: np.ndarray,
    priors: np.ndarray,
    **per_class: int,
) -> dict[str, np.ndarray]:
    """Return x_PURPOSE (R, n, p) and labels y_PURPOSE (n,), 0 … q−1, for each PURPOSE_per_class."""
    samples = {}
    for name, size in per_class.items():
        purpose = name.removesuffix("_per_class")
        counts = class_counts(size, priors)
        samples[f"x_{purpose}"] = np.stack(
            [draw(generator(seed, trial, purpose), counts, means, covariance) for trial in trials]
        )
        samples[f"y_{purpose}"] = np.repeat(np.arange(len(counts)), counts)
    return samples
