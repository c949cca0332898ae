"""The points of the feature space that a picture shows."""

import numpy as np

FINE, COARSE = 201, 101  # points along each axis: for one fit, and for means over many


def picture(classes, size: int) -> tuple[list[np.ndarray], np.ndarray]:
    """Return the axes of a picture of the feature space, and its points (M, p).

    With more than two inputs it is the plane of the first two, through the mean of the class means.
    Axes have `size` points, of counts as many as there are up to that.
    """
    low, high = classes.extent()
    axes = list(np.linspace(low, high, size, axis=1))[:2]
    centre = classes.centres().mean(axis=0)
    if getattr(classes, "counted", False):
        axes, centre = [np.unique(np.rint(axis)) for axis in axes], np.rint(centre)
    points = np.tile(centre, (np.prod([len(each) for each in axes]), 1))
    points[:, : len(axes)] = np.stack(np.meshgrid(*axes), axis=-1).reshape(len(points), -1)
    return axes, points
