"""Claims about the distribution of the classes, from which softmax is derived."""

import numpy as np
import pandas as pd
from scipy.special import softmax

from report.evidence import Evidence, Finding, multiple
from report.items import item
from report.words import label, number


def coefficient_table(values: np.ndarray) -> pd.DataFrame:
    """Lay out the linear functions of x whose softmax is the exact posterior, a row a class."""
    shown = {"class": [str(k + 1) for k in range(len(values))]}
    names = ["offset", *(f"x_{i}" for i in range(1, values.shape[1]))]
    for name, column in zip(names, values.T, strict=True):
        shown[name] = [number(value, 4) for value in column]
    return pd.DataFrame(shown)


@item(
    "Is the posterior a softmax of a linear function?",
    17,
    lambda evidence: coefficient_table(evidence.classes.coefficients()),
)
def softmax_of_linear(evidence: Evidence) -> Finding:
    """Is it for these classes, and does knowing the form pay?"""
    deviation = from_linear(evidence.classes)
    holds = "holds" if deviation < 1e-9 else "does not hold"
    found = (
        "The table gives the coefficients. At 1,000 points about the classes the softmax of these "
        f"linear functions differs from the posterior by at most {deviation:.0e}."
    )
    verdict = (
        f"For the classes of this config, {evidence.settings['family']}, equation (3) {holds}."
    )
    errors = evidence.means("posterior_error")
    if "logit" in evidence.summary.index and len(errors):
        best = errors.idxmin()
        found += (
            " A multinomial logit, which has this form, fitted by cross-entropy to the same "
            f"samples has posterior error {evidence.mean('logit', 'posterior_error')} and accuracy "
            f"{evidence.mean('logit', 'accuracy')}; of the networks {label(best)} has the smallest "
            f"error, {evidence.mean(best, 'posterior_error')}, and accuracy "
            f"{evidence.mean(best, 'accuracy')}."
        )
        logit = evidence.value("logit", "posterior_error")
        verdict += (
            f" The posterior error of {label(best)} is {multiple(errors[best], logit, '.2f')} "
            "times that of the model that knows the form."
        )
    return Finding(found, verdict)


def from_linear(classes) -> float:
    """Return how far the posterior is from the softmax of its linear functions, at 1,000 points."""
    low, high = classes.extent()
    points = np.random.default_rng(0).uniform(low, high, (1000, len(low)))
    offsets, slopes = np.split(classes.coefficients(), [1], axis=1)
    return np.abs(softmax(offsets + slopes @ points.T, axis=0) - classes.posterior(points)).max()
