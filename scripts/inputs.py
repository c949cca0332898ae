"""Read what an earlier job wrote, or stop with a line that says how to make it again."""

from collections.abc import Iterator
from contextlib import contextmanager
from zipfile import BadZipFile, ZipFile

import numpy as np


@contextmanager
def undamaged(path: str) -> Iterator[None]:
    """Stop with one line if what the block finds in a file shows that it is damaged."""
    try:
        yield
    except (ValueError, LookupError, EOFError, OSError, RuntimeError, BadZipFile) as error:
        reason = " ".join(str(error).split())
        raise SystemExit(
            f"{path} is damaged ({reason}): delete it, and run the same command again"
        ) from error


def load(path: str, **shapes: tuple[int | None, ...]) -> dict[str, np.ndarray]:
    """Return the arrays of an .npz file; those named must have these shapes, None for any size."""
    with undamaged(path), ZipFile(path) as archive, np.load(path) as file:
        if damaged := archive.testzip():
            raise ValueError(f"the checksum of {damaged} is wrong")
        arrays = dict(file)
        for name, shape in shapes.items():
            sizes = zip(arrays[name].shape, shape, strict=True)
            if any(expected not in (None, found) for found, expected in sizes):
                raise ValueError(f"{name} has shape {arrays[name].shape}")
        return arrays
