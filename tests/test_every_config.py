"""Whatever the config holds, tables, findings and report are true."""

import re

import numpy as np
import pandas as pd
import pytest
import yaml
from conftest import ROOT, Checkout
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from whole import report_of, run_of

from analysis.asymptotics import beside_theory
from analysis.paper import ESTIMATOR_OF_TABLE
from analysis.slopes import slopes
from analysis.trials import confusion_matrices
from estimators import ESTIMATORS, of_config
from experiment.measures import MEASURES
from report.layout import markdown
from report.studies import conclude
from report.words import MEASURES as MEASURE_WORDS
from report.words import label
from study import with_settings
from workflow.checks import check
from workflow.scenarios import resolve

CONFIG = yaml.safe_load((ROOT / "config.yaml").read_text("utf-8")) | {"studies": {}}
POSSIBLE = [each._asdict() for each in ESTIMATORS]


@st.composite
def configs(draw):
    """Return a config of the grid: estimators, classes, dimensions, sizes."""
    classes, inputs = draw(st.integers(2, 6)), draw(st.sampled_from([1, 2, 3, 5]))
    coordinate = st.integers(-3, 3)
    row = st.lists(coordinate, min_size=inputs, max_size=inputs)
    weights = st.lists(st.integers(1, 3), min_size=classes, max_size=classes)
    config = CONFIG | {
        "means": draw(st.lists(row, min_size=classes, max_size=classes)),
        "covariance": draw(st.sampled_from([0.5, 1.0, 4])),
        "priors": draw(st.just("equal") | weights),
        "estimators": draw(st.permutations(POSSIBLE))[: draw(st.integers(1, len(POSSIBLE)))],
        "trials": draw(st.sampled_from([2, 3, 20])),
        "train_per_class": draw(st.sampled_from([1, 10, 40])),
        "test_per_class": draw(st.sampled_from([3, 20])),
        "hidden_units": draw(st.integers(0, 10)),
        "iterations": draw(st.sampled_from([1, 30])),
    }
    if draw(st.booleans()):  # the paper's problem, with other settings
        config |= {key: CONFIG[key] for key in ("means", "covariance", "priors", "test_per_class")}
    return config


def cells(tables):
    """Return all numbers of tables."""
    numbers = [table.select_dtypes("number").to_numpy().ravel() for table in tables]
    return np.concatenate(numbers)


def check_text(text, numbers):
    """Is every number of four decimals or more that of a table, and nothing said of nothing?"""
    assert not re.search(r"\bnan\b|\binf\b|np\.|array\(|None|[-−]0\.0+\b(?!\d)|\$", text), text
    for token in set(re.findall(r"\d+\.\d{4,}", text)):
        half_a_digit = 0.5 * 10.0 ** -len(token.partition(".")[2])
        away = np.abs(np.abs(numbers) - float(token))
        assert (away <= half_a_digit * (1 + 1e-6)).any(), (token, text)
    for first, second in re.findall(r"([\w +-]+) minus ([\w +-]+)", text):
        assert first.strip() != second.strip()


def check_leaders(text, evidence):
    """Is the estimator said to have the best mean that of the best mean?"""
    said = re.findall(r"(Smallest|Largest) mean ([\w –]+): ([\w +-]+), \d", text)
    assert said
    by_words = {words: measure for measure, words in MEASURE_WORDS.items()}
    for _, words, best in said:
        measure = by_words.get(words, words.replace(" ", "_"))
        means = evidence.means(measure)
        extreme = means.min() if MEASURES[measure].better == "smaller" else means.max()
        assert means.iloc[[*map(label, means.index)].index(best)] == extreme


def check_losses(evidence, trials, text):
    """Are losses against Bayes' rule those of the same test observations?"""
    right = np.diag(evidence.tables["table3"])
    finite = trials[trials["status"] != "non_finite"]
    for name, fits in finite.groupby("estimator"):
        matrix = confusion_matrices(fits).sum(axis=0)
        loss = 100 * (matrix.sum(axis=1) @ right - np.trace(matrix)) / matrix.sum()
        said = re.search(rf"{re.escape(label(name))} (−?[0-9.]+)", text)[1]
        assert_allclose(float(said.replace("−", "-")), loss, atol=0.005 + 1e-9)


@seed(1)
@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.generate],  # a failing config is small as it is
    suppress_health_check=list(HealthCheck),
)
@given(configs())
def test_every_config_of_the_grid_has_true_tables_and_findings(config):
    check(config)
    run = run_of(resolve(config))
    evidence, shown, text = report_of(config, run)
    sentences = {name: f"{each.found} {each.verdict}" for name, (_, each) in shown.items()}
    tables = [*evidence.tables.values(), evidence.summary, evidence.paired, evidence.readings]
    tables += [evidence.rates, evidence.comparison, evidence.agreement, evidence.decomposition]
    tables += [evidence.first_trial.to_frame()]
    tables += [evidence.bayes_scores, evidence.factorial, evidence.boxes, evidence.boxes_paired]
    tables += [evidence.floor, beside_theory(evidence.summary)]
    numbers = np.append(cells(tables), np.exp(-1))
    for sentence in sentences.values():
        check_text(sentence, numbers)
    check_text(text, numbers)
    laid_out = [markdown(item.table(evidence)) for item, _ in shown.values() if item.table]
    check_text("".join(laid_out), np.append(numbers, evidence.classes.coefficients()))
    if len(evidence.means("accuracy")):
        check_leaders(" ".join(sentences.values()), evidence)
        check_losses(evidence, run.trials, sentences["rates_minus_bayes"])
    if not evidence.same_problem:
        assert "paper: " not in text
        assert "printed one" not in " ".join(sentences.values())


STUDIES = {"two": {"train_per_class": [10, 40], "hidden_units": [3]}}
FULL = [[1, 0.3, 0.1], [0.3, 1.5, 0.2], [0.1, 0.2, 0.8]]
GRID = {
    "superset, another order": {"estimators": POSSIBLE[::-1]},
    "none of the paper's, three classes on a line, a name": {
        "name": "line",
        "estimators": POSSIBLE[1:3],
        "means": [[-1], [0], [2]],
        "hidden_units": 0,
        "studies": {
            "mine": {"means": [[[-1], [0], [2]], [[-2], [0], [2]]], "covariance": [0.5, 2]}
        },
    },
    "five classes in space, two trials": {
        "estimators": [POSSIBLE[-1], {"density": "gaussian"}, POSSIBLE[0]],
        "means": [[0, 0, 0], [2, 0, 0], [0, 2, 0], [0, 0, 2], [1, 1, 1]],
        "covariance": FULL,
        "priors": [1, 2, 3, 1, 2],
        "trials": 2,
        "test_per_class": 2,
        "studies": {"mine": {"covariance": [1, FULL]}},
    },
}
SMALL = {"trials": 6, "study_trials": 4, "trials_per_job": 6, "iterations": 20}


@pytest.mark.parametrize("change", GRID.values(), ids=GRID)
def test_everything_and_studies_are_made_of_it(tmp_path, change):
    config = CONFIG | SMALL | {"studies": STUDIES} | change
    checkout = Checkout(tmp_path)
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    name = config.get("name", "paper")
    checkout.run("everything", "studies", name=name)
    own, results = checkout.results / name, checkout.results
    if name != "paper":
        assert [each.name for each in results.iterdir() if each.is_dir()] == [name]
        results = own
    paths = [*own.glob("**/*.csv"), *results.glob("scenarios/*/*.csv")]
    text = (results / "summary.md").read_text("utf-8")
    tables = [*map(pd.read_csv, paths)]
    tables += [
        beside_theory(table.set_index(["estimator", "measure"]))
        for path, table in zip(paths, tables, strict=True)
        if path.name == "summary.csv"
    ]
    check_text(text, np.append(cells(tables), np.exp(-1)))
    for name, study in config["studies"].items():
        page = (results / f"studies/{name}.html").read_text("utf-8").partition("<img")[0]
        assert not re.search(r"\bnan\b|\binf\b", page), page
        table = pd.read_csv(results / f"studies/{name}.csv")
        assert table["scenario"].nunique() == np.prod([len(values) for values in study.values()])
        assert not table.duplicated(["scenario", "estimator", "measure"]).any()
        assert {"paired.csv", "slopes.csv"} <= {
            path.name for path in results.glob(f"studies/{name}/*")
        }
    for table in (3, 4, 5, 6):
        rates = pd.read_csv(own / f"tables/table{table}.csv", index_col=0)
        assert rates.shape == (len(config["means"]),) * 2
        if table == 3 or ESTIMATOR_OF_TABLE[table] in map(name_of, config["estimators"]):
            assert_allclose(rates.sum(axis=1), 1, atol=1e-4)
            assert np.trace(rates) <= len(rates) + 1e-9
    other = config["means"] != CONFIG["means"]
    for said in (text, (own / "tables.md").read_text("utf-8")):
        assert ("not the paper's" in said) == other


def name_of(estimator):
    return of_config(estimator).name


def test_the_shipped_studies_of_an_edited_experiment_are_made_or_skipped(tmp_path):
    checkout = Checkout(tmp_path)
    path = tmp_path / "config.yaml"
    config = yaml.safe_load(path.read_text("utf-8"))
    config |= SMALL | {"trials": 3, "study_trials": 2}
    config |= {"means": config["means"][:3], "estimators": config["estimators"][1:2]}
    for study in config["studies"].values():
        for key, values in study.items():  # two of what has tables or sentences of its own
            study[key] = values[-2 if key in ("train_per_class", "classes") else -1 :]
    path.write_text(yaml.safe_dump(config), encoding="utf-8")
    assert "priors is skipped" in checkout.run("studies")
    made = {each.stem for each in checkout.results.glob("studies/*.html")}
    assert made == set(config["studies"]) - {"priors"}


def test_a_study_of_tables_without_pairs_or_rates_has_its_sentences():
    summary = pd.DataFrame(
        {"estimator": "softmax-cross_entropy", "measure": "posterior_error", "mean": [0.1, 0.2]}
        | {"mean_se": 0.01, "trials": 4, "left_out": 0, "stopped_early": [1, 2], "stuck": 0}
    )
    rows = [with_settings(summary.iloc[[k]], f"n{k}", {"iterations": k}) for k in (0, 1)]
    nothing = pd.DataFrame(columns=["measure", "scenario", "first", "second"])
    found = conclude(pd.concat(rows), nothing, slopes({}, {}), ["iterations"])
    assert "25 % to 50 %" in found.found
