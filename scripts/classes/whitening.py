"""Whitening: coordinates in which a covariance matrix is the identity."""

import numpy as np


def whiten(points: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    """Return points (..., p) in coordinates in which the covariance matrix is the identity."""
    return points @ np.linalg.inv(np.linalg.cholesky(covariance)).T
