import numpy as np
import pandas as pd
import pytest
import yaml
from conftest import ROOT
from numpy.testing import assert_allclose

from conclude_study import conclude
from plot_study import draw
from study import slopes, with_settings
from workflow.scenarios import combinations, resolve, same_problem, scenario_name, scenarios

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
        ({"means": [[-0.0, 1], [0, 2.0]]}, "means-0,1__0,2"),
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


def test_a_name_is_short_enough_for_a_folder_and_still_its_own():
    long = {key: 1.2345678901234567e-10 for key in CONFIG if key != "studies"}
    names = {scenario_name(CONFIG, long | {"iterations": k}) for k in range(5)}
    assert len(names) == 5
    assert max(map(len, names)) <= 255


def test_each_scenario_has_the_settings_of_its_name():
    for name, settings in scenarios(CONFIG).items():
        differing = {key for key in settings if settings[key] != CONFIG[key]}
        assert all(key in name for key in differing - {"estimators"})
    assert scenarios(CONFIG)["hidden_units-0"]["hidden_units"] == 0


def test_the_paper_is_the_config_itself():
    assert scenarios(CONFIG)["paper"].items() <= CONFIG.items()


def test_neither_the_studies_nor_what_they_ask_of_files_is_a_setting_of_a_scenario():
    for settings in scenarios(CONFIG).values():
        assert set(CONFIG) - set(settings) == {"studies", "study_trials", "keep_samples"}


PROBLEM = yaml.safe_load((ROOT / "workflow/published/problem.yaml").read_text())


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({}, True),
        ({"hidden_units": 7, "iterations": 3, "train_per_class": 25, "seed": 1}, True),
        ({"covariance": [[1, 0], [0, 1.0]], "priors": [2, 2, 2, 2]}, True),
        ({"estimators": [*CONFIG["estimators"][::-1], {"activation": "a", "penalty": "b"}]}, True),
        ({"estimators": CONFIG["estimators"][1:]}, False),
        ({"test_per_class": 99}, False),
        ({"covariance": 2}, False),
        ({"priors": [1, 1, 1, 2]}, False),
        ({"means": [[-1, 1], [1, 1], [-1, -1], [1, -1.5]]}, False),
    ],
    ids=str,
)
def test_the_published_tables_are_of_the_same_classes_test_samples_and_estimators(change, same):
    assert same_problem(CONFIG | change, PROBLEM) == same


def test_each_scenario_of_a_study_can_be_given_to_jobs():
    for settings in scenarios(CONFIG).values():
        assert resolve(settings)["network"]["hidden_units"] == settings["hidden_units"]


def test_a_table_has_the_scenario_and_what_varies_in_front():
    table = pd.DataFrame({"estimator": ["a", "b"], "mean": [1.0, 2.0]}, index=[7, 9])
    varied = {"hidden_units": 3, "priors": [1, 2.5]}
    assert with_settings(table, "mine", varied).to_dict("list") == {
        "scenario": ["mine"] * 2,
        "hidden_units": [3] * 2,
        "priors": ["[1,2.5]"] * 2,
        "estimator": ["a", "b"],
        "mean": [1.0, 2.0],
    }


SIZES = {f"n-{size}": {"train_per_class": size} for size in (25, 100, 400)}


def of_sizes(scenarios, power, noise):
    """Return trials whose posterior error is their own multiple of n to a power, but for noise."""
    generator = np.random.default_rng(0)
    scale = np.exp(generator.standard_normal(50))
    tables = {}
    for name, (size,) in ((name, varied.values()) for name, varied in scenarios.items()):
        error = scale * size**power * np.exp(noise * generator.standard_normal(50))
        columns = {"trial": range(50), "estimator": "softmax-cross_entropy"}
        tables[name] = pd.DataFrame(columns | {"posterior_error": error, "sum_deviation": 1e-16})
    return tables


def test_the_slope_of_an_exact_power_law_is_its_power():
    (row,) = slopes(of_sizes(SIZES, -0.5, 0), SIZES).itertuples()
    assert row.measure == "posterior_error"  # outputs that add to one have no rate of their own
    assert_allclose([row.slope, row.slope_se], [-0.5, 0], atol=1e-12)


def test_the_interval_of_a_slope_is_that_of_the_normal_theory():
    (row,) = slopes(of_sizes(SIZES, -0.5, 0.1), SIZES).itertuples()
    x = np.log([25, 100, 400])
    expected = 0.1 / np.sqrt(((x - x.mean()) ** 2).sum() * 50)
    assert_allclose(row.slope_se, expected, rtol=0.3)
    assert row.low < -0.5 < row.high


@pytest.mark.parametrize(
    "scenarios",
    [
        dict(list(SIZES.items())[:2]),
        {name: {"covariance": size} for name, (size,) in zip("abc", [[1], [2], [3]], strict=True)},
        {name: varied | {"hidden_units": 2} for name, varied in SIZES.items()},
    ],
    ids=["two sizes", "no size", "two keys"],
)
def test_other_studies_have_no_rate(scenarios):
    assert slopes(dict.fromkeys(scenarios), scenarios).empty


ESTIMATORS = ("logistic-least_squares", "softmax-least_squares", "softmax-cross_entropy")


def study_tables(study, values):
    """Return the tables of a study: posterior errors by scenario and estimator."""
    summary, paired = [], []
    for settings, means in zip(combinations(study), values, strict=True):
        heading = {"scenario": str(settings)} | {key: str(v) for key, v in settings.items()}
        for measure in ("posterior_error", "sum_deviation"):
            summary += [
                heading | {"estimator": name, "measure": measure, "mean": mean, "mean_se": 0.001}
                for name, mean in zip(ESTIMATORS, means, strict=True)
            ]
        for measure, sign in (("posterior_error", 1), ("accuracy", -1)):
            for i, j in ((0, 1), (0, 2), (1, 2)):
                d = sign * (means[i] - means[j])
                paired.append(
                    heading
                    | {"measure": measure, "first": ESTIMATORS[i], "second": ESTIMATORS[j]}
                    | {"difference": d, "difference_se": 0.01, "low": d - 0.02, "high": d + 0.02}
                )
    return pd.DataFrame(summary), pd.DataFrame(paired)


def test_the_answer_counts_where_the_order_holds_and_names_the_least_difference():
    study = {"hidden_units": [2, 4], "iterations": [10, 300]}
    values = [(0.4, 0.3, 0.2), (0.3, 0.4, 0.2), (0.4, 0.3, 0.29), (0.35, 0.3, 0.2)]
    tables = study_tables(study, values)
    verdict = conclude(*tables, pd.DataFrame(columns=["measure"]), list(study)).verdict
    assert "By posterior error the paper's order is found, each step resolved, in 2 of 4" in verdict
    assert "By accuracy the paper's order is found, each step resolved, in 2 of 4" in verdict
    assert "softmax + cross-entropy in 4 of 4 settings" in verdict
    assert "0.1100 or 45% less, at hidden units 4, iterations 10." in verdict


@pytest.mark.parametrize(
    "study",
    [
        {"hidden_units": [0, 2], "iterations": [10, 300]},
        {"covariance": [1, [[1, 0.5], [0.5, 1]]]},
        {"priors": ["equal", [1, 2, 3, 4]], "means": [[[0], [1]], [[0], [2]]]},
    ],
    ids=lambda study: ", ".join(study),
)
def test_a_figure_shows_each_scenario_where_its_settings_are(study):
    settings = combinations(study)
    values = [(0.3 + k, 0.2 + k, 0.1 + k) for k in range(len(settings))]
    summary, paired = study_tables(study, values)
    figure = draw(summary, paired, study)
    first, *others = study.values()
    width = len(settings) // len(first)
    for column in range(width):
        drawn = [line.get_ydata() for line in figure.axes[column].lines]
        assert_allclose(drawn, np.array(values)[column::width].T)
        assert figure.axes[column].get_title() or not others
