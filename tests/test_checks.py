import re

import pytest
import yaml
from conftest import ROOT
from numpy.testing import assert_allclose

from classes import PARAMETERS
from workflow.checks import SCHEMA, ConfigError, check, misfits, read_file
from workflow.resources import advice
from workflow.scenarios import GROUPS, resolve

TEXT = (ROOT / "config.yaml").read_text()
CONFIG = yaml.safe_load(TEXT)
NAN, INFINITY = float("nan"), float("inf")
NO_COVARIANCE = "a number from 1e-15 to 1e15, or a symmetric positive definite"


def estimator(activation, penalty):
    return {"activation": activation, "penalty": penalty}


def faults(config):
    """Return the lines in which a config is refused."""
    with pytest.raises(ConfigError) as refusal:
        check(config)
    return str(refusal.value).splitlines()


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("trails", 5, "unknown key 'trails' (did you mean 'trials'?)"),
        ("quux", 5, "unknown key 'quux' (allowed: name, seed, trials, "),
        ("seed", -1, "seed: -1 given, allowed: at least 0"),
        ("seed", "x", "seed: 'x' given, allowed: of type integer"),
        ("trials", 1, "trials: 1 given, allowed: at least 2"),
        ("trials", 100.0, "trials: 100.0 given, allowed: of type integer"),
        ("trials", True, "trials: True given, allowed: of type integer"),
        ("trials", None, "trials: None given, allowed: of type integer"),
        ("trials", NAN, "trials: nan given, allowed: of type integer"),
        (
            "trials",
            10**99,
            "trials: 100000000000000000...0000000000000000000 given, allowed: at most ",
        ),
        ("trials_per_job", 0, "trials_per_job: 0 given, allowed: at least 1"),
        ("train_per_class", -100, "train_per_class: -100 given, allowed: at least 1"),
        ("test_per_class", 0, "test_per_class: 0 given, allowed: at least 1"),
        ("hidden_units", -2, "hidden_units: -2 given, allowed: at least 0"),
        ("start_range", 0, "start_range: 0 given, allowed: more than 0"),
        ("start_range", INFINITY, "start_range: inf given, allowed: of type number"),
        ("start_range", 1e16, "start_range: 1e+16 given, allowed: at most 1e+15"),
        ("weight_decay", 1e16, "weight_decay: 1e+16 given, allowed: at most 1e+15"),
        ("start_range", True, "start_range: True given, allowed: of type number"),
        ("iterations", 0, "iterations: 0 given, allowed: at least 1"),
        ("iterations", 10**9, "iterations: 1000000000 given, allowed: at most 1000000"),
        ("covariance", 0, f"covariance: 0 given, allowed: {NO_COVARIANCE}"),
        ("covariance", -1, f"covariance: -1 given, allowed: {NO_COVARIANCE}"),
        ("covariance", 1e-16, f"covariance: 1e-16 given, allowed: {NO_COVARIANCE}"),
        ("covariance", NAN, f"covariance: nan given, allowed: {NO_COVARIANCE}"),
        ("covariance", "1e-3", f"covariance: '1e-3' given, allowed: {NO_COVARIANCE}"),
        ("covariance", [[1, 2], [2, 1]], "covariance: [[1, 2], [2, 1]] given, allowed: "),
        ("covariance", [[1e-40, 0], [0, 1]], "covariance: [[1e-40, 0], [0, 1]] given, allowed: "),
        ("covariance", [[1, 1], [1, 1]], "covariance: [[1, 1], [1, 1]] given, allowed: "),
        ("covariance", [[1, 0.5], [0, 1]], "covariance: [[1, 0.5], [0, 1]] given, allowed: "),
        ("covariance", [[1]], f"covariance: [[1]] given, allowed: {NO_COVARIANCE} 2 x 2 matrix"),
        ("covariance", [[1, 0], [0]], "covariance: [[1, 0], [0]] given, allowed: "),
        ("means", [[0, 0]], "means: [[0, 0]] given, allowed: at least 2 of them"),
        ("means", [[0, 0], [1]], "means.1: [1] given, allowed: 2 numbers, as in means.0"),
        ("means", [[0, 0], [1, NAN]], "means.1.1: nan given, allowed: of type number"),
        ("means", [[0, 0], [1e16, 0]], "means.1.0: 1e+16 given, allowed: at most 1e+15"),
        ("means", [[0, 0], 1], "means.1: 1 given, allowed: a row of numbers"),
        ("priors", [0.5, 0.5], "priors: [0.5, 0.5] given, allowed: equal, or 4 numbers"),
        ("priors", [1, 1, 1, 0], "priors: [1, 1, 1, 0] given, allowed: equal, or one number "),
        (
            "priors",
            [1, 1, 1, 1e-12],
            "priors: [1, 1, 1, 1e-12] given, allowed: an observation or more of each class in a "
            "test sample of 100 per class",
        ),
        ("priors", "even", "priors: 'even' given, allowed: equal, or one number "),
        (
            "hidden_units",
            10_000,
            "trials_per_job, train_per_class, test_per_class, hidden_units: with these a job ",
        ),
        ("studies", {"a\n": {"iterations": [3]}}, "studies: 'a\\n' given, allowed: a name of at "),
        (
            "x" * 10_000,
            1,
            "unknown key 'xxxxxxxxxxxx...xxxxxxxxxxxxx' (allowed: name, seed, trials, ",
        ),
        ("a\nb", 1, "unknown key 'a\\nb' (allowed: name, seed, trials, "),
        ("estimators", [], "estimators: [] given, allowed: at least 1 of them"),
        ("estimators", [estimator("softmax", "cross_entropy")] * 2, "estimators: [{'activation'"),
        (
            "estimators",
            [estimator("probit", "least_squares")],
            "estimators.0.activation: 'probit' given, allowed: one of logistic, softmax, linear",
        ),
        (
            "estimators",
            [estimator("linear", "cross_entropy")],
            "estimators.0: 'linear-cross_entropy' given, allowed: logistic-cross_entropy, softmax-",
        ),
        (
            "estimators",
            [estimator("linear", "binary_cross_entropy")],
            "estimators.0: 'linear-binary_cross_entropy' given, allowed: logistic-binary_cross_",
        ),
        (
            "estimators",
            [estimator("softmax", "hinge")],
            "estimators.0.penalty: 'hinge' given, allowed: one of least_squares, cross_entropy",
        ),
        ("keep_samples", 1, "keep_samples: 1 given, allowed: of type boolean"),
        ("keep_samples", "yes", "keep_samples: 'yes' given, allowed: of type boolean"),
        ("family", "cauchy", "family: 'cauchy' given, allowed: one of gaussian"),
        ("optimiser", "adam", "optimiser: 'adam' given, allowed: one of bfgs"),
        (
            "estimators",
            [estimator("softmax", "cross_entropy") | {"penalti": 1}],
            "estimators.0: unknown key 'penalti' (did you mean 'penalty'?)",
        ),
        ("estimators", [{"activation": "softmax"}], "estimators.0: missing key 'penalty'"),
    ],
)
def test_a_fault_is_one_line_with_key_value_and_what_is_allowed(key, value, says):
    (line,) = faults(CONFIG | {key: value})
    assert line.startswith(f"config: {says}")


@pytest.mark.parametrize("key", CONFIG)
def test_a_missing_key_is_named(key):
    without = {name: value for name, value in CONFIG.items() if name != key}
    (line,) = faults(without)
    assert line.startswith(f"config: missing key '{key}'")


@pytest.mark.parametrize(
    "config",
    [
        {key: value for key, value in CONFIG.items() if key not in ("trials", "seed")},
        CONFIG | {"quux": 1, "trails": 2},
        CONFIG | {"trials": 1, "hidden_units": -1},
        CONFIG | {"covariance": [[1]], "priors": [1]},
    ],
    ids=["missing", "unknown", "out of range", "at odds"],
)
def test_each_of_two_faults_has_a_line_of_its_own(config):
    assert len(set(faults(config))) == 2


def test_of_very_many_faults_the_first_are_shown():
    *first, last = faults(CONFIG | {"means": [[NAN] * 100] * 100})
    assert len(first) == 19
    assert first[0] == "config: means.0.0: nan given, allowed: of type number"
    assert last == f"config: and {100 * 100 - 19} more faults"


def test_duplicate_estimators_are_allowed_only_once():
    (line,) = faults(CONFIG | {"estimators": CONFIG["estimators"] + CONFIG["estimators"][:1]})
    assert line.endswith("allowed: each only once")


@pytest.mark.parametrize(
    "change",
    [
        {"estimators": [estimator("logistic", "cross_entropy")]},
        {"estimators": [estimator("logistic", "binary_cross_entropy")]},
        {"estimators": [estimator("softmax", "binary_cross_entropy")]},
        {"keep_samples": False},
        {"covariance": [[2, 0.5], [0.5, 1]]},
        {"means": [[0], [1], [1]], "priors": [1, 2, 3]},
        {"hidden_units": 0, "start_range": 2, "trials": 2},
    ],
    ids=str,
)
def test_a_good_config_is_accepted(change):
    check(CONFIG | {"studies": {}} | change)


def test_the_shipped_config_is_accepted():
    read_file(ROOT / "config.yaml")
    check(CONFIG)
    assert not advice(CONFIG)


@pytest.mark.parametrize(
    ("study", "says"),
    [
        ({"trials": [5]}, "studies.mine: unknown key 'trials' ("),
        ({"hidden_units": [1, -1]}, "studies.mine.hidden_units: -1 given, allowed: at least 0"),
        ({"priors": [[1, 0]]}, "studies.mine.priors: [1, 0] given, allowed: equal, or one number "),
    ],
    ids=str,
)
def test_a_fault_of_a_study_is_one_line_too(study, says):
    (line,) = faults(CONFIG | {"studies": {"mine": study}})
    assert line.startswith(f"config: {says}")


def test_every_key_is_in_the_schema_and_has_a_comment_above_it():
    optional = PARAMETERS - {"means", "covariance"} | {"name"}
    assert set(CONFIG) == set(SCHEMA["properties"]) - optional
    for key in CONFIG:
        paragraph = re.search(rf"^(?:.+\n)*?{key}:", TEXT, re.MULTILINE).group()
        assert paragraph.startswith("# ")


def test_resolving_writes_shorthands_out():
    resolved = resolve(CONFIG | {"covariance": 2.5})["classes"]
    assert_allclose(resolved["covariance"], [[2.5, 0], [0, 2.5]])
    assert_allclose(resolved["priors"], [0.25] * 4)
    unequal = resolve(CONFIG | {"priors": [1, 1, 2, 4]})["classes"]
    assert_allclose(unequal["priors"], [1 / 8, 1 / 8, 1 / 4, 1 / 2])


def test_resolving_leaves_what_is_written_out():
    classes = {
        "means": [[-1, 1], [1, 1], [-1, -1], [1, -1]],
        "covariance": [[2, 0.5], [0.5, 1]],
        "priors": [0.1, 0.2, 0.3, 0.4],
    }
    resolved = resolve(CONFIG | classes)
    assert resolved.items() >= (CONFIG | classes).items()
    assert resolved["classes"]["family"] == CONFIG["family"]
    for key, value in classes.items():
        assert_allclose(resolved["classes"][key], value)


def test_resolving_puts_settings_into_the_groups_that_jobs_are_given():
    resolved = resolve(CONFIG)
    for group, keys in {
        "network": ("hidden_units", "start_range"),
        "fitting": GROUPS["fitting"],
    }.items():
        assert resolved[group] == {key: CONFIG[key] for key in keys}


def test_what_a_study_asks_is_checked_as_the_config_is():
    wrong = {"s": {"hidden_units": [2, -1], "iterations": [10]}}
    assert faults(CONFIG | {"studies": wrong}) == [
        "config: studies.s.hidden_units: -1 given, allowed: at least 0"
    ]


@pytest.mark.parametrize(
    ("study", "says"),
    [
        ({"covariance": [1, [[1]]]}, "covariance: [[1]] given, allowed: "),
        ({"priors": ["equal", [1, 1]]}, "priors: [1, 1] given, allowed: equal, or 4 numbers"),
        ({"means": [[[1], [2]]], "covariance": [[[1, 0], [0, 1]]]}, "covariance: [[1, 0], [0, 1]]"),
        ({"hidden_units": [2, 10_000]}, "trials_per_job, train_per_class"),
    ],
    ids=str,
)
def test_a_study_that_does_not_fit_the_experiment_stops_nothing_and_says_why(study, says):
    config = CONFIG | {"studies": CONFIG["studies"] | {"mine": study}}
    check(config)
    (fault,) = misfits(config).items()
    assert fault[0] == "mine"
    assert fault[1].startswith(says)


def test_of_the_shipped_studies_only_that_of_four_priors_does_not_fit_three_classes():
    config = CONFIG | {"means": CONFIG["means"][1:]}
    check(config)
    says = "priors: [1, 1, 1, 3] given, allowed: equal, or 3 numbers, one a class"
    assert misfits(config) == {"priors": says}
    assert not misfits(CONFIG)


def test_the_memory_of_a_study_is_that_of_its_own_trials():
    large = CONFIG | {"train_per_class": 300_000, "studies": {"mine": {"iterations": [10]}}}
    assert "mine" in misfits(large | {"trials": 2, "study_trials": 100_000})
    check(large | {"trials": 2, "study_trials": 100_000})
    assert not misfits(large | {"trials": 100_000, "study_trials": 2})
