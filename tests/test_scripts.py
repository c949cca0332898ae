"""Estimators of one's own: a file's function is measured and reported as the others are."""

import re

import numpy as np
import pandas as pd
import pytest
import yaml
from conftest import PAPER, ROOT, Checkout, random_classes
from numpy.testing import assert_allclose, assert_array_equal

from estimators import named, of_config
from estimators.script import load
from experiment.draws import draw
from experiment.estimates import estimate_range
from experiment.measures import measure_range
from workflow.checks import ConfigError, check, read_file

CONFIG = yaml.safe_load((ROOT / "config.yaml").read_text("utf-8"))
SMALL = {"trials": 4, "trials_per_job": 4, "iterations": 10, "studies": {}}
SHIPPED = sorted((ROOT / "estimators").glob("*.py"))
README = re.search(
    r"^# (estimators/\w+\.py)\n(.*?)^```$",
    (ROOT / "README.md").read_text("utf-8"),
    re.MULTILINE | re.DOTALL,
)


def fits_of(estimate, trials=range(1, 4), classes=PAPER, per_class=20):
    samples = (draw(trials, 1, purpose, classes, per_class) for purpose in ("train", "test"))
    return estimate_range(trials, 1, *samples, estimate, classes)


def measured(fits, trials=range(1, 4), classes=PAPER, per_class=20):
    test = draw(trials, 1, "test", classes, per_class)
    return pd.DataFrame(measure_range(trials, classes, test, {"script-mine": fits}))


def test_the_exact_posterior_has_no_error_and_the_rates_of_bayes_rule():
    rows = measured(fits_of(lambda x, labels, points, generator: PAPER.posterior(points).T))
    assert_allclose(rows[["posterior_rms", "posterior_error", "sum_deviation"]], 0, atol=1e-12)
    assert set(rows["status"]) == {"estimated"}
    x, labels = draw(range(1, 4), 1, "test", PAPER, 20)
    right = (PAPER.posterior(x).argmax(axis=1) == labels).mean(axis=1)
    assert_allclose(rows["accuracy"], right)


def test_a_constant_has_the_error_that_integration_gives_it():
    rows = measured(fits_of(lambda x, labels, points, generator: np.full((len(points), 4), 0.25)))
    rule = PAPER.rule()
    square = ((0.25 - PAPER.posterior(rule.nodes)) ** 2).sum(axis=0)
    assert_allclose(rows["posterior_error"], np.sqrt(rule.weights.mean(axis=0) @ square))


def test_it_is_called_once_a_trial_with_that_trials_sample_and_generator():
    calls = []

    def estimate(x, labels, points, generator):
        calls.append((x.copy(), labels.copy(), generator.random()))
        x[:], labels[:] = 0, 0  # its own copies
        return np.full((len(points), 4), 0.25)

    fits_of(estimate)
    train = draw(range(1, 4), 1, "train", PAPER, 20)
    assert_array_equal([x for x, _, _ in calls], train.x)
    assert all((labels == train.labels).all() for _, labels, _ in calls)
    again = len(calls)
    fits_of(estimate, range(2, 3))
    assert calls[again][2] == calls[1][2]
    assert len({number for *_, number in calls[:again]}) == 3


@pytest.mark.parametrize(
    ("spoil", "status"),
    [
        (lambda values: values - 0.3, "negative"),
        (lambda values: values * np.nan, "non_finite"),
        (lambda values: values.T, "wrong_shape"),
        (lambda values: values[:, :2], "wrong_shape"),
        (lambda values: "no numbers", "error"),
        (lambda values: 1 / 0, "error"),
    ],
)
def test_what_is_no_probability_is_a_row_with_a_status_left_out(spoil, status, capsys):
    def estimate(x, labels, points, generator):
        values = np.full((len(points), 4), 0.25)
        return spoil(values) if np.isclose(x[0, 0], second) else values

    second = draw(range(2, 3), 1, "train", PAPER, 20).x[0, 0, 0]
    rows = measured(fits_of(estimate))
    assert list(rows["status"]) == ["estimated", status, "estimated"]
    assert rows.loc[1, ["posterior_error", "accuracy", "ties"]].isna().all()
    assert rows.loc[[0, 2], "posterior_error"].notna().all()
    assert f"trial 2: left out, status {status}" in capsys.readouterr().err


def test_a_class_that_the_sample_lacks_may_be_left_out_and_has_probability_zero():
    classes = random_classes(0, 3, 2)._replace(priors=np.array([0.49, 0.49, 0.02]))
    found = fits_of(
        lambda x, labels, points, _: np.full((len(points), 2), 0.5), classes=classes, per_class=5
    )
    assert_allclose(found["outputs"][:, :, 0], [[0.5, 0.5, 0]] * 3)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_example_is_better_than_knowing_nothing(path):
    nothing = measured(fits_of(lambda x, labels, points, _: np.full((len(points), 4), 0.25)))
    rows = measured(fits_of(load(str(path)), per_class=40), per_class=40)
    assert set(rows["status"]) == {"estimated"}
    assert (rows["posterior_error"] < 0.6 * nothing["posterior_error"]).all()
    assert_allclose(rows["sum_deviation"], 0, atol=1e-9)


def test_the_names_of_an_entry_and_of_its_file_are_one():
    estimator = of_config({"script": "some/where/random_forest.py"})
    assert estimator.name == named(estimator.name).name == "script-random_forest"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("gone.py", None, "allowed: a file beside the config (No such file"),
        ("empty.py", "x = 1\n", "a function estimate(x, labels, points, generator), and there is"),
        ("few.py", "def estimate(x, labels):\n    pass\n", "its function takes other arguments"),
        ("broken.py", "def estimate(:\n", "a file that Python can read (invalid syntax"),
        ("lacking.py", "import no_such_package\n", "imports are installed, and no_such_package is"),
        ("a-b.py", "", "a Python file whose name is letters, digits and underscores"),
    ],
)
def test_a_file_that_cannot_be_run_is_refused_in_a_line(tmp_path, name, text, says):
    if text is not None:
        (tmp_path / name).write_text(text)
    path = str(tmp_path / name)
    with pytest.raises(ConfigError, match=re.escape(says)) as refused:
        check(CONFIG | {"estimators": [{"script": path}]})
    assert all(line.startswith("config: estimators.0: ") for line in str(refused.value).split("\n"))


def test_two_files_of_one_name_are_refused(tmp_path):
    (tmp_path / "random_forest.py").write_text(SHIPPED[1].read_text())
    both = [str(tmp_path / "random_forest.py"), str(ROOT / "estimators/random_forest.py")]
    with pytest.raises(ConfigError, match="each file name only once"):
        check(CONFIG | {"estimators": [{"script": each} for each in both]})


def test_a_file_is_looked_for_beside_its_config(tmp_path):
    (tmp_path / "mine.py").write_text("")
    (tmp_path / "config.yaml").write_text("estimators:\n  - {script: mine.py}\n")
    found = read_file(tmp_path / "config.yaml")["estimators"]
    assert found == [{"script": str(tmp_path / "mine.py")}]


def checkout_with(tmp_path, estimators, **change):
    checkout = Checkout(tmp_path)
    text = yaml.safe_dump(CONFIG | SMALL | {"estimators": estimators} | change)
    (tmp_path / "config.yaml").write_text(text)
    return checkout


def test_the_recipe_of_the_readme_works(tmp_path):
    path, text = README.groups()
    ours = {"script": path}
    checkout = checkout_with(tmp_path, [ours, *CONFIG["estimators"][2:]])
    (tmp_path / path).write_text(text)
    assert len(text.strip().splitlines()) <= 10
    checkout.run()
    paper = checkout.results / "paper"
    table = pd.read_csv(paper / "tables/table2.csv").set_index("estimator")
    assert 0 < table.loc["script-kernels", "mean"] < 0.5
    assert table.loc["script-kernels", "trials"] == 4
    pairs = pd.read_csv(paper / "paired.csv")
    assert (pairs["second"] == "script-kernels").any()
    assert "| kernels |" in re.sub(" +", " ", (paper / "tables.md").read_text())
    checkout.run("results/paper/replay/3.csv")
    # A comment reruns nothing, an edit this estimator alone.
    (tmp_path / path).write_text(text + "# nothing\n")
    assert "estimate" not in checkout.planned()
    (tmp_path / path).write_text(text.replace("0.5", "0.6"))
    planned = checkout.planned()
    assert planned["estimate"] == 1
    assert "fit" not in planned


FAILING = """
import numpy as np

def estimate(x, labels, points, generator):
    if generator.random() < 0.5:
        raise ValueError("as it happens")
    return np.full((len(points), labels.max() + 1), 0.25)
"""


def test_everything_and_studies_run_with_estimators_of_ones_own_alone(tmp_path):
    scripts = [{"script": "estimators/random_forest.py"}, {"script": "failing.py"}]
    pairing = {"activation": "softmax", "penalty": "cross_entropy"}
    studies = {
        "sizes": {"train_per_class": [25, 50]},
        "network": {"hidden_units": [1, 2]},
        "who": {"estimators": [scripts[:1], [*scripts, pairing]], "train_per_class": [25, 50]},
    }
    checkout = checkout_with(tmp_path, scripts, studies=studies, study_trials=3)
    (tmp_path / "failing.py").write_text(FAILING)
    # What they estimate does not depend on the size of a network: three sizes of sample.
    assert checkout.planned("everything", "studies")["estimate"] == 6
    checkout.run("everything", "studies")
    trials = pd.read_csv(checkout.results / "paper/trials.csv").query(
        "estimator == 'script-failing'"
    )
    assert {"estimated", "error"} == set(trials["status"])
    table = pd.read_csv(checkout.results / "paper/tables/table2.csv").set_index("estimator")
    assert table.loc["script-failing", "left_out"] == (trials["status"] == "error").sum() > 0
    log = next(checkout.results.glob("paper/logs/estimate/failing/*.log")).read_text()
    assert "ValueError: as it happens" in log
    text = (checkout.results / "summary.md").read_text("utf-8")
    assert not re.search(r"\bnan\b|\binf\b|None", text)
    assert "an estimator of one's own failed: failing" in text
