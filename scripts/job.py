"""What every script does around its work: a log, and outputs that are whole or not there."""

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from checksum import beside, checksum


@contextmanager
def job(snakemake) -> Iterator[list[Path]]:
    """Send all output and tracebacks to the job's log; yield temporary paths for its outputs.

    A job that outlives its run, killed meanwhile, must not put its outputs in the place of the next
    run's: it stops. So does one whose log is there, for Snakemake deletes the log before it starts
    a job, and it is then that of a job started later.
    """
    stop_if_orphaned()
    terminal = os.dup(2)
    try:
        with Path(snakemake.log[0]).open("x") as log:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
        with ExitStack() as stack:
            yield [stack.enter_context(whole(Path(name))) for name in snakemake.output]
            stop_if_orphaned()
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        advice = f"{error.strerror}: make room, then run the same command again"
        os.write(terminal, f"{snakemake.output[0]}: {advice}\n".encode())  # the log may be empty
        sys.exit(1)


def stop_if_orphaned() -> None:
    """Stop if the Snakemake that started this process has ended: it is no ancestor any more."""
    ancestors = (Path(word).name for each in psutil.Process().parents() for word in each.cmdline())
    if "snakemake" not in ancestors:
        sys.exit("the Snakemake that started this job has ended")


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Yield a temporary path: what is there takes the place of `path` if the block succeeds.

    It is in a hidden folder of this process beside `path`. Those that earlier processes have left
    there are deleted: the litter of a killed one, or the ground under one that outlives its run, so
    that it cannot put its output in the place of this one's.
    """
    prefix = f".{path.name}-"
    for left in path.parent.glob(f"{prefix}*"):
        shutil.rmtree(left, ignore_errors=True)
    with TemporaryDirectory(prefix=prefix, dir=path.parent) as folder:
        temporary = Path(folder, path.name)
        yield temporary
        if path.is_dir():
            shutil.rmtree(path)
        if path.suffix == ".csv":
            beside(temporary).write_text(checksum(temporary))
            beside(temporary).replace(beside(path))
        temporary.replace(path)
