"""The whole workflow as a user runs it, on a few trials."""

import platform
import re
import shutil
import subprocess
from importlib.metadata import version

import numpy as np
import pandas as pd
import pytest
import yaml
from conftest import FINAL, SMALL, Checkout
from numpy.testing import assert_allclose, assert_array_equal

from analysis.asymptotics import ASYMPTOTIC
from estimators.network import outputs
from workflow.scenarios import resolve

EXACT = ("table1", "table3", "table3_se")  # without trials
RANGES = {"1-5": 5, "6-10": 5, "11-15": 5}
ESTIMATORS = ["logistic-least_squares", "softmax-least_squares", "softmax-cross_entropy"]
CELLS = [f"count_{i}_{j}" for i in range(1, 5) for j in range(1, 5)]
PUBLISHED = {
    2: "4.621323 0.3146437 4.003461 0.2315692 3.936804 0.1958714",
    3: """0.7079 0.1335 0.1335 0.0252
          0.1335 0.7079 0.0252 0.1335
          0.1335 0.0252 0.7079 0.1335
          0.0252 0.1335 0.1335 0.7079""",
    4: """0.7001 0.1387 0.1336 0.0276
          0.1450 0.6824 0.0243 0.1483
          0.1350 0.0289 0.6999 0.1362
          0.0344 0.1383 0.1398 0.6875""",
    5: """0.7046 0.1376 0.1318 0.0260
          0.1333 0.6981 0.0246 0.1440
          0.1302 0.0265 0.7055 0.1378
          0.0297 0.1343 0.1335 0.7025""",
    6: """0.7068 0.1397 0.1274 0.0261
          0.1373 0.6958 0.0241 0.1428
          0.1310 0.0261 0.7039 0.1390
          0.0317 0.1349 0.1324 0.7010""",
}


@pytest.fixture(scope="module")
def in_one_job(tmp_path_factory):
    """The same run grouped otherwise, on one core."""
    checkout = Checkout(tmp_path_factory.mktemp("in_one_job"))
    checkout.run(cores=1, **SMALL | {"trials_per_job": 11})
    return checkout


def table(checkout, name):
    return pd.read_csv(checkout.results / "paper" / name)


def sample(checkout, purpose, trials):
    """Return the arrays of a kept sample, which are x and labels and no other."""
    with np.load(checkout.results / f"paper/samples/{purpose}/{trials}.npz") as arrays:
        assert set(arrays.files) == {"x", "labels"}
        return arrays["x"], arrays["labels"]


@pytest.mark.parametrize("purpose", ["train", "test"])
def test_kept_samples_have_the_documented_arrays(base, purpose):
    for name, count in RANGES.items():
        x, labels = sample(base, purpose, name)
        assert x.shape == (count, 400, 2)
        assert_array_equal(labels, np.repeat(range(4), 100))


def test_kept_samples_are_those_fitted_and_measured(base):
    name, estimator = "11-15", "softmax-least_squares"
    (x, labels), (x_test, labels_test) = (sample(base, each, name) for each in ("train", "test"))
    with np.load(base.results / f"paper/fits/{estimator}/{name}.npz") as fits:
        weights, objective = (fits["omega"], fits["upsilon"]), fits["objective"]
    errors = outputs(x, *weights, "softmax") - np.eye(4)[labels].T
    assert_allclose((errors**2).sum(axis=(1, 2)) / 2, objective)
    with np.load(base.results / f"paper/measures/{name}.npz") as measures:
        accuracy = measures["accuracy"][measures["estimator"] == estimator]
    ascribed = outputs(x_test, *weights, "softmax").argmax(axis=1)
    assert_allclose((ascribed == labels_test).mean(axis=1), accuracy)


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_fits_have_the_documented_arrays(base, estimator):
    for name, count in RANGES.items():
        with np.load(base.results / f"paper/fits/{estimator}/{name}.npz") as fits:
            for prefix in ("start_", ""):
                assert fits[f"{prefix}omega"].shape == (count, 2, 3)
                assert fits[f"{prefix}upsilon"].shape == (count, 4, 3)
            for measure in ("objective", "iterations", "status"):
                assert fits[measure].shape == (count,)


def test_all_estimators_start_from_the_same_weights(base):
    starts = []
    for estimator in ESTIMATORS:
        with np.load(base.results / f"paper/fits/{estimator}/1-5.npz") as fits:
            starts.append(
                np.concatenate([fits["start_omega"].ravel(), fits["start_upsilon"].ravel()])
            )
    assert_array_equal(starts, [starts[0]] * 3)


def test_measures_are_the_columns_of_trials_csv(base):
    trials = table(base, "trials.csv")
    for name, count in RANGES.items():
        with np.load(base.results / f"paper/measures/{name}.npz") as measures:
            assert set(measures.files) == set(trials.columns)
            assert all(measures[column].shape == (3 * count,) for column in measures.files)


def test_trials_csv_has_a_row_per_trial_and_estimator(base):
    trials = table(base, "trials.csv")
    assert_array_equal(trials["trial"], np.repeat(np.arange(1, 12), 3))
    assert_array_equal(trials["estimator"], ESTIMATORS * 11)
    assert {"posterior_rms", "posterior_error", "accuracy", "objective"} <= set(trials.columns)
    assert trials["iterations"].between(1, 40).all()
    assert set(trials["status"]) <= {"gradient", "decrease", "iterations", "line_search"}


def test_classification_counts_add_up_and_give_the_accuracy(base):
    trials = table(base, "trials.csv")
    counts = trials[CELLS].to_numpy().reshape(-1, 4, 4)
    assert_array_equal(counts.sum(axis=2), 100)
    assert_allclose(trials["accuracy"], counts.trace(axis1=1, axis2=2) / 400)


def test_the_tables_are_those_of_the_trials(base):
    groups = table(base, "trials.csv").groupby("estimator")
    table2 = table(base, "tables/table2.csv").set_index("estimator")
    errors = groups["posterior_rms"].agg(["mean", "var"]).loc[table2.index]
    assert_allclose(table2[["mean", "variance"]], errors)
    assert_allclose(table2["mean_se"], np.sqrt(errors["var"] / 11))
    order = {4: "logistic-least_squares", 5: "softmax-cross_entropy", 6: "softmax-least_squares"}
    for number, estimator in order.items():
        rates, errors = (
            table(base, f"tables/table{number}{suffix}.csv").set_index("true_class").to_numpy()
            for suffix in ("", "_se")
        )
        counts = groups.get_group(estimator)[CELLS]
        assert_allclose(rates.ravel(), counts.mean() / 100)
        assert_allclose(errors.ravel(), counts.std() / 100 / np.sqrt(11))


def test_comparison_csv_holds_every_published_number_and_ours(base):
    comparison = table(base, "comparison.csv")
    assert len(comparison) == 70
    for number, rows in comparison.groupby("table"):
        assert_array_equal(rows["published"], np.array(PUBLISHED[number].split(), dtype=float))
    difference = comparison["reproduced"] - comparison["published"]
    error = np.hypot(comparison["reproduced_se"], comparison["published_se"])
    sampled = comparison["table"] != 3
    variances = (comparison["table"] == 2) & (comparison["column"] == "variance")
    plain = sampled & ~variances
    assert_allclose(comparison["z"][plain], (difference / error)[plain])
    assert np.abs(difference[~sampled]).max() <= 0.5e-4
    rates = comparison[comparison["table"] > 3]
    assert_allclose(rates["published_se"], rates["reproduced_se"] * np.sqrt(11 / 100))
    ours, printed = (
        comparison[variances][f"{which}_se"] / comparison[variances][which]
        for which in ("reproduced", "published")
    )
    assert_allclose(printed, ours * np.sqrt(11 / 100))
    logs = np.log(comparison["reproduced"] / comparison["published"])[variances]
    assert_allclose(comparison["z"][variances], logs / np.hypot(ours, printed))


def test_tables_md_shows_all_six_tables(base):
    text = (base.results / "paper/tables.md").read_text()
    assert [f"\n## Table {number}. " in text for number in range(1, 7)] == [True] * 6
    assert all(number in text for numbers in PUBLISHED.values() for number in numbers.split())


def test_nothing_else_is_left_behind(base):
    files = {path for path in base.results.rglob("*") if path.is_file()}
    kinds = {".npz", ".csv", ".md", ".yaml", ".sha256"}
    assert {path.suffix for path in files} == kinds
    assert not list(base.results.rglob(".*"))
    assert not [path for path in base.results.rglob("**/") if not any(path.iterdir())]


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="needs sha256sum")
def test_the_recorded_checksums_are_those_that_sha256sum_finds(copy):
    folder = copy.results / "paper"

    def check():
        command = ["sha256sum", "--check", "--strict", "checksums.sha256"]
        return subprocess.run(command, cwd=folder, capture_output=True, text=True)

    done = check()
    assert done.returncode == 0, done.stderr
    tables = {str(path.relative_to(folder)) for path in folder.rglob("*.csv")}
    later = {"comparison.csv", "bayes_scores.csv"} | {f"tables/{name}.csv" for name in EXACT}
    assert set(done.stdout.splitlines()) == {f"{name}: OK" for name in tables - later}
    with (folder / "summary.csv").open("a") as file:
        file.write("more\n")
    done = check()
    assert done.returncode != 0
    assert [line for line in done.stdout.splitlines() if not line.endswith(": OK")] == [
        "summary.csv: FAILED"
    ]


def test_provenance_tells_settings_and_versions_where_there_is_no_git(base):
    made_by = yaml.safe_load((base.results / "paper/provenance.yaml").read_text())
    config = yaml.safe_load((base.directory / "config.yaml").read_text()) | SMALL
    assert made_by["settings"].items() <= resolve(config).items()
    apart = {"keep_samples", "reconstruction", "study_trials", "studies"}
    assert set(config) - set(made_by["settings"]) == apart
    assert made_by["packages"] == {
        name: version(name) for name in ("numpy", "scipy", "pandas", "snakemake")
    }
    assert (made_by["commit"], made_by["uncommitted"]) == (None, [])
    assert made_by["python"] == platform.python_version()
    assert made_by["processor"]


def test_a_trial_replayed_alone_prints_its_numbers_and_equals_its_rows(copy):
    said = copy.run("--force", "results/paper/replay/7.csv", **SMALL)
    heading, *rows = (copy.results / "paper/trials.csv").read_text().splitlines()
    own = [heading, *(row for row in rows if row.startswith("7,"))]
    assert (copy.results / "paper/replay/7.csv").read_text().splitlines() == own
    assert "these are the rows of results/paper/trials.csv" in said
    objective = table(copy, "trials.csv").query("trial == 7")["objective"].iloc[0]
    assert f"{objective:.6f}" in said


def test_a_replay_that_differs_from_the_rows_fails_and_says_so(copy):
    done = copy.snakemake("--force", "results/paper/replay/7.csv", **SMALL | {"seed": 2})
    assert done.returncode != 0
    assert "results/paper/trials.csv has other numbers" in done.stderr
    assert not (copy.results / "paper/replay/7.csv").exists()


def test_a_second_run_has_nothing_to_do(base):
    assert "Nothing to be done" in base.run(**SMALL)


def test_grouping_and_cores_change_nothing_to_the_byte(base, in_one_job):
    for name in FINAL:
        assert base.times(f"paper/{name}")
    assert base.final() == in_one_job.final()


def test_more_trials_keep_the_old_files_and_run_only_what_is_missing(base, copy):
    before = copy.times("paper/**/*.npz")
    more = SMALL | {"trials": 17}
    planned = copy.planned(**more)
    assert [planned[rule] for rule in ("simulate", "fit", "measure")] == [2, 3, 1]
    copy.run(**more)
    assert len(before) == 6 * 3
    assert copy.times("paper/**/*.npz").items() >= before.items()
    old, new = (table(checkout, "trials.csv") for checkout in (base, copy))
    assert len(new) == 3 * 17
    pd.testing.assert_frame_equal(new[:33], old)


def test_trials_within_the_last_range_need_no_fit(copy):
    more = SMALL | {"trials": 15}
    assert not {"simulate", "fit", "measure"} & set(copy.planned(**more))
    copy.run(**more)
    assert_array_equal(table(copy, "trials.csv")["trial"].unique(), np.arange(1, 16))
    summary = table(copy, "summary.csv")
    assert (summary["trials"] == 15)[summary["measure"] != ASYMPTOTIC].all()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"trials": 1}, "config: trials: 1 given, allowed: at least 2"),
        ({"trails": 100}, "config: unknown key 'trails' (did you mean 'trials'?)"),
    ],
    ids=str,
)
def test_a_wrong_config_stops_with_one_line_before_anything_is_written(tmp_path, change, says):
    checkout = Checkout(tmp_path)
    done = checkout.snakemake(**change)
    *notices, last = done.stderr.splitlines()
    assert done.returncode != 0
    assert last == says
    assert {notice.split()[0] for notice in notices} <= {"Using", "Config"}  # Snakemake's own
    assert not checkout.results.exists()


def test_on_slurm_a_range_of_trials_is_one_job_with_all_caps_of_its_paths(base):
    settings = SMALL | {"trials": 14, "study_trials": 5}
    said = base.run("--dry-run", "--workflow-profile=slurm", "everything", "studies", **settings)
    fitted = set(re.findall(r"fit       (\S+)  trials (\S+)", said))
    measured = set(re.findall(r"measure   (\S+)  (trials \S+|for studies)", said))
    assert len(measured) > len(fitted) > 50
    there = 1  # whose fits are there: the experiment, measured for studies
    assert said.count("Group job trials ") == len(fitted) + there


def test_a_failing_job_leaves_a_log_and_no_output(copy):
    (copy.directory / "scripts/analyse.py").write_text(
        "from files import job\n"
        "with job(snakemake) as (output, *_):\n"
        "    output.write_text('half')\n"
        "    raise ValueError('on purpose')\n"
    )
    before = set(copy.results.rglob("*"))
    done = copy.snakemake(**SMALL)
    assert done.returncode != 0
    assert "ValueError: on purpose" in done.stderr
    log = copy.results / "paper/logs/analyse.log"
    assert "ValueError: on purpose" in log.read_text()
    assert before - set(copy.results.rglob("*")) >= {copy.results / "paper/summary.csv"}
    assert set(copy.results.rglob("*")) <= before | {log, log.parent}
