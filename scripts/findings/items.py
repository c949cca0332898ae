"""The findings by the name of their item in the report."""

from analysis.paper import ESTIMATOR_OF_TABLE
from findings import claims, figures, tables
from findings.evidence import PAPER_ORDER, Evidence, Finding, ranking


def findings(evidence: Evidence) -> dict[str, Finding]:
    """Return every finding.

    Raises
    ------
    SystemExit
        If the run left out one of the paper's estimators.
    """
    for estimator in PAPER_ORDER:
        if estimator not in evidence.summary.index:
            raise SystemExit(
                f"the report compares the paper's estimators: add {estimator} to the config"
            )
    return {
        "table1": tables.deltas(evidence),
        "table2": ranking(evidence, "posterior_error", higher_is_better=False),
        "table3": tables.bayes(evidence),
        **{f"table{number}": tables.rates(evidence, number) for number in ESTIMATOR_OF_TABLE},
        "classification": claims.classification(evidence),
        "readings": claims.readings(evidence),
        "approximation": claims.approximation(evidence),
        "not_sensible": claims.not_sensible(evidence),
        "sums": claims.sums(evidence),
        "softmax_of_linear": claims.softmax_of_linear(evidence),
        "posterior_error": figures.posterior_error(evidence),
        "posterior_maps": figures.posterior_maps(evidence),
        "rates_minus_bayes": figures.rates_minus_bayes(evidence),
        "penalties": figures.penalties(),
    }
