"""Read YAML as it is meant, and find what YAML 1.1 takes for something else."""

import re
from collections.abc import Iterator
from typing import Any

import yaml

TAG = "tag:yaml.org,2002:"


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """PyYAML's, but `1e-3` is a number, and a key is text: a study may be called `2024` or `no`."""

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        super().flatten_mapping(node)
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                key.tag = f"{TAG}str"


class Dumper(yaml.SafeDumper):
    """PyYAML's, but text is written without quotes where it can be: `'1'` as `1`."""


def plain(dumper: Dumper, text: str) -> yaml.ScalarNode:
    """Return text as a node that is written as it is."""
    return dumper.represent_scalar(dumper.resolve(yaml.ScalarNode, text, (True, False)), text)


Dumper.add_representer(str, plain)
Dumper.add_multi_representer(dict, yaml.SafeDumper.represent_dict)
for each in (Loader, Dumper):
    number = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)[eE][-+]?\d+\Z", re.ASCII)
    each.add_implicit_resolver(f"{TAG}float", number, list("-+.0123456789"))


def read(text: str) -> tuple[Any, list[str]]:
    """Return what a text holds, and a line for each key given twice and each surprising value."""
    return yaml.load(text, Loader), list(faults(yaml.compose(text, Loader)))


def write(value: Any) -> str:
    """Return a value of Python as a text in which its strings mean what they mean in a file."""
    return yaml.dump(value, Dumper=Dumper, sort_keys=False)


def faults(node: yaml.Node | None, path: str = "") -> Iterator[str]:
    """Yield a line for each key that a mapping has twice, and each value that surprises."""
    if isinstance(node, yaml.ScalarNode) and (surprise := surprising(node)):
        yield f"{path}: {surprise}"
    for k, each in enumerate(node.value if isinstance(node, yaml.SequenceNode) else []):
        yield from faults(each, f"{path}.{k}")
    seen = set()
    for key, value in node.value if isinstance(node, yaml.MappingNode) else []:
        name = key.value if isinstance(key, yaml.ScalarNode) else id(key)
        if name in seen:
            yield f"{name}: given again in line {key.start_mark.line + 1}, allowed: once"
        seen.add(name)
        yield from faults(value, f"{path}.{name}".removeprefix("."))


def surprising(node: yaml.ScalarNode) -> str:
    """Say what is read in a `0100`, `1:40` or `yes` without quotes; nothing of another value."""
    text, kind = node.value, node.tag.removeprefix(TAG)
    if node.style or kind not in ("bool", "int", "float"):
        return ""
    value = str(Loader("").construct_object(node)).lower()
    meant = [value]
    if kind == "int" and re.fullmatch(r"[-+]?0[0-7_]+", text):
        meant = [str(int(text.replace("_", ""))), value]
        surprise = meant[0] != value
    else:
        surprise = ":" in text or (kind == "bool" and text.lower() != value)
    return f"{text} is read as {value} by YAML: write {', or '.join(meant)}" if surprise else ""
