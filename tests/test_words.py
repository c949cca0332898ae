"""What the pages say of the settings, and how they write numbers."""

import pytest
import yaml
from conftest import ROOT

from report.words import percent_with_error, settings_line
from workflow.scenarios import resolve

CONFIG = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))


def test_the_settings_of_the_shipped_config_are_a_line():
    assert settings_line(resolve(CONFIG), 100) == (
        "100 trials, seed 1997; 4 Gaussian classes in 2 dimensions of covariance 1; equal priors; "
        "100 training and 100 test observations per class; 2 hidden units, start weights within "
        "±1; bfgs, at most 300 iterations, weight decay 0."
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"seed": 7}, "seed 7;"),
        ({"optimiser": "rprop"}, "±1; rprop, at most 300"),
        ({"relative_decrease": 5e-5}, "weight decay 0; relative decrease 5e-05."),
        ({"means": [[0], [1]], "priors": [1, 3]}, "2 Gaussian classes in 1 dimension of"),
        ({"covariance": [[0.25, 0], [0, 0.25]]}, "2 dimensions of covariance 0.25;"),
        ({"covariance": [[1, 0.5], [0.5, 1]]}, "2 dimensions; equal"),
        ({"covariance": [[1, 0], [0, 2]]}, "2 dimensions; equal"),
        ({"priors": [1, 1, 1, 5]}, "priors 0.125, 0.125, 0.125, 0.625;"),
        ({"priors": [2, 2, 2, 2]}, "equal priors;"),
        ({"train_per_class": 25}, "25 training and 100 test"),
        ({"hidden_units": 1, "start_range": 0.5}, "1 hidden unit, start weights within ±0.5;"),
        ({"iterations": 30, "weight_decay": 1e-4}, "at most 30 iterations, weight decay 0.0001."),
    ],
    ids=str,
)
def test_each_setting_is_said(change, said):
    assert said in settings_line(resolve(CONFIG | change), 100)


@pytest.mark.parametrize(("starts", "said"), [(1, "±1;"), (5, "±1, best of 5 starts;")])
def test_starts_are_said_if_there_are_more_than_one(starts, said):
    settings = resolve(CONFIG | {"starts": starts})
    assert said in settings_line(settings, 100)


@pytest.mark.parametrize(
    ("share", "error", "said"),
    [
        (0.2613, 0.0432, "26.1 ± 4.3 %"),
        (0.2033, 0.0004, "20.33 ± 0.04 %"),
        (2.9999, 3e-8, "299.99 ± 0.00 %"),
    ],
)
def test_a_share_and_its_error_have_the_decimals_that_show_the_error_two_at_most(
    share, error, said
):
    assert percent_with_error(share, error) == said
