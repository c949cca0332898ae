"""Claims about the distribution of the classes, from which softmax is derived."""

from itertools import combinations

import numpy as np
import pandas as pd
from scipy.special import softmax, stdtrit

from classes.whitening import whiten
from report.evidence import Evidence, Finding, multiple
from report.items import item
from report.words import label, number, percent


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
    lambda evidence: coefficient_table(linear_functions(evidence.classes)[0]),
)
def softmax_of_linear(evidence: Evidence) -> Finding:
    """Is it for these classes, and does knowing the form pay?"""
    classes, family = evidence.classes, evidence.settings["family"].replace("_", " ")
    linear, departure, undefined = linear_functions(classes)
    nodes = classes.rule().nodes
    offsets, slopes = np.split(linear, [1], axis=1)
    estimated = softmax(offsets + slopes @ nodes.T, axis=0)
    deviation = np.abs(estimated - classes.posterior(nodes)).max()
    holds = deviation < 1e-9
    exact = hasattr(classes, "coefficients")
    found = (
        f"The table gives the {'coefficients' if exact else 'nearest linear functions'}. Over the "
        f"mixture of the classes the softmax of these linear functions differs from the posterior "
        f"by at most {deviation:.0e}; the logarithms of the odds differ from linear ones by "
        f"{departure:.1g}, root mean square"
        + (
            f", where they are defined: at {percent(undefined)} of observations a class is "
            "impossible."
            if undefined
            else "."
        )
    )
    verdict = (
        f"For the classes of this config, {family}, equation (3) "
        f"{'holds' if holds else 'does not hold'}."
    )
    errors = evidence.means("posterior_error")
    if "logit" in evidence.summary.index and len(errors):
        best = errors.idxmin()
        found += (
            " A multinomial logit, which has this form, fitted by cross-entropy to the same "
            f"samples has posterior error {evidence.mean('logit', 'posterior_error')} and accuracy "
            f"{evidence.mean('logit', 'accuracy')}; of the config's estimators {label(best)} has "
            f"the smallest error, {evidence.mean(best, 'posterior_error')}, and accuracy "
            f"{evidence.mean(best, 'accuracy')}."
        )
        logit = evidence.value("logit", "posterior_error")
        verdict += (
            f" The posterior error of {label(best)} is {multiple(errors[best], logit, '.2f')} "
            f"times that of the model {'that knows the form' if holds else 'of that form'}."
        )
    return Finding(found, verdict)


def linear_functions(classes) -> tuple[np.ndarray, float, float]:
    """Return the linear functions whose softmax comes nearest to the posterior.

    Those of equation (3) where the family has them; else those nearest, by least squares over the
    mixture, to the logarithms of prior and density, centred over the classes.

    Returns
    -------
    linear : (q, p + 1) array
        Offset in column 0, then the slopes.
    departure : float
        Root mean square over mixture and classes of what the linear functions leave of these
        logarithms, where all are finite.
    undefined : float
        Share of the mixture where one is not.
    """
    rule = classes.rule()
    nodes, weights = rule.nodes, rule.weights.mean(axis=0)
    scores = np.log(classes.priors)[:, None] + classes.log_densities(nodes)
    finite = np.isfinite(scores).all(axis=0)
    centred = scores[:, finite] - scores[:, finite].mean(axis=0)
    basis = np.column_stack([np.ones(finite.sum()), nodes[finite]])
    root = np.sqrt(weights[finite] / weights.sum())[:, None]
    if hasattr(classes, "coefficients"):
        linear = classes.coefficients()
        nearest = linear - linear.mean(axis=0)
    else:
        linear = nearest = np.linalg.lstsq(root * basis, root * centred.T)[0].T
    left = root.T * (centred - nearest @ basis.T)
    departure = np.sqrt((left**2).mean(axis=0).sum()) if finite.any() else np.nan
    return linear, float(departure), float(weights[~finite].sum() / weights.sum())


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
        error = evidence.value(name, "posterior_error")
        parts.append(f"{label(name)} {evidence.mean(name, 'posterior_error')}")
        if logit:
            own = name == f"density-{family}"
            apart = np.hypot(*(evidence.error(each, "posterior_error") for each in (name, "logit")))
            clear = abs(error - logit) > stdtrit(evidence.trials - 1, 0.975) * apart
            than = "smaller" if error < logit else "larger"
            verdict.append(
                f"With {label(name)}, {'those' if own else 'not those'} of the classes, the "
                f"posterior error is {multiple(error, logit, '.2f')} times that of the multinomial "
                f"logit, {than if clear else 'not distinguishable from it'}"
            )
    found = f"Posterior error: {'; '.join(parts)}"
    if logit:
        found += f"; multinomial logit {evidence.mean('logit', 'posterior_error')}"
        found += f". {efron(evidence)}" if family == "gaussian" else ""
    conditions = f" with {evidence.trials} trials."
    return Finding(
        found.rstrip(".") + ".",
        "; ".join(verdict) + conditions if verdict else "There is no logit to compare with.",
    )


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
    sech = weights @ (1 / np.cosh(distance * nodes / 2)) / weights.sum()
    return float((1 + distance**2 / 4) * np.exp(-(distance**2) / 8) * sech)
