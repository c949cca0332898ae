"""Claims about the sum of the outputs."""

from experiment.measures import ROUNDING
from report.evidence import Evidence, Finding
from report.items import item
from report.tables import measure_table
from report.words import label, listed, percent


@item(
    "Do logistic outputs add to one?",
    14,
    measure_table({"mean |Σ_k z*_k − 1|": "sum_deviation", "mean output": "mean_output"}),
)
def sums(evidence: Evidence) -> Finding:
    """How far from one do outputs sum that are free to?"""
    means = evidence.summary["mean"].xs("sum_deviation", level="measure").dropna()
    free = means[means > ROUNDING]
    found = "; ".join(
        f"{label(name)} {evidence.mean(name, 'sum_deviation')}" for name in free.index
    )
    tied = [label(name) for name in means.index if name not in free.index]
    size, hidden = (evidence.settings[key] for key in ("train_per_class", "hidden_units"))
    off = ", ".join(f"{label(name)} {percent(value, 1)}" for name, value in free.items())
    return Finding(
        f"Mean |Σ_k z*_k − 1| over test observations: {found or 'none'}."
        + (f" One but for rounding: {listed(tied)}." if tied else ""),
        f"With {size} training observations per class and {hidden} hidden units the sums are off "
        f"on average by: {off or 'nothing'}. How that falls with the sample size is a question for "
        "the study of it (`make studies`).",
    )
