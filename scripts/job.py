"""What every script does around its work: a log, and output files that are whole or not there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def job(snakemake) -> Iterator[list[Path]]:
    """Send all output and tracebacks to the job's log, and yield temporary names for its outputs.

    The temporary files take their names when the block succeeds and are deleted when it fails. They
    are this process's own, so an orphan of a killed run cannot spoil the files of the next.
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
            temporary.unlink(missing_ok=True)
