"""The end of a run: where its results are, which others do not match them, and its logs."""

import os
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import yaml

Settings = dict[str, Any]

RESULTS = Path("results")


def asked_for(
    targets: Iterable[str], studies: Iterable[str], name: str = "paper", out: Path = RESULTS
) -> list[str]:
    """Return a line for each target: what it made for people to look at.

    The experiment is in the folder of its name, its findings and studies are in `out`.
    """
    own = RESULTS / name
    lines = {
        "all": f"Tables 1-6, the paper's and ours: {own}/tables.md, comparison.csv",
        "everything": f"Claims and verdicts: {out}/summary.md; figures: {own}/figures; "
        f"for a report, the same command with `--report {out}/report.html`",
        "studies": f"Studies: {', '.join(f'{out}/studies/{study}.html' for study in studies)}",
    }
    return [lines.get(target, target) for target in sorted(targets) or ["all"]]


def of_precision(look: Path, most: int) -> str:
    """Return the line that says whether the last look at a precision found it reached, or why not.

    The trials that each number takes are the last column of its table, empty where unknown.
    """
    trials = int(look.stem)
    needed = [line.rpartition(",")[2] for line in look.read_text("utf-8").splitlines()[1:]]
    unknown = float("inf")
    largest = max((float(each or unknown) for each in needed), default=0)
    if largest <= trials:
        return f"Precision: reached with {trials} trials (at most {most})"
    more = "" if largest == unknown else f"; it takes about {largest:.0f}"
    return f"Precision: not reached with {trials} trials, which is all of them{more}"


def stale(
    targets: Collection[str],
    companions: dict[str, Settings],
    studies: dict[str, Settings],
    name: str = "paper",
    out: Path = RESULTS,
) -> list[str]:
    """Return a line that names the reports and studies not of these settings, if there are any.

    Scenarios and studies are given by folder, with the settings that the config gives them now. The
    report's settings are those recorded with the experiment's companions, which it alone asks for.
    """
    report, summary = out / "report.html", out / "summary.md"
    made = [summary, RESULTS / name / "html", RESULTS / name / "figures"]
    old = [folder for folder, given in (companions | studies).items() if differs(folder, given)]
    of_studies = [RESULTS / folder for folder in old if folder in studies]
    of_report = [path for path in made if path.exists() and set(old) & set(companions)]
    due = "everything" in targets  # the report, which can only be written after this run
    if report.exists() and (old or (is_older(report, summary) and not due)):
        of_report.append(report)
    if not (files := ", ".join(map(str, of_report + of_studies))):
        return []
    refresh = "everything studies" if of_studies else "everything"
    then = f", then with `{refresh} --report {report}`" if report in of_report else ""
    return [f"No longer match: {files}. Refresh them: the same command with `{refresh}`{then}"]


def is_older(path: Path, than: Path) -> bool:
    """Was a file last written before another, if that is there?"""
    return than.exists() and path.stat().st_mtime < than.stat().st_mtime


def differs(folder: str, settings: Settings) -> bool:
    """Are there results in a folder that were made from other settings than these?"""
    path = RESULTS / folder / "provenance.yaml"
    return path.exists() and yaml.safe_load(path.read_text("utf-8"))["settings"] != settings


def remove_empty_logs() -> None:
    """Delete the logs of jobs that said nothing, and the folders of logs that are then empty.

    Jobs cannot do it themselves: Snakemake makes an empty log where a job has left none.
    """
    for name, _, files in os.walk(RESULTS, topdown=False):
        folder = Path(name)
        for log in (folder / file for file in files if file.endswith(".log")):
            if not log.stat().st_size:
                log.unlink()
        if "logs" in folder.parts and not any(folder.iterdir()):
            folder.rmdir()
