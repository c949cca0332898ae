"""The items of the report: each is registered beside its table and its sentence."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from report.evidence import Evidence, Finding

CATEGORIES = ("Tables", "Claims", "Figures")  # in the order of the report
CLAIMS = pd.read_csv(  # the claims of the paper: section and words, by number
    Path(__file__).parents[2] / "workflow/report/claims.csv",
    index_col="number",
    dtype={"section": str},
)


class Item(NamedTuple):
    """One item of the report: what the paper says, what the run found, and the table to show."""

    category: str
    title: str
    claim: int | None  # its number among the claims of the paper, none for what is no claim
    paper: str
    finding: Callable[[Evidence], Finding]
    table: Callable[[Evidence], pd.DataFrame] | None  # none for a figure
    needs: Callable[[Evidence], bool]  # whether the config runs what the item is about

    @property
    def source(self) -> str:
        """Where the paper says it."""
        if self.claim is None:
            return "The paper"
        return f"The paper, section {CLAIMS['section'][self.claim]} (claim {self.claim})"


ITEMS: dict[str, Item] = {}  # by name


def item(
    title: str,
    paper: int | str,
    table: Callable[[Evidence], pd.DataFrame] | None = None,
    name: str = "",
    needs: Callable[[Evidence], bool] = lambda _: True,
) -> Callable:
    """Register the function below as the finding of an item, in the category of its module.

    `paper` is the number of the claim that it answers, or what the paper says where it claims
    nothing.
    """
    claim = paper if isinstance(paper, int) else None
    says = CLAIMS["claim"][claim] if claim else paper

    def register(finding: Callable[[Evidence], Finding]) -> Callable[[Evidence], Finding]:
        category = finding.__module__.split(".")[1].capitalize()
        ITEMS[name or finding.__name__] = Item(category, title, claim, says, finding, table, needs)
        return finding

    return register


def in_order() -> dict[str, Item]:
    """Return all items by name, in the order of the report: that of the claims."""

    def place(pair: tuple[str, Item]) -> tuple[int, int]:
        _, item = pair
        return CATEGORIES.index(item.category), item.claim or len(CLAIMS) + 1

    return dict(sorted(ITEMS.items(), key=place))
