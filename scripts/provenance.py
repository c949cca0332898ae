"""Record provenance: what made a scenario's numbers, and the checksums of its tables."""

import hashlib
import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

import numpy as np
import yaml

from files import job

ROOT = Path(__file__).parents[1]
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


def checksums(paths: list[str], folder: Path) -> str:
    """Return the SHA-256 of files, as `sha256sum --check` reads them in this folder."""
    lines = (
        f"{hashlib.sha256(Path(path).read_bytes()).hexdigest()}  {os.path.relpath(path, folder)}\n"
        for path in paths
    )
    return "".join(lines)


if "snakemake" in globals():
    folder = Path(snakemake.output[0]).parent
    with job(snakemake) as (record, sums):
        made_by = provenance(snakemake.params.settings, snakemake.params.scripts)
        text = yaml.safe_dump(made_by, sort_keys=False, default_flow_style=None, allow_unicode=True)
        record.write_text(text, encoding="utf-8")
        sums.write_text(checksums(snakemake.input, folder), encoding="utf-8")
