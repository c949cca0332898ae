"""The sampling paradigm: estimators that model P(x|C), beside those of P(C|x)."""

from itertools import combinations

import numpy as np
import pandas as pd

from classes.whitening import whiten
from report.evidence import Evidence, Finding, beside_logit, multiple
from report.items import item
from report.words import label, sentence


def densities(evidence: Evidence) -> list[str]:
    """Return the estimators of the sampling paradigm that were run, the best of them first."""
    errors = evidence.summary["mean"].xs("posterior_error", level="measure").dropna()
    return list(errors[errors.index.str.startswith("density-")].sort_values().index)


def density_table(evidence: Evidence) -> pd.DataFrame:
    """Lay out the sampling paradigm beside the logit and the config's estimators."""
    names = list(dict.fromkeys([*densities(evidence), "logit", *evidence.estimators]))
    names = [name for name in names if name in evidence.summary.index]
    columns = {"posterior error": "posterior_error", "accuracy": "accuracy"}
    return pd.DataFrame(
        {"estimator": [label(name) for name in names]}
        | {
            heading: [evidence.mean(name, measure) for name in names]
            for heading, measure in columns.items()
        }
    )


@item(
    "What is gained by modelling P(x|C)?",
    "Softmax is derived by modelling P(x|C), the sampling paradigm; no estimator that does so is "
    "compared.",
    density_table,
    needs=lambda evidence: bool(densities(evidence)),
)
def sampling_paradigm(evidence: Evidence) -> Finding:
    """How does the maximum likelihood of the densities compare with that of the posterior?"""
    family = evidence.settings["family"]
    parts, verdict = [], []
    logit = "logit" in evidence.summary.index and evidence.value("logit", "posterior_error")
    for name in densities(evidence):
        parts.append(f"{label(name)} {evidence.mean(name, 'posterior_error')}")
        if logit:
            own = name == f"density-{family}"
            times, than = beside_logit(evidence, name)
            verdict.append(
                f"with {label(name)}, {'those' if own else 'not those'} of the classes, the "
                f"posterior error is {times} times that of the multinomial logit, {than}"
            )
    found = f"Posterior error: {'; '.join(parts)}"
    if logit:
        found += f"; multinomial logit {evidence.mean('logit', 'posterior_error')}"
        found += f". {efron(evidence)}" if family == "gaussian" else ""
    compared = "; ".join(verdict) or "there is no logit to compare with"
    return Finding(found.rstrip(".") + ".", sentence(compared))


def efron(evidence: Evidence) -> str:
    """Set the efficiency of the logit relative to Gaussian densities beside Efron's figure."""
    squares = {}
    for name in ("density-gaussian", "logit"):
        row = evidence.summary.loc[(name, "posterior_error")]
        squares[name] = row["mean"] ** 2 + row["variance"]
    distances = [
        np.linalg.norm(whiten(a - b, evidence.classes.covariance))
        for a, b in combinations(evidence.classes.means, 2)
    ]
    return (
        "The mean squared error of Gaussian densities is "
        f"{multiple(squares['density-gaussian'], squares['logit'], '.2f')} times that of the "
        "logit. For two equally likely Gaussian classes as far apart as the nearest of these, "
        f"{min(distances):.2f} standard deviations, the asymptotic efficiency of the logit, for "
        f"the error rate, is {efficiency(min(distances)):.2f} (Efron 1975)"
    )


def efficiency(distance: float) -> float:
    """Return the asymptotic efficiency of the logit relative to linear discriminant analysis.

    (1 + Δ²/4) exp(−Δ²/8) E sech(ΔZ/2) for two equally likely Gaussian classes Δ standard deviations
    apart, Z standard normal (Efron, Journal of the American Statistical Association 70, 1975).
    """
    nodes, weights = np.polynomial.hermite_e.hermegauss(100)
    decay = np.exp(-distance * abs(nodes) / 2)
    sech = weights @ (2 * decay / (1 + decay**2)) / weights.sum()
    return float((1 + distance**2 / 4) * np.exp(-(distance**2) / 8) * sech)
