"""Markdown tables on stdout, progress on stderr. Run alone: what the timings were made on."""

import os
import platform
import re
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path


def progress(*words: object) -> None:
    print(*words, file=sys.stderr, flush=True)


def title(text: str, columns: list[str]) -> None:
    """Begin a table."""
    print(f"\n{text}\n")
    row(*columns)
    row(*("---" for _ in columns))


def row(*cells: object) -> None:
    print("|", " | ".join(map(str, cells)), "|", flush=True)


def r_version() -> str:
    """Return the versions of R and nnet, or an empty string where either is missing."""
    if not shutil.which("Rscript"):
        return ""
    code = "cat('R', format(getRversion()), 'with nnet', format(packageVersion('nnet')))"
    found = subprocess.run(["Rscript", "-e", code], capture_output=True, text=True)
    return found.stdout if found.returncode == 0 else ""


def cpu() -> str:
    """Return the model of the processor, as well as the system knows it."""
    info = Path("/proc/cpuinfo")
    model = re.search(r"model name\s*: (.*)", info.read_text("utf-8")) if info.exists() else None
    return model[1] if model else platform.processor() or platform.machine()


def main() -> None:
    packages = ("numpy", "scipy", "scikit-learn", "snakemake")
    print(
        f"{cpu()}, {os.cpu_count()} cores",
        f"Python {platform.python_version()}",
        *(f"{package} {version(package)}" for package in packages),
        r_version() or "no R with nnet",
        sep="; ",
        flush=True,
    )


if __name__ == "__main__":
    main()
