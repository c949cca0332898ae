from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from conftest import ROOT
from numpy.testing import assert_allclose, assert_array_equal

from analysis.asymptotics import ASYMPTOTIC
from analysis.slopes import slopes, slopes_of
from classes import PARAMETERS
from estimators import ESTIMATORS as ALL
from plot_study import draw, panels
from report.studies import conclude, where
from study import with_settings
from workflow.checks import OF_CLASSES
from workflow.scenarios import combinations, resolve, same_problem, scenario_name, scenarios, told

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
        ({"iterations": 10, "hidden_units": 4}, "scenarios/hidden_units-4_iterations-10"),
        ({"weight_decay": 0.001}, "scenarios/weight_decay-0.001"),
        ({"priors": [1, 1, 1, 3]}, "scenarios/priors-1,1,1,3"),
        ({"means": [[-0.0, 1], [0, 2.0]]}, "scenarios/means-0,1__0,2"),
        ({"estimators": CONFIG["estimators"][::-1]}, "paper"),
        (
            {"estimators": [{"density": "gaussian"}, {"script": "a/b.py"}]},
            "scenarios/estimators-density-gaussian,script-b",
        ),
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
    long = {key: 1.2345678901234567e-10 for key in CONFIG if key not in ("studies", "estimators")}
    names = {scenario_name(CONFIG, long | {"iterations": k}) for k in range(5)}
    assert len(names) == 5
    assert max(len(Path(name).name) for name in names) <= 255


def test_each_scenario_has_the_settings_of_its_name():
    for name, settings in scenarios(CONFIG).items():
        differing = {key for key in settings if settings[key] != CONFIG.get(key)}
        of_file = set(OF_CLASSES) if "classes-" in name else set()
        assert all(key in name for key in differing - {"estimators"} - of_file)
    assert scenarios(CONFIG)["scenarios/hidden_units-0"]["hidden_units"] == 0


def test_the_paper_is_the_config_itself():
    assert scenarios(CONFIG)["paper"].items() <= CONFIG.items()


COMPANIONS = ["scenarios/other_pairings", "scenarios/densities"]
EVERY = [each._asdict() for each in ALL]
LEFT_OUT = [each for each in EVERY if each["activation"] == "logistic"][1:] + EVERY[-1:]


def test_the_order_in_which_estimators_are_listed_is_no_setting():
    first, *rest = CONFIG["estimators"]
    turned = [*rest, dict(reversed(first.items()))]
    assert str(scenarios(CONFIG | {"estimators": turned})) == str(scenarios(CONFIG))
    for name, settings in scenarios(CONFIG | {"estimators": EVERY[::-1]}).items():
        assert settings["estimators"] == EVERY or name == "scenarios/densities"


@pytest.mark.parametrize("run", [[], LEFT_OUT[:1], LEFT_OUT[1:], LEFT_OUT], ids=len)
def test_the_other_pairings_are_those_that_the_config_leaves_out(run):
    named = scenarios(CONFIG | {"estimators": [*CONFIG["estimators"], *run]})
    left = [each for each in LEFT_OUT if each not in run]
    assert ("scenarios/other_pairings" in named) == bool(left)
    if left:
        assert named["scenarios/other_pairings"]["estimators"] == left


def test_the_logit_fits_the_estimators_of_the_config_and_is_the_config_without_hidden_units():
    config = CONFIG | {"studies": {}}
    assert scenarios(config)["scenarios/hidden_units-0"]["estimators"] == CONFIG["estimators"]
    assert list(scenarios(config | {"hidden_units": 0})) == ["paper", *COMPANIONS]


def test_neither_the_studies_nor_what_they_ask_of_files_is_a_setting_of_a_scenario():
    for settings in scenarios(CONFIG).values():
        missing = set(CONFIG) - set(settings) - PARAMETERS
        assert missing == {"reconstruction", "studies", "study_trials", "keep_samples"}


PROBLEM = yaml.safe_load((ROOT / "workflow/published/problem.yaml").read_text())


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({}, True),
        ({"hidden_units": 7, "iterations": 3, "train_per_class": 25, "seed": 1}, True),
        ({"covariance": [[1, 0], [0, 1.0]], "priors": [2, 2, 2, 2]}, True),
        ({"estimators": [*CONFIG["estimators"][::-1], {"activation": "a", "penalty": "b"}]}, True),
        ({"estimators": CONFIG["estimators"][1:]}, True),
        ({"test_per_class": 99}, False),
        ({"covariance": 2}, False),
        ({"priors": [1, 1, 1, 2]}, False),
        ({"means": [[-1, 1], [1, 1], [-1, -1], [1, -1.5]]}, False),
    ],
    ids=str,
)
def test_the_published_tables_are_of_the_same_classes_and_test_samples(change, same):
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
        tables[name] = pd.DataFrame(columns | {"posterior_error": error, "sum_deviation": 1e-8})
    return tables


def test_the_slope_of_an_exact_power_law_is_its_power():
    table = slopes(of_sizes(SIZES, -0.5, 1e-9), SIZES)
    assert set(table["measure"]) == {"posterior_error"}  # no rate of a fit's precision
    assert list(table["kind"]) == ["local", "local", "overall"]
    assert_array_equal(table[["from", "to"]], [[25, 100], [100, 400], [25, 400]])
    assert_allclose(table["slope"], -0.5)
    assert (table["slope_se"] < 1e-9).all()


def test_a_curve_has_local_slopes_and_none_overall():
    tables = of_sizes(SIZES, -0.5, 0.1)
    floor = 0.5 * tables["n-25"]["posterior_error"]
    tables = {
        name: table.assign(posterior_error=table["posterior_error"] + floor)
        for name, table in tables.items()
    }
    table = slopes(tables, SIZES)
    assert list(table["kind"]) == ["local", "local"]
    assert (table["straight_p"] < 0.01).all()
    assert table["slope"].is_monotonic_increasing


def test_the_test_of_a_straight_line_fails_a_power_law_in_one_of_twenty_runs():
    generator = np.random.default_rng(1)
    sizes = np.array([10, 30, 100, 200])
    runs = -0.5 * np.log(sizes) + 0.2 * generator.standard_normal((400, 40, 4))
    bent = [slopes_of(logs, sizes)[-1][0] == "local" for logs in runs]
    assert 0.02 < np.mean(bent) < 0.085


def test_a_trial_counts_in_the_slopes_of_which_it_has_both_ends():
    tables = of_sizes(SIZES, -0.5, 0.1)
    tables["n-25"].loc[[0, 1], "posterior_error"] = [0, np.nan]
    table = slopes(tables, SIZES)
    assert list(table["trials"]) == [48, 50, 48]
    one = {name: rows[rows["trial"] == 0] for name, rows in tables.items()}
    assert slopes(one, SIZES)[["slope", "slope_se", "straight_p"]].isna().all(axis=None)


def test_two_sizes_have_one_slope_and_their_order_in_the_config_does_not_count():
    two = dict(list(SIZES.items())[1::-1])
    (row,) = slopes(of_sizes(two, -0.5, 0.1), two).to_dict("records")
    assert (row["kind"], row["from"], row["to"]) == ("local", 25, 100)
    assert row["low"] < -0.5 < row["high"]


def test_the_interval_of_a_slope_is_that_of_the_normal_theory():
    row = slopes(of_sizes(SIZES, -0.5, 0.1), SIZES).iloc[-1]
    x = np.log([25, 100, 400])
    expected = 0.1 / np.sqrt(((x - x.mean()) ** 2).sum() * 50)
    assert_allclose(row.slope_se, expected, rtol=0.3)
    assert row.low < -0.5 < row.high
    assert row.kind == "overall"


@pytest.mark.parametrize(
    "scenarios",
    [
        dict(list(SIZES.items())[:1]),
        {name: {"covariance": size} for name, (size,) in zip("abc", [[1], [2], [3]], strict=True)},
        {"a": {"train_per_class": 9, "starts": 1}, "b": {"train_per_class": 9, "starts": 2}},
    ],
    ids=["one size", "no size", "one size of another key's values"],
)
def test_other_studies_have_no_rate(scenarios):
    assert slopes(dict.fromkeys(scenarios), scenarios).empty


@pytest.mark.parametrize("keys", [("train_per_class", "priors"), ("priors", "train_per_class")])
def test_each_setting_of_the_other_keys_has_its_own_rates(keys):
    values = {"train_per_class": [25, 100, 400], "priors": ["equal", [1, 2]]}
    study = {str(each): each for each in combinations({key: values[key] for key in keys})}
    trials = {}
    for power, priors in ((-0.5, "equal"), (-0.2, [1, 2])):
        chosen = {name: each for name, each in study.items() if each["priors"] == priors}
        sizes = {name: {"train_per_class": chosen[name]["train_per_class"]} for name in chosen}
        trials |= of_sizes(sizes, power, 1e-9)
    table = slopes({name: trials[name] for name in study}, study)
    assert list(table.columns[:2]) == ["priors", "estimator"]
    assert list(table["priors"]) == ["equal"] * 3 + ["[1,2]"] * 3
    assert_allclose(table["slope"], [-0.5] * 3 + [-0.2] * 3)


ESTIMATORS = ("logistic-least_squares", "softmax-least_squares", "softmax-cross_entropy")


def study_tables(study, values):
    """Return the tables of a study: posterior errors by scenario and estimator; base first."""
    summary, paired = [], []
    for k, (settings, means) in enumerate(zip(combinations(study), values, strict=True)):
        scenario = str(settings) if k else "paper"
        heading = {"scenario": scenario} | {key: str(told(key, v)) for key, v in settings.items()}
        ended = {"trials": 50, "left_out": 0, "stopped_early": 10 * k}
        for measure in ("posterior_error", "sum_deviation"):
            summary += [
                heading
                | {"estimator": name, "measure": measure, "mean": mean, "mean_se": 0.001}
                | ended
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


NO_SLOPES = pd.DataFrame(columns=["measure", "estimator", "kind"])


def test_each_pair_is_counted_by_itself_and_without_the_base():
    study = {"hidden_units": [2, 4], "iterations": [10, 300]}
    values = [(0.4, 0.3, 0.2), (0.3, 0.4, 0.2), (0.4, 0.3, 0.29), (0.35, 0.3, 0.2)]
    found = conclude(*study_tables(study, values), NO_SLOPES, list(study))
    for measure in ("posterior error", "accuracy"):
        first = "logistic + least squares against softmax + least squares"
        counts = "as the paper has it in 2, reversed in 1, unresolved in 0 of 3 settings beside the"
        assert f"By {measure}, {first} is {counts} base" in found.verdict
        last = "softmax + least squares against softmax + cross-entropy"
        counts = "as the paper has it in 2, reversed in 0, unresolved in 1 of 3 settings beside the"
        assert f"By {measure}, {last} is {counts} base" in found.verdict
    assert "softmax + cross-entropy in 4 of 4 settings, 3 of them resolved." in found.verdict
    assert "the least, 0.1100 ± 0.0100 at hidden units 4, iterations 10," in found.verdict
    assert "the most, 0.2000 ± 0.0100 at hidden units 2, iterations 10." in found.verdict
    assert "logistic + least squares 0 % to 60 %" in found.found
    assert "softmax + cross-entropy 0 % to 60 %" in found.found


@pytest.mark.parametrize(
    ("second", "says"), [(0.25, "all of them resolved."), (0.21, "none of them resolved.")]
)
def test_smallest_errors_are_counted_with_those_resolved(second, says):
    study = {"starts": [1, 2]}
    found = conclude(*study_tables(study, [(0.4, second, 0.2)] * 2), NO_SLOPES, ["starts"])
    assert f"error: softmax + cross-entropy in 2 of 2 settings, {says}" in found.verdict
    assert "is as the paper has it in 1, reversed in 0, unresolved in 0 of 1 setting beside" in (
        found.verdict
    )


def test_an_error_whose_difference_from_another_is_unknown_is_not_resolved():
    summary, paired = study_tables({"starts": [1, 2]}, [(0.4, 0.3, 0.2)] * 2)
    paired.loc[paired["scenario"] == "paper", ["difference", "low", "high"]] = np.nan
    verdict = conclude(summary, paired, NO_SLOPES, ["starts"]).verdict
    assert "softmax + cross-entropy in 2 of 2 settings, 1 of them resolved." in verdict


def test_a_share_of_fits_that_is_the_same_in_all_settings_is_said_once():
    summary, paired = study_tables({"starts": [1, 2]}, [(0.4, 0.3, 0.2)] * 2)
    found = conclude(summary.assign(stopped_early=5), paired, NO_SLOPES, ["starts"]).found
    assert "over the settings: logistic + least squares 10 %, softmax + least" in found


def test_of_one_estimator_no_order_is_told():
    study = {"hidden_units": [2, 4]}
    summary, paired = study_tables(study, [(0.4, 0.3, 0.2), (0.3, 0.4, 0.2)])
    summary, paired = summary[summary["estimator"] == ESTIMATORS[0]], paired[:0]
    assert conclude(summary, paired, NO_SLOPES, list(study)).verdict.startswith("There is no")


def slope_rows(measure, slopes, overall=None):
    """Return the slopes of one estimator between successive sizes, with narrow intervals."""
    rows = [
        {"estimator": ESTIMATORS[0], "measure": measure, "kind": "local", "from": 25.0 * 2**k}
        | {"to": 50.0 * 2**k, "slope": slope, "low": slope - 0.02, "high": slope + 0.02}
        for k, slope in enumerate(slopes)
    ]
    if overall is not None:
        rows.append(
            rows[0] | {"kind": "overall", "slope": overall, "low": overall, "high": overall}
        )
    return pd.DataFrame(rows)


def of_slopes(rows):
    study = {"train_per_class": [25, 50, 100]}
    tables = study_tables(study, [(0.4, 0.3, 0.2)] * 3)
    return conclude(*tables, rows, list(study))


def test_a_power_is_told_only_where_there_is_one_overall():
    found = of_slopes(slope_rows("posterior_error", [-0.5, -0.5], overall=-0.5)).found
    assert "goes as the sample size to the power −0.500" in found
    assert "0.4000 ± 0.0010 to 0.4000 ± 0.0010" in found
    found = of_slopes(slope_rows("posterior_error", [-0.7, -0.4])).found
    assert "no one power of the sample size: between successive sizes −0.70 and −0.40 (the" in found
    assert "plateau" not in found


def test_a_power_without_an_interval_is_told_so():
    rows = slope_rows("posterior_error", [-0.5, -0.4]).assign(low=np.nan, high=np.nan)
    found = of_slopes(rows).found
    assert "−0.50 and −0.40 (the last: too few trials for an interval)" in found


def test_a_plateau_is_told_where_the_last_local_slope_is_near_zero():
    found = of_slopes(slope_rows("posterior_error", [-0.7, -0.01])).found
    assert "a plateau at 0.4000" in found
    assert "theory" not in found


@pytest.mark.parametrize(
    ("last", "says"),
    [(-0.49, "not distinguishable from"), (-0.3, "slower than"), (-0.9, "faster than")],
)
def test_a_power_is_held_against_that_of_theory(last, says):
    assert f"{says} theory's −½" in of_slopes(slope_rows("posterior_error", [-0.7, last])).found
    overall = slope_rows("posterior_error", [last, last], overall=last - 0.01 * (last == -0.49))
    assert f"{says} theory's −½" in of_slopes(overall).found


@pytest.mark.parametrize(
    ("last", "says"),
    [(-0.5, "still approaches"), (-0.01, "does not approach"), (-0.1, "may or may not approach")],
)
def test_sums_approach_one_as_the_interval_of_their_last_slope_says(last, says):
    verdict = of_slopes(slope_rows("sum_deviation", [-0.5, last])).verdict
    sizes = "From 50 to 100 observations per class the sum"
    assert f"{sizes} of the outputs of logistic + least squares {says} one, 0.4000" in verdict


POWER = {"train_per_class": [25, 100], "hidden_units": [2, 8]}
OF_POWER = [(0.4, 0.3, 0.2), (0.3, 0.2, 0.1), (0.3, 0.2, 0.1), (0.05, 0.1, 0.045)]


def test_the_best_with_the_largest_sample_is_told_for_each_setting_with_its_equals():
    summary, paired = study_tables(POWER, OF_POWER)
    verdict = conclude(summary, paired, NO_SLOPES, list(POWER)).verdict
    assert (
        "Smallest mean posterior error with 100 observations per class: at hidden units 2 softmax "
        "+ cross-entropy, 0.1000 ± 0.0010; at hidden units 8 softmax + cross-entropy, 0.0450 ± "
        "0.0010, not distinguishable from logistic + least squares." in verdict
    )
    assert "(reversed at training observations per class 100, hidden units 8)." in verdict
    one = summary[summary["hidden_units"] == "2"]
    alone = conclude(one, paired, NO_SLOPES, ["train_per_class"]).verdict
    assert "per class: softmax + cross-entropy, 0.1000" in alone


def test_settings_are_listed_only_where_they_are_few():
    rows = pd.DataFrame({"starts": range(5)})
    assert where(rows, ["starts"]) == where(rows[:0], ["starts"]) == "."
    assert where(rows[1:3], ["starts"]) == " (reversed at starts 1; starts 2)."


def test_each_setting_of_the_other_keys_has_its_own_sentence_of_rates_and_sums():
    rows = pd.concat(
        [
            slope_rows("sum_deviation", [last]).assign(hidden_units=hidden)
            for hidden, last in (("2", -0.01), ("8", -0.5))
        ]
    )
    found = conclude(*study_tables(POWER, OF_POWER), rows, list(POWER))
    assert "least squares at hidden units 2 does not approach one, 0.3000 ±" in found.verdict
    assert (
        "; at hidden units 8 still approaches one, 0.0500 ± 0.0010 away from it." in found.verdict
    )
    assert "at hidden units 2 goes from size to size with the power −0.01" in found.found
    assert "a plateau at 0.3000), 0.4000 ± 0.0010 to 0.3000 ± 0.0010; at hidden" in found.found
    assert "0.3000 ± 0.0010 to 0.0500 ± 0.0010." in found.found


def with_rows(summary, measure, means, error=0.0, estimator=ESTIMATORS[2]):
    """Add rows of one estimator to the summary of a study, one for each scenario."""
    rows = summary[(summary["estimator"] == estimator) & (summary["measure"] == "posterior_error")]
    more = rows.assign(measure=measure, mean=means, mean_se=error)
    summary = summary.assign(variance=0.0, variance_se=0.0)
    return pd.concat([summary, more.assign(variance=0.0, variance_se=0.0)])


def test_errors_are_set_beside_the_asymptotic_ones():
    summary, paired = study_tables(POWER, OF_POWER)
    summary = with_rows(summary, ASYMPTOTIC, [0.1, 0.1, 0.05, 0.045])
    found = conclude(summary, paired, NO_SLOPES, list(POWER)).found
    assert (
        "of softmax + cross-entropy is, with 25, 100 observations per class, at hidden units 2 "
        "2.00, 2.00 (the last: 1.96 to 2.04); at hidden units 8 1.00, 1.00 (the last: 0.96 to "
        "1.04)." in found
    )
    summary, paired = summary.assign(starts=1), paired.assign(starts=1)
    other = conclude(summary, paired, NO_SLOPES, ["starts"]).found
    assert "asymptotic" not in other


def test_an_estimator_is_said_to_be_biased_only_where_its_squared_bias_is_resolved():
    summary, paired = study_tables(POWER, OF_POWER)
    summary = with_rows(summary, "squared_bias", [0.03, 0.01, 0.02, -0.0001], 0.001)
    summary = with_rows(summary, "fit_variance", [0.01, 0.03, 0.02, 0.01], 0.001)
    verdict = conclude(summary, paired, NO_SLOPES, list(POWER)).verdict
    assert (
        "at hidden units 2 with 25 observations per class is biased (squared bias 0.03000 ± "
        "0.00100, 75 % of the mean squared error)" in verdict
    )
    assert "with 100 observations per class is not found biased (squared bias −0.00010" in verdict


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


def test_a_study_of_three_keys_shows_all_its_scenarios_over_their_settings():
    study = {"hidden_units": [0, 2], "iterations": [10, 300], "weight_decay": [0, 0.001, 1]}
    values = [(0.3 + k, 0.2 + k, 0.1 + k) for k in range(12)]
    figure = draw(*study_tables(study, values), study)
    drawn = [bars.lines[0].get_ydata() for bars in figure.axes[0].containers]
    assert_allclose(drawn, np.transpose(values))
    words = [text.get_text() for text in figure.axes[-1].texts]
    assert words == [*"02", *["10", "300"] * 2, *["0", "0.001", "1"] * 4]


def test_a_study_of_estimators_tells_of_each_where_it_is():
    first, second, third = CONFIG["estimators"]
    study = {"train_per_class": [25, 100], "estimators": [[third], [first, second]]}
    summary, paired = study_tables(study, [(0.3, 0.2, 0.1)] * 4)
    alone = summary["estimators"] == ESTIMATORS[2]
    summary = summary[alone == (summary["estimator"] == ESTIMATORS[2])]
    paired = paired[~paired["first"].eq(ESTIMATORS[2]) & ~paired["second"].eq(ESTIMATORS[2])]
    paired = paired[paired["estimators"] != ESTIMATORS[2]]
    finding = conclude(summary, paired, NO_SLOPES, list(study))
    both = "estimators (logistic + least squares and softmax + least squares)"
    assert f"at {both} softmax + least squares, 0.2" in finding.verdict
    assert "softmax + least squares in 2 of 2 settings" in finding.verdict
    draw(summary, paired, study)


def test_accuracy_is_shown_against_an_estimator_that_the_scenarios_share():
    study = {"iterations": [10, 30]}
    summary, paired = study_tables(study, [(0.3, 0.2, 0.1)] * 2)
    last = summary["scenario"].unique()[-1]
    gone = (summary["scenario"] == last) & (summary["estimator"] == ESTIMATORS[2])
    left = (paired["scenario"] == last) & (paired["second"] == ESTIMATORS[2])
    heading, above = next(
        (heading, rows)
        for heading, rows in panels(summary[~gone], paired[~left]).items()
        if "accuracy" in heading
    )
    assert "softmax + least squares" in heading
    means = above.set_index(["estimator", "scenario"])["mean"]
    assert_allclose(means[ESTIMATORS[0]], -10)
    assert_allclose(means[ESTIMATORS[2]], 10)
