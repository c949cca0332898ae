"""Digest a script with all it imports, so that an edit or an upgrade reruns what it touches."""

import ast
import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

SCRIPTS = Path(__file__).parents[1] / "scripts"


@cache
def syntax(source: str) -> str:
    """Return the syntax tree of a file's text as text: comments and layout do not count."""
    return ast.dump(ast.parse(source))


@cache
def imported(source: str) -> frozenset[str]:
    """Return the dotted names that a file imports, with those it may import from a package."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(names)


@cache
def version_of(module: str) -> str:
    """Return the version of an installed package by its module's name, empty if there is none."""
    try:
        return version(module)
    except PackageNotFoundError:
        return ""


def own_files(names: frozenset[str]) -> set[Path]:
    """Return the files under scripts/ among imported names, packages' own among them."""
    places = {
        SCRIPTS / each.replace(".", "/")
        for name in names
        for each in (name, name.rpartition(".")[0])
        if each
    }
    files = {place.with_suffix(".py") for place in places}
    files |= {place / "__init__.py" for place in places}
    return {file for file in files if file.is_file()}


def closure(script: str) -> set[Path]:
    """Return a script of scripts/ and the files there that it imports, directly or not."""
    found, waiting = set(), {SCRIPTS / script}
    while waiting:
        path = waiting.pop()
        found.add(path)
        waiting |= own_files(imported(path.read_text())) - found
    return found


def digest(script: str) -> str:
    """Return the SHA-256 of the closure's code and of the versions of the packages it imports."""
    sources = [path.read_text() for path in sorted(closure(script))]
    modules = {name.partition(".")[0] for source in sources for name in imported(source)}
    parts = [syntax(source) for source in sources]
    parts += [f"{module} {version_of(module)}" for module in sorted(modules)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
