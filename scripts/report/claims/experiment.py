"""Claims about the design of the experiment."""

import numpy as np
import pandas as pd

from analysis.paper import TRAIN_PER_CLASS, TRIALS
from experiment.draws import Sample, draw
from report.evidence import Evidence, Finding, choice
from report.items import item
from report.words import listed, number

SHOWN = 1000  # observations per class


def first_sample(evidence: Evidence) -> Sample:
    """Return the training sample of trial 1, or the part of it that a smaller one would be."""
    settings = evidence.settings
    size = min(settings["train_per_class"], SHOWN)
    return draw(range(1, 2), settings["seed"], "train", evidence.classes, size)


def sample_table(evidence: Evidence) -> pd.DataFrame:
    """Lay out the means and variances of the training sample of trial 1, a row a class."""
    x, labels = first_sample(evidence)
    rows = []
    for k in np.unique(labels):
        own = x[0, labels == k]
        moments = {"mean": own.mean(axis=0)}
        moments |= {"variance": own.var(axis=0, ddof=1)} if len(own) > 1 else {}
        rows.append(
            {"class": str(k + 1), "observations": str(len(own))}
            | {
                f"{name} of x_{i}": number(value, 2)
                for name, values in moments.items()
                for i, value in enumerate(values, start=1)
            }
        )
    return pd.DataFrame(rows).fillna("")


@item("Is the experiment that of the paper?", 24, sample_table)
def design(evidence: Evidence) -> Finding:
    """Are classes, sample sizes and trials those of the paper, and what does it not give?"""
    settings = evidence.settings
    unlike = [] if evidence.same_problem else ["classes or test samples"]
    if settings["train_per_class"] != TRAIN_PER_CLASS:
        unlike.append(
            f"{settings['train_per_class']} training observations per class, not {TRAIN_PER_CLASS}"
        )
    if settings["trials"] != TRIALS:
        unlike.append(f"{settings['trials']} trials, not {TRIALS}")
    return Finding(
        "Every trial draws its training and its test sample from random numbers of their own. The "
        f"table has the training sample of trial 1. {choice(settings)}",
        f"Unlike the paper: {listed(unlike)}."
        if unlike
        else "The classes, the samples and the number of trials are the paper's.",
    )
