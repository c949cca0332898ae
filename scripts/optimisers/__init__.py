"""Optimisers: minimise a whole stack of functions at once."""

from collections.abc import Callable
from functools import partial

from optimisers import bfgs, conjugate_gradient, rprop
from optimisers.stopping import Minimum

# (function, start, stopping, state=None) -> Minimum
OPTIMISERS: dict[str, Callable[..., Minimum]] = {
    "bfgs": bfgs.minimise,
    "polak_ribiere": partial(conjugate_gradient.minimise, method=conjugate_gradient.POLAK_RIBIERE),
    "fletcher_reeves": partial(
        conjugate_gradient.minimise, method=conjugate_gradient.FLETCHER_REEVES
    ),
    "rprop": rprop.minimise,
}
