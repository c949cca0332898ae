"""Provenance: what made the tables of a job, and the checksums of these."""

import hashlib
import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import yaml

ROOT = Path(__file__).parents[2]
PACKAGES = ("numpy", "scipy", "pandas", "snakemake")


def git(*arguments: str) -> list[str]:
    """Return the lines that git says of this folder; none if git is missing, or no repository."""
    command = ["git", f"--git-dir={ROOT / '.git'}", f"--work-tree={ROOT}", *arguments]
    try:
        said = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    except FileNotFoundError:
        return []
    return said.decode("utf-8", "replace").splitlines()


def processor() -> str:
    """Return the processor's model as Linux names it, elsewhere its family."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
    except FileNotFoundError:
        lines = []
    models = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor()


def provenance(settings: dict, scripts: dict[str, str]) -> dict:
    """Return what made the numbers; `scripts` are the digests of the code by workflow/digest.py."""
    numpy = np.show_config(mode="dicts")
    blas = numpy["Build Dependencies"]["blas"]
    return {
        "settings": settings,
        "commit": "".join(git("rev-parse", "HEAD")) or None,
        "uncommitted": [line[3:] for line in git("status", "--porcelain")],
        "scripts": scripts,
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
        "blas": f"{blas['name']} {blas['version']}",
        "processor": processor(),
        "instructions": numpy["SIMD Extensions"].get("found", []),
        "system": platform.platform(),
    }


def checksums(tables: dict[str, Path], folder: Path) -> str:
    """Return the SHA-256 of tables as `sha256sum --check` reads them in a folder.

    Parameters
    ----------
    tables : dict
        Where each is now, by the path that it will have.
    folder : Path
        That of the file of checksums.
    """
    lines = []
    for path, table in tables.items():
        with table.open("rb") as file:
            sum_of_file = hashlib.file_digest(file, "sha256").hexdigest()
        lines.append(f"{sum_of_file}  {os.path.relpath(path, folder)}\n")
    return "".join(lines)


def record(
    paths: list[str], outputs: list[Path], settings: dict[str, Any], scripts: dict[str, str]
) -> None:
    """Write what made a job's tables, and their checksums: the last two of its outputs.

    Parameters
    ----------
    paths : list of str
        Of its outputs.
    outputs : list of Path
        Where these are now.
    settings, scripts : dict
        As `provenance` takes them.
    """
    *tables, made_by, sums = outputs
    text = yaml.safe_dump(
        provenance(settings, scripts), sort_keys=False, default_flow_style=None, allow_unicode=True
    )
    made_by.write_text(text, encoding="utf-8")
    written = dict(zip(paths[:-2], tables, strict=True))
    sums.write_text(checksums(written, Path(paths[-1]).parent), encoding="utf-8")
