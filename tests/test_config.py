"""A value means what was written, in config.yaml, with --configfile and with --config alike."""

import re
from collections import OrderedDict

import pytest
import yaml
from conftest import ROOT, Checkout

from workflow.checks import ConfigError, read_file, read_values

CONFIG = yaml.safe_load((ROOT / "config.yaml").read_text("utf-8"))
MEANT = {
    "100": 100,
    "+100": 100,
    "007": 7,
    "1_000": 1000,
    "0x10": 16,
    "1e-3": 0.001,
    "1E3": 1000.0,
    "-.5e+1": -5.0,
    "1.0e-3": 0.001,
    ".5": 0.5,
    "true": True,
    "False": False,
    "equal": "equal",
    "e-3": "e-3",
    "1e": "1e",
    "[1,1,1e0,3]": [1, 1, 1.0, 3],
    "[[2, .5], [.5, 1]]": [[2, 0.5], [0.5, 1]],
    "{mine: {weight_decay: [0, 1e-3]}, 2024: {priors: [equal]}, no: {}}": {
        "mine": {"weight_decay": [0, 0.001]},
        "2024": {"priors": ["equal"]},
        "no": {},
    },
}
SURPRISING = {
    "0100": "0100 is read as 64 by YAML: write 100, or 64",
    "-010": "-010 is read as -8 by YAML: write -10, or -8",
    "1:40": "1:40 is read as 100 by YAML: write 100",
    "1:40.5": "1:40.5 is read as 100.5 by YAML: write 100.5",
    "yes": "yes is read as true by YAML: write true",
    "Off": "Off is read as false by YAML: write false",
}


def in_a_file(folder, text):
    """Return what is read where a file gives this to `trials`."""
    path = folder / "config.yaml"
    path.write_text(f"trials: {text}\n", encoding="utf-8")
    return read_file(path)["trials"]


def as_snakemake_takes(text):
    """Return what is read where Snakemake has taken this for text, or a list or mapping of it."""
    return read_values({"trials": yaml.load(text, yaml.BaseLoader)})["trials"]


@pytest.mark.parametrize("text", MEANT)
def test_a_value_is_what_was_written_in_a_file_and_with_config(tmp_path, text):
    for value in (in_a_file(tmp_path, text), as_snakemake_takes(text)):
        assert value == MEANT[text]
        assert type(value) is type(MEANT[text])


@pytest.mark.parametrize("text", SURPRISING)
def test_a_value_that_surprises_is_refused_with_the_spelling_that_works(tmp_path, text):
    says = SURPRISING[text]
    with pytest.raises(ConfigError) as refusal:
        in_a_file(tmp_path, text)
    assert str(refusal.value) == f"config: {tmp_path}/config.yaml: trials: {says}"
    with pytest.raises(ConfigError) as refusal:
        as_snakemake_takes(f"[[1], [{text}]]")
    assert str(refusal.value) == f"config: trials.1.0: {says}"
    for spelling in says.partition("write ")[2].split(", or "):
        assert as_snakemake_takes(spelling) == yaml.safe_load(spelling)


def test_quotes_make_text_of_it(tmp_path):
    assert in_a_file(tmp_path, "'0100'") == "0100"
    assert in_a_file(tmp_path, '"yes"') == "yes"


def test_values_that_are_none_of_text_stay_as_they_are():
    studies = OrderedDict(a={"b": [[0]]})
    given = {"trials": 3, "priors": (1, 2.5), "keep_samples": False, "studies": studies}
    assert read_values(given) == given | {"priors": [1, 2.5]}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy of the workflow, only planned."""
    return Checkout(tmp_path_factory.mktemp("planned"))


def planned(checkout, *arguments, **config):
    """Return the scenarios planned for studies."""
    said = checkout.run("--dry-run", "studies", *arguments, **config)
    return set(re.findall(r": measure +scenarios/(\S+)", said))


def test_the_studies_of_the_last_who_gives_some_are_the_studies(checkout):
    mine, other = (checkout.directory / name for name in ("mine.yaml", "a file of another.yaml"))
    mine.write_text("studies: {priors: {weight_decay: [0.0, 1e-1]}}\n", encoding="utf-8")
    other.write_text("studies: {start_weights: {start_range: [3.0]}}\n", encoding="utf-8")
    decays = {"weight_decay-0.1"}
    assert planned(checkout, "--configfile", mine) == decays
    assert planned(checkout, "--configfile", other, mine) == decays
    assert planned(checkout, "--configfile", mine, other) == {"start_range-3"}
    third = {"studies": "{third: {start_range: [2]}}"}
    assert planned(checkout, "--configfile", mine, **third) == {"start_range-2"}
    assert planned(checkout, studies="{}") == set()
    whole = checkout.directory / "whole.yaml"
    whole.write_text(yaml.safe_dump(CONFIG | {"studies": {}}), encoding="utf-8")
    assert planned(checkout, "--replace-workflow-config", "--configfile", whole) == set()


def test_with_three_classes_the_shipped_studies_run_but_that_of_four_priors(checkout):
    done = checkout.snakemake("--dry-run", "studies", means="[[0,1],[1,-1],[-1,-1]]")
    assert done.returncode == 0
    lines = [line for line in done.stderr.splitlines() if line.startswith("config: ")]
    assert lines == [
        "config: study priors is skipped: priors: [1, 1, 1, 3] given, allowed: equal, or 3 "
        "numbers, one a class"
    ]
    counted = checkout.planned("studies", means="[[0,1],[1,-1],[-1,-1]]")
    assert counted["study"] == len(CONFIG["studies"]) - 1


def test_a_run_with_lists_and_mappings_on_the_command_line(tmp_path):
    checkout = Checkout(tmp_path)
    small = {"trials": 3, "study_trials": 3, "iterations": 10, "weight_decay": "1e-3"}
    given = {
        "priors": "[1,1,1,3]",
        "estimators": "[{penalty: least_squares, activation: softmax}]",
        "studies": "{mine: {means: [[[0,0],[1,0],[0,1],[1,1e0]]]}}",
    }
    checkout.run("results/paper/provenance.yaml", "results/studies/mine.csv", **small, **given)
    record = yaml.safe_load((checkout.results / "paper/provenance.yaml").read_text("utf-8"))
    assert record["settings"]["weight_decay"] == 0.001
    assert record["settings"]["priors"] == [1, 1, 1, 3]
    assert "softmax-least_squares" in (checkout.results / "studies/mine.csv").read_text("utf-8")
    repeated = [f"{key}={value!r}" for key, value in (small | given | {"name": "paper"}).items()]
    assert "Nothing to be done" in checkout.run(
        "results/studies/mine.csv",
        *("--config", *(each.replace("'", "") for each in repeated)),
        name=None,
    )
