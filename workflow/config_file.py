"""Check a config file before Snakemake loads it: plain YAML of a sane size, each key given once."""

from itertools import chain
from pathlib import Path

import yaml

from workflow.settings import SCHEMA, refuse, unknown_key

BYTES = 1_000_000
VALUES = 100_000  # those that an alias stands for among them
CHARACTERS = 1_000  # of a key or value


def check_file(path: str | Path) -> None:
    """Raise ConfigError unless a config file can be loaded without harm.

    Snakemake runs the code of a file that asks for it (`__use_yte__: true`), and a few lines of
    aliases can stand for more values than fit into memory.
    """
    try:
        if Path(path).stat().st_size > BYTES:
            raise ValueError(f"more than {BYTES} bytes")
        with Path(path).open(encoding="utf-8") as file:
            loader = yaml.SafeLoader(file)
            root = loader.get_single_node()
            faults = [fault for node in nodes(root) for fault in repeated_keys(node)]
            loader.construct_document(root)
    except RecursionError:
        faults = ["cannot be read: nested too deeply"]
    except Exception as error:  # PyYAML lets through whatever the conversion of a value raises
        faults = [f"cannot be read: {error}"]
    else:
        known = list(SCHEMA["properties"])
        faults += [unknown_key(key.value, known) for key, _ in root.value if key.value not in known]
    refuse([f"{path}: {fault}" for fault in faults])


def nodes(root: yaml.Node | None) -> list[yaml.Node]:
    """Return all nodes of a file, those behind an alias as often as it is used."""
    if not isinstance(root, yaml.MappingNode):
        raise ValueError("not a mapping of keys to values")
    found = [root]
    for node in found:  # grows as it goes
        if isinstance(node, yaml.CollectionNode):
            found += chain(*node.value) if isinstance(node, yaml.MappingNode) else node.value
        elif len(node.value) > CHARACTERS:
            raise ValueError(
                f"more than {CHARACTERS} characters in line {node.start_mark.line + 1}"
            )
        if len(found) > VALUES:
            raise ValueError(f"more than {VALUES} values")
    return found


def repeated_keys(node: yaml.Node) -> list[str]:
    """Return a fault for each key that a mapping has twice: YAML would keep the last."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    keys = [key for key, _ in pairs if isinstance(key, yaml.ScalarNode)]
    first = {key.value: key for key in reversed(keys)}
    return [
        f"{key.value}: given again in line {key.start_mark.line + 1}, allowed: once"
        for key in keys
        if key is not first[key.value]
    ]
