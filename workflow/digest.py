"""Digest a script with all it imports, so that an edit or an upgrade reruns what it touches."""

import ast
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

SCRIPTS = Path(__file__).parents[1] / "scripts"
POLYHEDRA, QUADRATURE = "classes/polyhedra.py", "classes/quadrature.py"
APART = {  # modules that scripts import but never load: classes have methods that they do not call
    "simulate.py": (POLYHEDRA, QUADRATURE),
    "fit.py": (POLYHEDRA, QUADRATURE),
    "estimate.py": (POLYHEDRA,),
    "measure.py": (POLYHEDRA,),
    "analyse.py": (POLYHEDRA,),
}
DATA = {  # the folders that modules read
    "analysis/paper.py": Path(__file__).parent / "published",
    "report/items.py": Path(__file__).parent / "report",
}


parsed = cache(ast.parse)


@cache
def syntax(source: str) -> str:
    """Return a file's text without what does not count: comments, layout and docstrings."""
    return canonical(parsed(source))


def canonical(node: Any) -> str:
    """Return a syntax tree as text, the same under any version of Python.

    Versions differ in the names of the fields that are empty, so these are left out.
    """
    if isinstance(node, ast.AST):
        given = [(name, getattr(node, name, None)) for name in node._fields]
        fields = [f"{name}={canonical(each)}" for name, each in given if each not in (None, [])]
        return f"{type(node).__name__}({', '.join(fields)})"
    if isinstance(node, list):
        return f"[{', '.join([canonical(each) for each in node if not is_text(each)])}]"
    return repr(node)


def is_text(node: Any) -> bool:
    """Is this a statement that is a string and nothing else, such as a docstring?"""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def statements(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the statements within a node, all blocks' among them; their expressions hold none."""
    for block in ("body", "orelse", "finalbody", "handlers", "cases"):
        for each in getattr(node, block, []):
            yield each
            yield from statements(each)


@cache
def imported(source: str) -> frozenset[str]:
    """Return the dotted names that a file imports, with those it may import from a package."""
    names = set()
    for node in statements(parsed(source)):
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


@cache
def modules(scripts: Path) -> dict[str, Path]:
    """Return the files under scripts/, by the dotted names that they are imported by."""
    files = scripts.rglob("*.py")
    return {".".join((file.parent / file.stem).relative_to(scripts).parts): file for file in files}


@cache
def own_files(names: frozenset[str], scripts: Path) -> frozenset[Path]:
    """Return the files under scripts/ among imported names, packages' own among them."""
    own = modules(scripts)
    places = {each for name in names for each in (name, name.rpartition(".")[0])}
    return frozenset(
        own[file] for each in places for file in (each, f"{each}.__init__") if file in own
    )


def closure(script: str) -> set[Path]:
    """Return a script of scripts/ and the files there that it loads, directly or not."""
    apart = {SCRIPTS / name for name in APART.get(script, ())}
    found, waiting = set(apart), {SCRIPTS / script}
    while waiting:
        path = waiting.pop()
        found.add(path)
        waiting |= own_files(imported(path.read_text("utf-8")), SCRIPTS) - found
    return found - apart


def digest_of_file(path: str) -> str:
    """Return the SHA-256, 12 digits, of a file's code and the versions of what it imports."""
    source = Path(path).read_text("utf-8")
    modules = sorted({name.partition(".")[0] for name in imported(source)})
    parts = [syntax(source), *(f"{module} {version_of(module)}" for module in modules)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def digest(script: str) -> str:
    """Return the SHA-256, 12 digits, of a script's code, what it loads, data and versions."""
    files = sorted(closure(script))
    sources = [path.read_text("utf-8") for path in files]
    modules = {name.partition(".")[0] for source in sources for name in imported(source)}
    parts = [syntax(source) for source in sources]
    parts += [f"{module} {version_of(module)}" for module in sorted(modules)]
    for module, folder in DATA.items():
        if SCRIPTS / module in files:
            parts += [path.read_text("utf-8") for path in sorted(folder.iterdir())]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
