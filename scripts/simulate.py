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
    train_per_class: int,
    test_per_class: int,
) -> dict[str, np.ndarray]:
    """Return x_train (R, n, p), y_train (n,), x_test (R, m, p) and y_test (m,), labels 0 … q−1."""
    samples = {}
    for purpose, per_class in (("train", train_per_class), ("test", test_per_class)):
        counts = class_counts(per_class, priors)
        samples[f"x_{purpose}"] = np.stack(
            [draw(generator(seed, trial, purpose), counts, means, covariance) for trial in trials]
        )
        samples[f"y_{purpose}"] = np.repeat(np.arange(len(counts)), counts)
    return samples


if "snakemake" in globals():
    from job import job

    with job(snakemake) as (output,):
        trials = range(int(snakemake.wildcards.first), int(snakemake.wildcards.last) + 1)
        np.savez(output, **simulate(trials, **snakemake.params.settings))
