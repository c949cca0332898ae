"""Guards: what stops a run before it starts, with one line that says why."""

import os
import sys
from base64 import urlsafe_b64encode
from pathlib import Path


def name_starter() -> None:
    """Put this process's number into the environment: a job that outlives it writes nothing."""
    os.environ["STARTED_BY"] = str(os.getpid())


def stop_unless_writable(*folders: Path) -> None:
    """Stop if a file cannot be made in one of these folders."""
    for folder in folders:
        if not os.access(folder, os.W_OK):
            sys.exit(f"{folder.absolute()}: not writable")


def stop_unless_recorded(*files: Path) -> None:
    """Stop if a result is there that Snakemake has no record of, and would take as up to date.

    Its records in .snakemake are a file for each output, or, while it is made, in `incomplete`.
    """
    for file in files:
        name = urlsafe_b64encode(str(file).encode()).decode()
        if not any(Path(".snakemake", kind, name).exists() for kind in ("metadata", "incomplete")):
            sys.exit(
                f"{file}: made elsewhere, .snakemake has no record of it: bring the .snakemake of "
                "its folder along, or delete it"
            )
