"""A table as a self-contained HTML page."""

import pandas as pd

STYLE = """<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 1.5em; color: #222; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.3em 0.9em; text-align: right; white-space: nowrap; }
th { border-bottom: 1.5px solid #222; font-weight: 600; }
td { border-bottom: 1px solid #ddd; }
</style>"""


def page(title: str, table: pd.DataFrame) -> str:
    """Return a table as a page of its own."""
    body = table.to_html(index=False, border=0)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"{STYLE}</head><body><h2>{title}</h2>\n{body}\n</body></html>\n"
    )
