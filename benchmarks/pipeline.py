"""Time the whole pipeline, in a copy of this folder.

It imports no NumPy: until a child process replaces it, its memory counts as the child's.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import ROOT
from benchmarks.report import progress, row, title

SIZES = (100, 1000, 10_000, 100_000)  # trials
LEFT_OUT = shutil.ignore_patterns("results", "build", "__pycache__", ".*")
MIB = (
    1024**2 if sys.platform == "darwin" else 1024
)  # peak memory is told in bytes on macOS, else KiB


def run(trials: int) -> list[object]:
    """Return the cells that tell how one run went."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        snakemake = [sys.executable, "-m", "snakemake", "--cores", "all"]
        command = [*snakemake, "--config", f"trials={trials}"]
        log = copy / "log"
        with log.open("w", encoding="utf-8") as stream:
            begin = time.perf_counter()
            process = subprocess.Popen(command, cwd=copy, stdout=stream, stderr=stream)
            _, status, usage = os.wait4(process.pid, 0)  # of it and all its descendants
            wall = time.perf_counter() - begin
        if status:
            sys.exit(log.read_text("utf-8"))
        jobs = re.search(r"^total +(\d+)$", log.read_text("utf-8"), re.MULTILINE)[1]
        estimators = len(list(copy.glob("results/paper/fits/*")))
        disk = sum(path.lstat().st_size for path in copy.glob("results/**/*"))
    return [
        f"{trials:,}",
        jobs,
        f"{wall:.1f}",
        f"{usage.ru_utime + usage.ru_stime:.1f}",
        f"{1e3 * wall / (estimators * trials):.2f}",
        f"{usage.ru_maxrss / MIB:.0f}",
        f"{disk / 1e6:.1f}",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, choices=SIZES, default=SIZES[-1], help="trials")
    largest = parser.parse_args().largest
    title(
        f"The whole pipeline, `snakemake --cores all` on {os.cpu_count()} cores",
        [
            "trials",
            "jobs",
            "wall s",
            "CPU s",
            "wall ms per fit",
            "MiB of the largest process",
            "MB in results",
        ],
    )
    for trials in SIZES[: SIZES.index(largest) + 1]:
        progress(f"{trials} trials")
        row(*run(trials))


if __name__ == "__main__":
    main()
