"""Guards: what stops a run before it starts, with one line that says why."""

import difflib
import os
import re
import shlex
import sys
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any, NoReturn


def name_starter() -> None:
    """Put this process's number into the environment: a job that outlives it writes nothing."""
    os.environ["STARTED_BY"] = str(os.getpid())


class Quoted(str):
    """A path that is quoted where it becomes part of a command of the shell."""

    def __format__(self, _: str) -> str:
        return shlex.quote(self)


def quote_python() -> None:
    """Let jobs start where the path of this Python has a space or another character of the shell.

    Snakemake formats it into their commands as it is (its issue 2645).
    """
    sys.executable = Quoted(sys.executable)


def stop_unless_writable(*folders: Path) -> None:
    """Stop if a file cannot be made in one of these folders."""
    for folder in folders:
        if not os.access(folder, os.W_OK):
            sys.exit(f"{folder.absolute()}: not writable")


class Scenarios(dict[str, Any]):
    """What belongs to each scenario by its name; stop if it is asked for what the config lacks."""

    def __missing__(self, name: str) -> NoReturn:
        near = difflib.get_close_matches(name, self, n=1)
        hint = f" (did you mean {near[0]}?)" if near else ""
        sys.exit(f"results/{name}: no scenario of the config{hint}")


def stop_unless_ranges(*targets: str) -> None:
    """Stop if a file is asked for whose trials `first-last` end before they begin."""
    for target in targets:
        limits = re.search(r"/(\d+)-(\d+)\.npz$", target)
        if limits and int(limits[1]) > int(limits[2]):
            sys.exit(f"{target}: no range of trials, allowed: the first at most the last")


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
