"""Section 3 in a study of classes: each claim can hold and can fail."""

import numpy as np
import pandas as pd
import pytest
import yaml
from conftest import ROOT
from test_families import EXAMPLES, LINEAR, classes_of

from report.evidence import PAPER_PAIRS
from report.section3 import section3, section3_table
from report.studies import PAPER as TEXTS
from section3 import COLUMNS, of_form, of_order
from workflow.checks import SCHEMA, ConfigError, check
from workflow.scenarios import applied, scenario_name, scenarios

CONFIG = yaml.safe_load((ROOT / "config.yaml").read_text("utf-8"))
VARIED = SCHEMA["properties"]["studies"]["additionalProperties"]["properties"]


def paired(low, high):
    """Return the paired differences of all the paper's pairs, each with this interval."""
    rows = [
        {"measure": measure, "first": first, "second": second, "low": low, "high": high}
        for measure in ("posterior_error", "accuracy")
        for first, second in PAPER_PAIRS
    ]
    return pd.DataFrame(rows).assign(difference=(low + high) / 2)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_form_holds_for_one_exponential_family_with_a_common_scale_alone(name):
    verdicts = {claim: verdict for claim, *_, verdict in of_form(classes_of(name))}
    expected = "holds" if name in LINEAR else "refuted"
    assert set(verdicts.values()) == {expected}


@pytest.mark.parametrize(
    ("low", "high", "error", "accuracy"),
    [
        (0.1, 0.2, "as the paper", "reversed"),
        (-0.2, -0.1, "reversed", "as the paper"),
        (-0.1, 0.2, "unresolved", "unresolved"),
    ],
)
def test_the_order_of_a_pair_is_that_of_its_interval(low, high, error, accuracy):
    verdicts = [
        (claim.partition(":")[0], verdict) for claim, *_, verdict in of_order(paired(low, high))
    ]
    assert verdicts == [("posterior_error", error)] * 3 + [("accuracy", accuracy)] * 3


def test_what_was_not_run_is_not_judged():
    assert not of_order(paired(1, 2).iloc[:0])


def of_settings(*verdicts):
    """Return section3.csv of settings: of each, its class file, its form and its order."""
    tables = []
    for k, (path, form, order) in enumerate(verdicts):
        rows = [("softmax_of_linear", 0.25 if form == "refuted" else 0.0, np.nan, np.nan, form)]
        claim = "posterior_error: softmax-least_squares against softmax-cross_entropy"
        rows.append((claim, 0.1, 0.0, 0.2, order))
        tables.append(pd.DataFrame(rows, columns=COLUMNS).assign(scenario=str(k), classes=path))
    return pd.concat(tables)


def test_sentences_keep_the_classes_of_the_form_apart_from_others():
    said = section3(
        of_settings(
            ("config/poisson.yaml", "holds", "as the paper"),
            ("a/gamma.yaml", "holds", "reversed"),
            ("config/uniform.yaml", "refuted", "unresolved"),
        )
    )
    assert "is a softmax of a linear function of x for the classes Poisson and gamma" in said
    assert "in 1 of 2 settings (reversed in 1)" in said
    assert "is not a softmax of a linear function of x for the classes uniform" in said
    assert "logarithms is 0.25." in said
    assert "in 0 of 1 setting (unresolved in 1)" in said
    assert "is not" not in section3(of_settings(("config/poisson.yaml", "holds", "reversed")))


def test_the_table_has_a_row_a_setting_and_a_column_a_claim():
    shown = section3_table(
        of_settings(("config/negative_binomial.yaml", "holds", "reversed")), ["classes"]
    )
    assert shown.iloc[0].tolist() == ["negative binomial", "holds (0)", "reversed (+0.1000)"]


def test_every_key_that_a_study_may_vary_has_its_text():
    assert set(TEXTS) == set(VARIED)


def test_the_papers_classes_from_a_file_are_the_experiment_itself():
    assert scenario_name(CONFIG, {"classes": "config/gaussian.yaml"}) == "paper"


def test_a_file_of_another_family_brings_all_its_parameters():
    settings = applied(CONFIG, {"classes": "config/gamma.yaml", "hidden_units": 5})
    assert settings["hidden_units"] == 5
    assert {"rates", "shape"} <= set(settings)
    assert not {"means", "covariance"} & set(settings)
    name = scenario_name(CONFIG, {"classes": "config/gamma.yaml"})
    assert scenarios(CONFIG)[name]["family"] == "gamma"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hidden_units: 3", "hidden_units given, allowed: family"),
        ("rates: [[1, x], [2, 3]]", "rates: 0.1: 'x' given"),
        ("family: [", "cannot be read"),
        (None, "cannot be read"),
    ],
)
def test_a_file_that_is_none_of_classes_is_refused_in_one_line(tmp_path, monkeypatch, text, said):
    monkeypatch.chdir(tmp_path)
    if text:
        (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=said) as refused:
        check(CONFIG | {"studies": {"mine": {"classes": ["mine.yaml"]}}})
    assert len(str(refused.value).splitlines()) == 1
