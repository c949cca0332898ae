"""Section 3: in which settings of a study the paper's claims about families hold."""

import pandas as pd

from report.words import (
    counted,
    key_in_words,
    label,
    listed,
    number,
    sentence,
    size,
    span,
    value_in_words,
)


def section3(tested: pd.DataFrame) -> str:
    """Say where the posterior is a softmax of a linear function, and who leads there and elsewhere.

    Parameters
    ----------
    tested : DataFrame
        As section3.py writes it: a row for each claim in each setting.
    """
    of_form = tested[tested["claim"] == "softmax_of_linear"].set_index("scenario")
    sentences = []
    for verdict, words in (("holds", "is"), ("refuted", "is not")):
        rows = of_form[of_form["verdict"] == verdict]
        if len(rows):
            names = dict.fromkeys(value_in_words(each) for each in rows["classes"])
            sentences.append(
                f"The posterior {words} a softmax of a linear function of x for the classes "
                f"{listed(names)}: its distance, equation (4), from the softmax of the linear "
                "functions nearest to its logarithms is "
                + (
                    span(rows["value"], size)
                    if verdict == "refuted"
                    else f"at most {size(rows['value'].max())}"
                )
                + "."
            )
            counts = []
            for claim, each in tested[
                tested["scenario"].isin(rows.index) & tested["claim"].str.startswith("posterior_e")
            ].groupby("claim", sort=False):
                first, second = claim.removeprefix("posterior_error: ").split(" against ")
                found = each["verdict"].value_counts()
                others = [
                    f"{outcome} in {found[outcome]}"
                    for outcome in ("reversed", "unresolved")
                    if outcome in found
                ]
                counts.append(
                    f"{label(second)} has the smaller error than {label(first)} in "
                    f"{found.get('as the paper', 0)} of {counted(len(each), 'setting')}"
                    + (f" ({', '.join(others)})" if others else "")
                )
            sentences += [sentence(f"there {'; '.join(counts)}")] if counts else []
    return " ".join(sentences)


def section3_table(tested: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Lay out Section 3: a row for each setting, a column for each claim."""
    headings = {
        "softmax_of_linear": "posterior is softmax of linear",
        "linear_log_odds": "log-odds are linear",
    }
    rows = []
    for _, of_setting in tested.groupby("scenario", sort=False):
        row = {key_in_words(key): str(value_in_words(of_setting[key].iloc[0])) for key in keys}
        for each in of_setting.itertuples(index=False):
            measure, _, pair = each.claim.partition(": ")
            heading = headings.get(each.claim) or f"{measure.replace('_', ' ')}: " + " − ".join(
                map(label, pair.split(" against "))
            )
            value = (
                size(each.value) if each.claim in headings else number(each.value, 4, "+")
            ) or "not finite"
            row[heading] = f"{each.verdict} ({value})"
        rows.append(row)
    return pd.DataFrame(rows)
