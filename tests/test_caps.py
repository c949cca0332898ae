"""Scenarios that differ in the cap of the iterations alone are fitted along one path."""

import pandas as pd
import pytest
import yaml
from conftest import WHOLE, Checkout

from workflow.scenarios import longest, scenarios

CAPS = [3, 8, 20, 50]


def test_each_scenario_is_with_the_largest_cap_of_those_that_share_the_rest():
    study = {"iterations": CAPS, "hidden_units": [3, 4]}
    named = scenarios(WHOLE | {"iterations": 20, "studies": {"caps": study}})
    of = longest(named)
    assert of.keys() == named.keys()
    for name, last in of.items():
        settings, rest = named[name], named[last]
        assert settings["iterations"] <= rest["iterations"]
        assert settings | {"iterations": 0} == rest | {"iterations": 0}
    units = {f"scenarios/hidden_units-{h}_iterations-50" for h in (3, 4)}
    assert units <= set(of.values())
    assert sum(last in units for last in of.values()) == 2 * len(CAPS)


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """A run with a study of caps, one of which is the experiment's."""
    checkout = Checkout(tmp_path_factory.mktemp("caps"))
    config = WHOLE | {
        "iterations": 20,
        "study_trials": 5,
        "studies": {"caps": {"iterations": CAPS}},
    }
    (checkout.directory / "config.yaml").write_text(yaml.safe_dump(config, sort_keys=False))
    planned = checkout.planned("results/studies/caps.csv")
    checkout.run("results/studies/caps.csv", "results/paper/summary.csv")
    return checkout, planned


def test_only_the_experiment_has_fits_beside_those_of_the_path(ran):
    checkout, planned = ran
    ranges, estimators = 2, 3
    assert planned["fit"] == 2 * ranges * estimators
    folders = {path.parents[2] for path in checkout.results.rglob("fits/*/*.npz")}
    assert {path.name for path in folders} == {"paper", "iterations-50"}


@pytest.mark.parametrize("cap", CAPS)
def test_a_scenario_of_the_path_has_the_numbers_of_a_run_of_its_own(ran, cap):
    checkout, _ = ran
    alone = f"results/alone_{cap}/trials.csv"
    checkout.run(alone, name=f"alone_{cap}", iterations=cap, trials=5, keep_samples="false")
    folder = "paper" if cap == 20 else f"scenarios/iterations-{cap}"
    checkout.run(f"results/{folder}/trials.csv", trials=5)
    of_path = pd.read_csv(checkout.results / folder / "trials.csv")
    pd.testing.assert_frame_equal(
        of_path, pd.read_csv(checkout.directory / alone), check_exact=True
    )


def test_another_cap_refits_the_path_and_not_the_experiment(ran):
    checkout, _ = ran
    given = {"studies": '{"caps": {"iterations": [3, 8, 20, 50, 40]}}'}
    assert checkout.planned("results/studies/caps.csv", **given)["fit"] == 2 * 3
    said = checkout.run("--dry-run", "results/studies/caps.csv", **given)
    assert "fit       scenarios/iterations-50" in said
    assert "fit       paper" not in said


def test_what_the_paper_says_of_several_keys_alike_is_told_once(ran):
    checkout, _ = ran
    given = {"studies": '{"rules": {"iterations": [3, 8], "gradient_tolerance": [0.1, 0.001]}}'}
    checkout.run("results/studies/rules.md", **given)
    text = (checkout.results / "studies/rules.md").read_text("utf-8")
    assert text.count("The stopping rule is not given.") == 1
