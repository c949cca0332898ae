"""Optimisers: minimise a whole stack of functions at once."""

from collections.abc import Callable

from optimisers import bfgs
from optimisers.stopping import Minimum

# (function, start, stopping, state=None) -> Minimum
OPTIMISERS: dict[str, Callable[..., Minimum]] = {
    "bfgs": bfgs.minimise,
}
