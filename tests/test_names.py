"""Runs by name: a folder each, and two of them side by side."""

import numpy as np
import pandas as pd
import pytest
import yaml
from conftest import ROOT, SMALL, Checkout
from numpy.testing import assert_allclose
from scipy.stats import ttest_ind, ttest_rel

from analysis.runs import same_samples, side_by_side
from workflow.checks import ConfigError, check
from workflow.scenarios import scenarios

CONFIG = yaml.safe_load((ROOT / "config.yaml").read_text("utf-8"))
NAMES = ["logistic-least_squares", "softmax-cross_entropy"]


def trials_of(seed, names, count=9):
    generator = np.random.default_rng(seed)
    rows = [(trial, name) for trial in range(1, count + 1) for name in names]
    table = pd.DataFrame(rows, columns=["trial", "estimator"])
    return table.assign(
        accuracy=generator.random(len(rows)),
        posterior_error=generator.random(len(rows)),
        status="gradient",
    )


@pytest.mark.parametrize("paired", [True, False])
def test_differences_and_intervals_are_those_of_scipy(paired):
    first, second = trials_of(1, NAMES), trials_of(2, NAMES, 9 if paired else 14)
    table = side_by_side(first, second, paired).set_index(["estimator", "measure"])
    assert len(table) == 4
    for (name, measure), row in table.iterrows():
        a, b = (each.loc[each["estimator"] == name, measure] for each in (first, second))
        test = ttest_rel(a, b) if paired else ttest_ind(a, b, equal_var=False)
        ends = test.confidence_interval()
        assert_allclose((row["low"], row["high"]), (ends.low, ends.high))
        assert_allclose(row["difference"], a.mean() - b.mean())
        assert row["paired"] == ("yes" if paired else "no")


def test_what_one_run_lacks_is_there_without_a_difference():
    second = trials_of(2, NAMES[1:])
    second.loc[0, "status"] = "non_finite"
    table = side_by_side(trials_of(1, NAMES[:1]), second, True).set_index(["estimator", "measure"])
    row = table.loc[("softmax-cross_entropy", "accuracy")]
    assert np.isnan(row["first"])
    assert np.isnan(row["difference"])
    assert row["second_trials"] == 8


def test_samples_are_the_same_whatever_is_fitted_to_them():
    assert same_samples(CONFIG, CONFIG | {"hidden_units": 7, "trials": 3, "estimators": []})
    for change in ({"seed": 2}, {"train_per_class": 7}, {"test_per_class": 7}, {"covariance": 2}):
        assert not same_samples(CONFIG, CONFIG | change)


def test_all_scenarios_of_a_name_are_in_its_folder_and_settings_do_not_hold_it():
    named, plain = scenarios(CONFIG | {"name": "mine"}), scenarios(CONFIG)
    assert all(each == "mine" or each.startswith("mine/scenarios/") for each in named)
    assert list(named.values()) == list(plain.values())
    assert "paper" in plain


@pytest.mark.parametrize("name", ["studies", "scenarios", "a/b", "", "a b", "compare", 7])
def test_a_name_that_is_no_folder_of_its_own_is_refused(name):
    with pytest.raises(ConfigError, match="config: name: "):
        check(CONFIG | {"name": name})


def test_a_study_of_seeds_has_other_samples_for_each_seed(tmp_path):
    checkout = Checkout(tmp_path)
    config = CONFIG | SMALL | {"trials": 3, "study_trials": 3}
    config |= {"studies": {"luck": {"seed": [1997, 5]}}}
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(config))
    checkout.run("results/studies/luck.html", "results/paper/trials.csv")
    table = pd.read_csv(checkout.results / "studies/luck.csv")
    means = table[table["measure"] == "accuracy"].pivot(
        index="estimator", columns="seed", values="mean"
    )
    assert (means[5] != means[1997]).all()
    own = pd.read_csv(checkout.results / "paper/trials.csv").groupby("estimator")["accuracy"].mean()
    assert_allclose(means[1997], own[means.index])


def test_runs_stand_side_by_side_and_only_the_papers_problem_is_called_paper(tmp_path):
    checkout = Checkout(tmp_path)
    small = SMALL | {"name": None, "trials": 5}
    logit = "results/wide/scenarios/hidden_units-0/trials.csv"
    said = checkout.run("all", logit, **small | {"name": "wide", "hidden_units": 3})
    assert "results/wide/tables.md" in said
    assert (checkout.directory / logit).exists()
    before = checkout.times("wide/trials.csv")
    checkout.run(**small)
    checkout.run("results/compare/paper_wide.csv", **small)
    assert checkout.times("wide/trials.csv") == before
    table = pd.read_csv(checkout.results / "compare/paper_wide.csv")
    assert set(table["paired"]) == {"yes"}
    assert table["difference"].notna().any()
    checkout.run(**small | {"covariance": 2})
    assert {each.parent.name for each in checkout.results.glob("*/trials.csv")} == {
        *("wide", "paper", "experiment"),
    }
    checkout.run("results/compare/wide_experiment.csv", **small | {"covariance": 2})
    assert set(pd.read_csv(checkout.results / "compare/wide_experiment.csv")["paired"]) == {"no"}
