import pytest
import yaml
from conftest import ROOT

from workflow.studies import combinations, scenario_name, scenarios

CONFIG = yaml.safe_load((ROOT / "config.yaml").read_text())


def test_combinations_cross_all_values():
    assert combinations({"a": [1, 2], "b": "xy"}) == [
        {"a": 1, "b": "x"},
        {"a": 1, "b": "y"},
        {"a": 2, "b": "x"},
        {"a": 2, "b": "y"},
    ]


@pytest.mark.parametrize(
    ("varied", "name"),
    [
        ({}, "paper"),
        ({"hidden_units": 2, "iterations": 300}, "paper"),
        ({"iterations": 10, "hidden_units": 4}, "hidden_units-4_iterations-10"),
        ({"weight_decay": 0.001}, "weight_decay-0.001"),
        ({"priors": [1, 1, 1, 3]}, "priors-1,1,1,3"),
    ],
    ids=str,
)
def test_a_scenario_is_named_by_what_differs_from_the_paper(varied, name):
    assert scenario_name(CONFIG, varied) == name


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("weight_decay", [0.1, 0.1000001, 1e-7, 1e7]),
        ("priors", [[1, 2, 3, 4], [12, 3, 4, 5], [1, 2, 3, 4.0000001]]),
        ("means", [[[k / 7] * 9] * 4 for k in range(5)]),
    ],
)
def test_different_settings_have_different_names(key, values):
    names = {scenario_name(CONFIG, {key: value}) for value in values}
    assert len(names) == len(values)


def test_each_scenario_has_the_settings_of_its_name():
    for name, settings in scenarios(CONFIG).items():
        differing = {key for key in settings if settings[key] != CONFIG[key]}
        assert all(key in name for key in differing - {"estimators"})
    assert scenarios(CONFIG)["hidden_units-0"]["hidden_units"] == 0


def test_the_paper_is_the_config_itself():
    assert scenarios(CONFIG)["paper"].items() <= CONFIG.items()
