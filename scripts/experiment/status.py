"""How a fit ends, whether there is then one, and what its outputs follow from."""

import numpy as np

Columns = dict[str, np.ndarray]  # a row for each trial, by name

PRECISE = 1e-6  # sums of outputs that fits take nearer to one are off it by where these end
# No finite start; of an estimator of one's own: it raised, or returned what is no probability.
LEFT_OUT = ("non_finite", "error", "negative", "wrong_shape")


def usable(status: np.ndarray) -> np.ndarray:
    """Return whether there is a fit, (R,) of bool, from how each ended."""
    return ~np.isin(np.asarray(status), LEFT_OUT)


def at_cap(fits: Columns, cap: int | None) -> Columns:
    """Return what was fitted with this cap on the iterations, where paths had several.

    What stands for an earlier cap has names that begin with it and a slash.
    """
    earlier = {
        name.removeprefix(f"{cap}/"): values
        for name, values in fits.items()
        if name.startswith(f"{cap}/")
    }
    return earlier or {name: values for name, values in fits.items() if "/" not in name}


def with_outputs(fits: Columns, rows: np.ndarray) -> Columns:
    """Return of some fits what their outputs follow from: the weights, or these outputs."""
    names = (name for name in ("omega", "upsilon", "sizes", "at_nodes") if name in fits)
    return {name: fits[name][rows] for name in names}
