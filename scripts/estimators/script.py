"""An estimator of one's own: a Python file with a function that returns class probabilities."""

import ast
from collections.abc import Callable, Iterator
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import NamedTuple

import numpy as np

FUNCTION, ARGUMENTS = "estimate", ("x", "labels", "points", "generator")
SIGNATURE = f"{FUNCTION}({', '.join(ARGUMENTS)})"
Estimate = Callable[[np.ndarray, np.ndarray, np.ndarray, np.random.Generator], np.ndarray]


class Script(NamedTuple):
    """The estimator that the function of a Python file computes.

    `estimate(x, labels, points, generator)` takes a training sample (n, p), its labels 0 … q−1
    (n,), m points (m, p) and a random generator, and returns class probabilities at the points,
    (m, q).
    """

    script: str  # the file

    @property
    def name(self) -> str:
        """What files and tables call it."""
        return f"script-{Path(self.script).stem}"


def load(path: str) -> Estimate:
    """Return the function of a file."""
    spec = spec_from_file_location(Path(path).stem, path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, FUNCTION)


def faults(path: str) -> Iterator[str]:
    """Yield what is wrong with a file, as far as reading it tells: what is allowed instead."""
    if not Path(path).stem.isidentifier() or Path(path).suffix != ".py":
        yield "a Python file whose name is letters, digits and underscores before .py"
        return
    try:
        tree = ast.parse(Path(path).read_text("utf-8"))
    except OSError as error:
        yield f"a file beside the config ({error.strerror})"
        return
    except (SyntaxError, ValueError) as error:
        yield f"a file that Python can read ({error})"
        return
    functions = {each.name: each for each in tree.body if isinstance(each, ast.FunctionDef)}
    if FUNCTION not in functions:
        yield f"a file with a function {SIGNATURE}, and there is none in it"
    elif len(functions[FUNCTION].args.args) != len(ARGUMENTS):
        yield f"{SIGNATURE}, and its function takes other arguments"
    for module in sorted(imported(tree)):
        if find_spec(module) is None:
            yield f"a file whose imports are installed, and {module} is not"


def imported(tree: ast.Module) -> set[str]:
    """Return the packages that a file imports."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}
