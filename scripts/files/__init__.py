"""Files: a job's log, outputs written atomically, and inputs that are undamaged."""

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile

import numpy as np
import psutil


@contextmanager
def job(snakemake) -> Iterator[list[Path]]:
    """Send all output and tracebacks to the job's log; yield temporary paths for its outputs.

    A job that outlives a killed run stops, so that it does not overwrite the outputs of the next
    run. So does a job whose log is there already: Snakemake deletes the log before it starts a job,
    so this one belongs to a job started later.
    """
    stop_if_orphaned()
    terminal = os.dup(2)
    try:
        with Path(snakemake.log[0]).open("x", encoding="utf-8") as log:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
        with ExitStack() as stack:
            yield [stack.enter_context(whole(Path(name))) for name in snakemake.output]
            stop_if_orphaned()
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        line = (
            f"{snakemake.output[0]}: {error.strerror}: make room, then run the same command again\n"
        )
        os.write(terminal, line.encode())  # the log may be empty
        sys.exit(1)


def stop_if_orphaned() -> None:
    """Stop if the Snakemake that started this process has ended: it is no ancestor any more."""
    starter = os.environ.get("STARTED_BY")
    if starter and int(starter) not in (each.pid for each in psutil.Process().parents()):
        sys.exit("the Snakemake that started this job has ended")


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Write atomically: yield a temporary path, which replaces `path` if the block succeeds.

    It is in a hidden folder of this process beside `path`. The hidden folders of earlier processes
    are deleted: a killed process has left one behind, and one that outlives its run can then no
    longer put its output in the place of this one's.
    """
    prefix = f".{path.name}-"
    for left in path.parent.glob(f"{prefix}*"):
        shutil.rmtree(left, ignore_errors=True)
    with TemporaryDirectory(prefix=prefix, dir=path.parent) as folder:
        temporary = Path(folder, path.name)
        yield temporary
        if path.is_dir():
            shutil.rmtree(path)
        temporary.replace(path)


def trial_range(path: str | Path) -> range:
    """Return the trials of a file that is named after them, `first-last`."""
    first, last = map(int, Path(path).stem.split("-"))
    return range(first, last + 1)


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


def load(path: str) -> dict[str, np.ndarray]:
    """Return the arrays of an .npz file."""
    with undamaged(path), ZipFile(path) as archive, np.load(path) as file:
        if damaged := archive.testzip():
            raise ValueError(f"the checksum of {damaged} is wrong")
        return dict(file)
