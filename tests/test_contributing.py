"""Each recipe of CONTRIBUTING.md, performed on a copy of the project."""

import re

import numpy as np
import pandas as pd
import pytest
import yaml
from conftest import ROOT, Checkout
from numpy.testing import assert_allclose
from scipy.stats import cauchy, laplace

from estimators.activations import Activation

BLOCK = re.compile(r"^```\w+\n# (\S+): ([^\n]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TITLES, TEXTS = zip(
    *(part.split("\n", 1) for part in (ROOT / "CONTRIBUTING.md").read_text().split("\n## ")[1:]),
    strict=True,
)
SECTIONS = dict(zip(TITLES, TEXTS, strict=True))
SMALL = {"trials": 4, "trials_per_job": 4, "iterations": 100, "studies": {}}
PENALTIES = ("least_squares", "binary_cross_entropy")


def perform(recipes, tmp_path, without=None, **change):
    """Return a copy of the project with recipes performed and the config changed."""
    checkout = Checkout(tmp_path)
    for name, where, text in (block for each in recipes for block in BLOCK.findall(SECTIONS[each])):
        path = tmp_path / name
        if where == "new file":
            assert not path.exists()
            path.write_text(text)
            continue
        lines = path.read_text().splitlines(keepends=True)
        if where == "at the end":
            lines += ["\n\n", text]
        elif where == "in place":
            key = re.match(r"\s*(from \w+ import|\w+:)", text).group()
            (at,) = (k for k, line in enumerate(lines) if line.startswith(key))
            lines[at] = text
        else:
            table = where.removeprefix("in ")
            (at,) = (k for k, line in enumerate(lines) if re.match(rf"{table}\b.*= {{$", line))
            lines.insert(at + 1, text)
        path.write_text("".join(lines))
    config = yaml.safe_load((tmp_path / "config.yaml").read_text()) | SMALL | change
    config.pop(without, None)
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(config))
    return checkout


def table(checkout, name):
    return pd.read_csv(checkout.results / "paper" / name)


@pytest.fixture(scope="module")
def all_performed(tmp_path_factory):
    """A run of all there is, with a pairing, a measure, a family and a figure more."""
    recipes = ["A pairing", "A measure", "A family of classes", "A figure"]
    config = yaml.safe_load((ROOT / "config.yaml").read_text())
    ours = [{"activation": "cauchit", "penalty": penalty} for penalty in PENALTIES]
    checkout = perform(
        recipes,
        tmp_path_factory.mktemp("performed"),
        without="covariance",
        family="laplace",
        estimators=[*config["estimators"], *ours],
    )
    checkout.run("everything")
    return checkout


def test_a_pairing_is_fitted_measured_and_tabled(all_performed):
    trials = table(all_performed, "trials.csv")
    for penalty in PENALTIES:
        rows = trials[trials["estimator"] == f"cauchit-{penalty}"]
        near = trials[trials["estimator"] == "logistic-least_squares"]
        # They differ from logistic outputs in their tails alone.
        assert_allclose(rows["posterior_error"].mean(), near["posterior_error"].mean(), rtol=0.5)
        assert f"cauchit-{penalty}" in set(table(all_performed, "paired.csv")["first"])


def test_the_chain_rule_of_the_new_pairing_is_right():
    ((text,),) = ([t for name, _, t in BLOCK.findall(SECTIONS["A pairing"]) if name[-3:] == ".py"],)
    cauchit = eval(f"{{{text}}}", {"np": np, "Activation": Activation})["cauchit"]
    z = np.linspace(-9, 9, 50)
    output = cauchit.output(z)
    assert_allclose(output, cauchy.cdf(z), rtol=1e-12)
    assert_allclose(cauchit.back(output, np.full(50, 2.0)), 2 * cauchy.pdf(z), rtol=1e-9)


def test_a_measure_is_summarised_and_paired(all_performed):
    trials = table(all_performed, "trials.csv")
    summary = table(all_performed, "summary.csv").set_index(["estimator", "measure"])["mean"]
    for name, rows in trials.groupby("estimator"):
        assert_allclose(summary[name, "spherical_score"], rows["spherical_score"].mean())
    assert (table(all_performed, "paired.csv")["measure"] == "spherical_score").sum() == 10
    # Between that of equal probabilities, a half, and certainty; most observations are right.
    assert trials["spherical_score"].between(0.5, 0.9).all()


def test_a_family_of_classes_runs_through_every_rule(all_performed):
    right = laplace.cdf(1)  # of a feature: its class means are 2 apart
    one = np.array([[right, 1 - right], [1 - right, right]])
    rates = table(all_performed, "tables/table3.csv").set_index("true_class")
    assert_allclose(rates, np.kron(one, one), atol=1e-3)
    assert "posterior_rms_without_half" not in table(all_performed, "trials.csv")


def test_a_figure_is_drawn_and_has_its_item(all_performed):
    assert (all_performed.results / "paper/figures/iterations.png").exists()
    assert "## Iterations of the fits" in (all_performed.results / "summary.md").read_text()


def test_parameters_that_the_family_lacks_are_refused(tmp_path):
    done = perform(["A family of classes"], tmp_path, family="laplace").snakemake()
    assert done.returncode != 0
    assert done.stderr.splitlines()[-1].startswith("config: covariance: 1.0 given, but")


def test_an_optimiser_makes_the_fits(tmp_path):
    checkout = perform(["An optimiser"], tmp_path, optimiser="steepest_descent", trials=3)
    checkout.run()
    trials = table(checkout, "trials.csv")
    assert set(trials["status"]) <= {"iterations", "decrease", "line_search", "gradient"}
    assert trials["objective"].lt(400 * np.log(4)).all()  # better than equal probabilities


@pytest.mark.parametrize("recipe", [name for name in SECTIONS if BLOCK.search(SECTIONS[name])])
def test_a_recipe_touches_as_few_places_as_the_page_says(recipe):
    where = [where for _, where, _ in BLOCK.findall(SECTIONS[recipe])]
    assert where.count("new file") <= 1
    assert len(where) <= 4
