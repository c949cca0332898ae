"""The items of the report: each is registered beside its table and its sentence."""

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

from report.evidence import Evidence, Finding

CATEGORIES = ("Tables", "Claims", "Figures")  # in the order of the report


class Item(NamedTuple):
    """One item of the report: what the paper says, what the run found, and the table to show."""

    category: str
    title: str
    paper: str
    finding: Callable[[Evidence], Finding]
    table: Callable[[Evidence], pd.DataFrame] | None  # none for a figure
    needs: Callable[[Evidence], bool]  # whether the config runs what the item is about


ITEMS: dict[str, Item] = {}  # by name


def item(
    title: str,
    paper: str,
    table: Callable[[Evidence], pd.DataFrame] | None = None,
    name: str = "",
    needs: Callable[[Evidence], bool] = lambda _: True,
) -> Callable:
    """Register the function below as the finding of an item, in the category of its module."""

    def register(finding: Callable[[Evidence], Finding]) -> Callable[[Evidence], Finding]:
        category = finding.__module__.rpartition(".")[2].capitalize()
        ITEMS[name or finding.__name__] = Item(category, title, paper, finding, table, needs)
        return finding

    return register


def in_order() -> dict[str, Item]:
    """Return all items by name, in the order of the report."""
    named = sorted(ITEMS.items(), key=lambda pair: CATEGORIES.index(pair[1].category))
    return dict(named)
