"""Asymptotic theory of the correctly specified softmax: what error a large sample leaves.

Where the scores z = B (1, x) hold the truth, equation (3), the minimiser of a penalty over n
observations is asymptotically normal about it with covariance A⁻¹VA⁻¹/n (White, Econometrica 50,
1982): A is the mean second derivative of the penalty, V the covariance of its first. Samples hold
each class in its prior proportion, so V is the covariance within the classes.
"""

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from analysis.summary import COLUMNS

ASYMPTOTIC = "asymptotic_error"  # its rows in the summary
PENALTIES = ("least_squares", "cross_entropy")  # those that it is worked out for
TOGETHER = 2**13  # nodes of the quadrature taken at once
RESOLVED = 1e12  # condition number of A up to which its inverse has digits


def constants(classes, stratified: bool = True) -> dict[str, float]:
    """Return c of each penalty: the mean of equation (4) squared tends to c/n.

    Ẑ − P is asymptotically J(β̂ − β) with J = ∂P/∂β, so that c = tr(E[JᵀJ] A⁻¹VA⁻¹). With G =
    diag(P) − PPᵀ = ∂P/∂z and scores z_k = β_kᵀ(1, x), the penalty's first derivative is
    D(P − t) ⊗ (1, x), D = I for cross-entropy and D = G for least squares, the mean of its second
    is DG ⊗ (1, x)(1, x)ᵀ, without the last class, which the others leave no freedom.

    Parameters
    ----------
    classes
        The true classes, of any family.
    stratified : bool
        Whether the numbers of each class are fixed, in proportion to the priors, as they are in the
        samples here, or left to chance.

    Returns
    -------
    dict
        By penalty; nan where classes hardly overlap, so that A has no inverse. Empty where the
        posterior is no softmax of linear functions, as of classes that have no such coefficients.
    """
    if not hasattr(classes, "coefficients"):
        return {}
    rule = classes.rule()
    weights = rule.weights.mean(axis=0)
    features = standardised(rule.nodes, weights)
    size = features.shape[1] * (len(classes.priors) - 1)
    squares = np.zeros((size, size))  # E[JᵀJ]
    A, V = ({penalty: np.zeros((size, size)) for penalty in PENALTIES} for _ in range(2))
    means = {penalty: np.zeros((len(classes.priors), size)) for penalty in PENALTIES}
    for first in range(0, len(weights), TOGETHER):
        block = slice(first, first + TOGETHER)
        w, x, P = weights[block], features[block], classes.posterior(rule.nodes[block])
        G = np.eye(len(P)) * P.T[:, :, None] - P.T[:, :, None] * P.T[:, None, :]
        squares += expected(G @ G, x, w)
        for penalty, D in (("cross_entropy", np.eye(len(P))), ("least_squares", G)):
            A[penalty] += expected(D @ G, x, w)
            V[penalty] += expected(D @ G @ D, x, w)  # the covariance of t given x is G
            for k in range(len(P)):
                slope = (D @ (P.T - np.eye(len(P))[k])[..., None])[:, :-1, 0]
                given_k = w * P[k] / classes.priors[k]
                means[penalty][k] += np.einsum("m,ma,mi->ai", given_k, slope, x).ravel()
    if stratified:
        for penalty in PENALTIES:
            V[penalty] -= (means[penalty].T * classes.priors) @ means[penalty]
    return {penalty: constant(A[penalty], V[penalty], squares) for penalty in PENALTIES}


def standardised(nodes: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return (1, x) at nodes (M, p), (M, p+1), each feature of mean 0 and variance 1.

    The posterior that a fit estimates is the same whatever the origin and units of x are.
    """
    centred = nodes - weights @ nodes
    scale = np.sqrt(weights @ centred**2)
    return np.column_stack([np.ones(len(nodes)), centred / np.where(scale > 0, scale, 1)])


def expected(matrices: np.ndarray, x: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return E[M ⊗ xxᵀ] without the last class, of matrices (M, q, q) and features (M, p+1)."""
    inner = matrices[:, :-1, :-1] * weights[:, None, None]
    size = inner.shape[1] * x.shape[1]
    products = (x[:, :, None] * x[:, None, :]).reshape(len(x), -1)
    blocks = np.einsum("mab,mk->abk", inner, products).reshape(*inner.shape[1:], *[x.shape[1]] * 2)
    return blocks.swapaxes(1, 2).reshape(size, size)


def constant(A: np.ndarray, V: np.ndarray, squares: np.ndarray) -> float:
    """Return tr(E[JᵀJ] A⁻¹VA⁻¹), nan where A has no inverse."""
    scale = np.sqrt(np.diag(A))
    if not scale.all() or not np.linalg.cond(A / np.outer(scale, scale)) < RESOLVED:
        return np.nan
    inverse = np.linalg.inv(A / np.outer(scale, scale)) / np.outer(scale, scale)
    return float(np.trace(squares @ inverse @ V @ inverse))


def with_asymptotic_errors(
    summary: pd.DataFrame, known: dict[str, float], observations: int
) -> pd.DataFrame:
    """Add to a summary √(c/n) of each softmax estimator that it holds and that c is known for.

    These rows rest on no trial and have no error. `known` is c by penalty, from `constants`.
    """
    if not known:
        return summary
    rows = [
        (f"softmax-{penalty}", ASYMPTOTIC, np.sqrt(c / observations), *[0.0] * 5, *[0] * 4)
        for penalty, c in known.items()
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    table = table[table["estimator"].isin(summary["estimator"]) & table["mean"].notna()]
    return pd.concat([summary, table], ignore_index=True)


def root_mean_square(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the root of the mean square of summarised measures over trials, and its error.

    Theory is of the mean square, m² + s²(R−1)/R, not of the mean m. The error is that of the delta
    method, those of m² and s² added, which is the most it can be whatever their correlation.
    """
    square = rows["mean"] ** 2 + rows["variance"] * (1 - 1 / rows["trials"].clip(1))
    error = 2 * rows["mean"] * rows["mean_se"] + rows["variance_se"]
    root = np.sqrt(square)
    return pd.DataFrame({"observed": root, "error": error / (2 * root).where(root > 0)})


def beside_theory(summary: pd.DataFrame) -> pd.DataFrame:
    """Return the root mean square posterior error beside the asymptotic one, where there is one.

    Parameters
    ----------
    summary : DataFrame
        By estimator and measure.

    Returns
    -------
    DataFrame
        By estimator: `asymptotic`, `observed` and its `error`, their `ratio` and its 95 % interval.
    """
    asymptotic = summary.index.get_level_values("measure") == ASYMPTOTIC
    known = summary.loc[asymptotic, "mean"].droplevel("measure")
    rows = summary.xs("posterior_error", level="measure").loc[known.index]
    table = root_mean_square(rows).assign(asymptotic=known)
    table["ratio"] = table["observed"] / known
    reach = stdtrit(rows["trials"].clip(2) - 1, 0.975) * table["error"] / known
    return table.assign(low=table["ratio"] - reach, high=table["ratio"] + reach)
