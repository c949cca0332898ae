"""What every script does around its work: a log, and outputs that are whole or not there."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def job(snakemake) -> Iterator[list[Path]]:
    """Send all output and tracebacks to the job's log, and yield temporary names for its outputs.

    What is written under the temporary names takes the real ones when the block succeeds, and is
    deleted when it fails. The names are this process's own, so an orphan of a killed run cannot
    spoil the files of the next.
    """
    with Path(snakemake.log[0]).open("w") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    outputs = [Path(name) for name in snakemake.output]
    partial = [path.with_name(f".{os.getpid()}-{path.name}") for path in outputs]
    try:
        yield partial
        for temporary, path in zip(partial, outputs, strict=True):
            temporary.replace(path)
    finally:
        for temporary in partial:
            if temporary.is_dir():
                shutil.rmtree(temporary)
            temporary.unlink(missing_ok=True)
