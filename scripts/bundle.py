"""Put what a run rests on and what it found into an archive, to be read or rerun elsewhere."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import yaml

from files import job

README = """# Results of {title}

`{summary}` has the findings, `{name}/tables.md` the tables, `{name}/typeset/` the same for LaTeX,
`{name}/html/` the pages of the report, `{name}/trials.csv` a row per trial and estimator;
docs/columns.md of the project says what every column is. `{name}/provenance.yaml` has the commit
and the versions that made them. To run it again, in a checkout of that commit with `config.yaml`
and `estimators/` of this archive in place of its own: `snakemake --cores all everything`.
"""


def members(paths: list[str], root: str) -> dict[str, Path]:
    """Return all files of paths, files or folders, by their name in the archive."""
    files = [
        file
        for path in map(Path, paths)
        for file in (sorted(path.rglob("*")) if path.is_dir() else [path])
        if file.is_file() and not file.name.startswith(".")
    ]
    return {file.as_posix().removeprefix(f"{root}/"): file for file in files}


def write(archive: ZipFile, name: str, content: bytes) -> None:
    """Add a file without its date: the same content is the same archive."""
    info = ZipInfo(name)
    info.compress_type, info.external_attr = ZIP_DEFLATED, 0o644 << 16
    archive.writestr(info, content)


if "snakemake" in globals():
    params = snakemake.params
    with job(snakemake) as (output,), ZipFile(output, "w") as archive:
        text = yaml.safe_dump(params.config, sort_keys=False, allow_unicode=True)
        write(archive, "config.yaml", text.encode())
        readme = README.format(title=params.title, name=params.name, summary=params.summary)
        write(archive, "README.md", readme.encode())
        for path in params.scripts:
            write(archive, path, Path(path).read_bytes())
        for name, path in members(list(snakemake.input), "results").items():
            write(archive, name, path.read_bytes())
