"""Digest a script with all it imports from here, so that an edit reruns what it touches."""

import ast
import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

SCRIPTS = Path(__file__).parents[1] / "scripts"


def imported(tree: ast.Module) -> Iterator[str]:
    """Yield the dotted names that a module imports, with those it may import from a package."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def own_imports(path: Path) -> frozenset[Path]:
    """Return the files under scripts/ that a file there imports, packages' own among them."""
    names = set(imported(ast.parse(path.read_text())))
    names |= {name.rpartition(".")[0] for name in names}
    places = {SCRIPTS / name.replace(".", "/") for name in names if name}
    files = {place.with_suffix(".py") for place in places} | {
        place / "__init__.py" for place in places
    }
    return frozenset(file for file in files if file.is_file())


def closure(script: str) -> set[Path]:
    """Return a script of scripts/ and the files there that it imports, directly or not."""
    found, waiting = set(), {SCRIPTS / script}
    while waiting:
        path = waiting.pop()
        found.add(path)
        waiting |= own_imports(path) - found
    return found


@cache
def digest(script: str) -> str:
    """Return the SHA-256 of the syntax trees of the closure: comments and layout do not count."""
    trees = (ast.dump(ast.parse(path.read_text())) for path in sorted(closure(script)))
    return hashlib.sha256("\n".join(trees).encode()).hexdigest()
