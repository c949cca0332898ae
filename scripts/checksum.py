"""The checksum of a CSV file, in a hidden file beside it: a CSV cannot show a changed digit."""

import hashlib
from pathlib import Path


def beside(path: Path) -> Path:
    """Return the file that holds the checksum of a file."""
    return path.with_name(f".{path.name}.sha256")


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
