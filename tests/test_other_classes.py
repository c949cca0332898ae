"""Classes that are not the paper's, through the whole workflow."""

import pandas as pd
import pytest
import yaml
from conftest import Checkout
from numpy.testing import assert_allclose

SPACE = {
    "means": [[0, 0, 0], [2, 0, 0], [0, 2, 0], [0, 0, 2], [1, 1, 1]],
    "covariance": [[1, 0.3, 0.1], [0.3, 1.5, 0.2], [0.1, 0.2, 0.8]],
    "priors": [1, 2, 3, 1, 2],
    "studies": {"mine": {"covariance": [1, [[1, 0.3, 0.1], [0.3, 1.5, 0.2], [0.1, 0.2, 0.8]]]}},
}
LINE = {
    "means": [[-1], [1]],
    "studies": {"mine": {"means": [[[-1], [1]], [[-2], [2]]], "covariance": [0.5, 2.0]}},
}
SMALL = {"trials": 8, "study_trials": 8, "trials_per_job": 8, "iterations": 20}


@pytest.mark.parametrize("classes", [SPACE, LINE], ids=["five in space", "two on a line"])
def test_everything_and_the_studies_are_made(tmp_path, classes):
    checkout = Checkout(tmp_path)
    path = tmp_path / "config.yaml"
    path.write_text(yaml.safe_dump(yaml.safe_load(path.read_text()) | SMALL | classes))
    checkout.run("everything", "studies")
    results = checkout.results
    for number in (3, 4, 5, 6):
        rates = pd.read_csv(results / f"paper/tables/table{number}.csv", index_col=0)
        assert rates.shape == (len(classes["means"]),) * 2
        assert_allclose(rates.sum(axis=1), 1, atol=1e-4)
    scenarios = pd.read_csv(results / "studies/mine.csv")["scenario"].nunique()
    assert scenarios == 2 * len(classes["studies"]["mine"])
    for page in ("summary.md", "paper/tables.md"):
        assert "not the paper's" in (results / page).read_text()
    assert not (results / "match_paper").exists()
