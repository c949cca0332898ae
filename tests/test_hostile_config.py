"""Whatever a config holds, it is refused in a few lines, or it can be run."""

import re

import pytest
import yaml
from conftest import ROOT, Checkout
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.checks import SCHEMA, ConfigError, check, misfits, read_file
from workflow.scenarios import applied, combinations, resolve, scenario_name, scenarios

TEXT = (ROOT / "config.yaml").read_text()
CONFIG = yaml.safe_load(TEXT)
KEYS = SCHEMA["properties"]
VARIED = KEYS["studies"]["additionalProperties"]["properties"]


def limits(schema):
    """Yield all numbers that stand in a schema."""
    if isinstance(schema, dict | list):
        for part in schema.values() if isinstance(schema, dict) else schema:
            yield from limits(part)
    elif isinstance(schema, int | float):
        yield schema


def within(schema):
    """Return the numbers that the schema of a key allows."""
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    numbers = st.integers if schema["type"] == "integer" else st.floats
    most = schema.get("maximum", schema.get("exclusiveMaximum"))
    return numbers(schema.get("minimum", 5e-324), most)


limit = st.sampled_from([*limits(SCHEMA)])
number = limit | limit.map(lambda n: n + 1) | limit.map(lambda n: -n) | st.integers() | st.floats()
scalar = number | st.text() | st.sampled_from([None, True, False, "equal", "..", "a/b"])
matrix = st.lists(st.lists(number, max_size=3), max_size=3)
anything = st.recursive(
    scalar | matrix,
    lambda each: st.lists(each, max_size=3) | st.dictionaries(scalar, each, max_size=3),
    max_leaves=9,
)
row = st.lists(st.floats(-1e15, 1e15), min_size=2, max_size=2)
four = st.lists(st.floats(1e-15, 1e15), min_size=4, max_size=4)
sensible = {
    "classes": st.sampled_from(
        [f"config/{name}.yaml" for name in ("gaussian", "gamma", "uniform")]
    ),
    **dict.fromkeys(
        ("means", "rates", "probabilities", "lows", "highs"), st.lists(row, min_size=4, max_size=4)
    ),
    **dict.fromkeys(("covariances", "sizes", "shapes"), four),
    "covariance": st.floats(1e-15, 1e15) | st.floats(-1, 1).map(lambda r: [[1, r], [r, 1]]),
    "priors": st.just("equal") | st.lists(st.floats(0.5, 2), min_size=4, max_size=4),
}
sensible |= {key: within(KEYS[key]) for key in VARIED if key not in sensible}
study = st.fixed_dictionaries(
    {}, optional={key: st.lists(value, max_size=2) for key, value in sensible.items()}
)
piece = st.sampled_from(
    [
        *"[]{}:-?,|>#%=~!&*<'\"\n\t\x00\ufeff\u2028",
        "\n  ",
        "---\n",
        "&a ",
        "*a",
        "<<: ",
        *("!!int ", "!!set ", "!!bool ", "!!timestamp ", "2001-99-99", "1:99", "0b_", ".nan"),
    ]
)


def refusal(function, argument):
    """Return the lines in which something is refused, none if it is accepted."""
    try:
        function(argument)
    except ConfigError as error:
        lines = str(error).splitlines()
        assert len(lines) <= 20
        for line in lines:
            assert line.startswith("config: ")
        return lines
    return []


def is_refused_or_runs(config):
    if not refusal(check, config):
        skipped = misfits(config)
        studies = {name: each for name, each in config["studies"].items() if name not in skipped}
        for name, scenario in scenarios(config | {"studies": studies}).items():
            assert re.fullmatch(r"paper|scenarios/[A-Za-z0-9_.,+-]{1,200}", name)
            resolve(scenario)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([*KEYS]) | scalar, anything, max_size=2))
def test_a_config_with_any_key_or_two_changed_is_refused_or_runs(change):
    is_refused_or_runs(CONFIG | change)


@settings(deadline=None)
@given(study)
def test_any_study_is_refused_or_runs_with_a_name_for_each_setting(study):
    config = CONFIG | {"studies": {"mine": study}}
    is_refused_or_runs(config)
    if refusal(check, config):
        study.pop("estimators", None)  # what is no estimator has no name
    named = {
        scenario_name(CONFIG, varied): applied(CONFIG, varied) for varied in combinations(study)
    }
    for varied in combinations(study):
        assert named[scenario_name(CONFIG, varied)] == applied(CONFIG, varied)


@settings(deadline=None)
@given(st.integers(0, len(TEXT)), st.integers(0, 40), st.lists(piece | st.text(max_size=3)))
def test_a_config_file_with_any_text_changed_is_refused_or_runs(tmp_path_factory, at, length, new):
    path = tmp_path_factory.getbasetemp() / "config.yaml"
    text = TEXT[:at] + "".join(new) + TEXT[at + length :]
    path.write_bytes(text.encode(errors="surrogatepass"))
    if not refusal(read_file, path):
        is_refused_or_runs(read_file(path))


FILES = {
    "nothing": ("", "not a mapping of keys to values"),
    "a list": ("- 1\n", "not a mapping of keys to values"),
    "a number": ("3\n", "not a mapping of keys to values"),
    "a bracket left open": (f"{TEXT}x: [1, 2\n", "expected ',' or ']'"),
    "a tab": (f"{TEXT}\tx: 1\n", "found character that cannot start any token"),
    "two documents": (f"{TEXT}---\n{TEXT}", "expected a single document"),
    "Latin-1": (TEXT.encode() + b"# caf\xe9\n", "'utf-8' codec can't decode byte 0xe9"),
    "UTF-16": (TEXT.encode("utf-16"), "'utf-8' codec can't decode byte 0xff"),
    "a null byte": (f"{TEXT}# \x00\n", "unacceptable character #x0000"),
    "Python": (f"{TEXT}x: !!python/object/apply:os.getcwd []\n", "python/object/apply:os.getcwd"),
    "code": (f"{TEXT}__use_yte__: true\n", "unknown key '__use_yte__'"),
    "path variables": (f"{TEXT}pathvars: {{results: /tmp}}\n", "unknown key 'pathvars'"),
    "depth": (f"x: {'[' * 5000}{']' * 5000}\n", "exceeded maximum nesting depth"),
    "an impossible date": ("seed: 2001-99-99\n", "month must be in 1..12"),
    "a key twice": ("seed: 1\nseed: 2\n", "seed: given again in line 2, allowed: once"),
    "a study's key twice": (
        "studies:\n  a: {priors: [1], priors: [2]}\n",
        "priors: given again in line 2, allowed: once",
    ),
    "an estimator's key twice": (
        "estimators:\n  - {activation: softmax, activation: logistic}\n",
        "activation: given again in line 2, allowed: once",
    ),
    "a key that is a list": ("? [1]\n: 2\n", "found unhashable key"),
}


@pytest.mark.parametrize(("content", "says"), FILES.values(), ids=FILES)
def test_a_file_that_is_no_plain_config_is_refused_in_a_line(tmp_path, content, says):
    path = tmp_path / "config.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (line,) = refusal(read_file, path)
    assert line.startswith(f"config: {path}: ")
    assert says in line


@pytest.mark.parametrize(
    "content", ["\ufeff" + TEXT, TEXT.replace("\n", "\r\n")], ids=["BOM", "CRLF"]
)
def test_a_file_from_another_editor_is_accepted(tmp_path, content):
    (tmp_path / "config.yaml").write_text(content, newline="", encoding="utf-8")
    assert not refusal(read_file, tmp_path / "config.yaml")


CODE = "__use_yte__: true\nseed: \"?open('../written', 'w')\"\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (CODE, "config.yaml: unknown key '__use_yte__' (allowed: name, seed, "),
        (f"{TEXT}  ../../up: {{iterations: [3]}}\n", "studies: '../../up' given, allowed: a name "),
        (f"{TEXT}  mine: {{iteration: [3]}}\n", "studies.mine: unknown key 'iteration' (did you "),
        (f"{TEXT}  mine: {{iterations: []}}\n", "studies.mine.iterations: [] given, allowed: at "),
        (f"{TEXT}  mine: {{iterations: [0]}}\n", "studies.mine.iterations: 0 given, allowed: at "),
        (
            f"{TEXT}  priors: {{iterations: [3]}}\n",
            f"config.yaml: priors: given again in line {TEXT.count(chr(10)) + 1}, allowed: once",
        ),
    ],
)
def test_snakemake_stops_with_one_line_and_writes_nothing(tmp_path, text, says):
    (tmp_path / "checkout").mkdir()
    checkout = Checkout(tmp_path / "checkout")
    (checkout.directory / "config.yaml").write_text(text)
    files = set(tmp_path.rglob("*"))
    done = checkout.snakemake("all", "studies")
    *notices, last = done.stderr.splitlines()
    assert done.returncode != 0
    assert last.startswith(f"config: {says}")
    assert {notice.split()[0] for notice in notices} <= {"Using", "Config"}  # Snakemake's own
    assert not [path for path in set(tmp_path.rglob("*")) - files if ".snakemake" not in path.parts]


def test_a_study_may_be_called_as_a_file_of_a_scenario(tmp_path):
    checkout = Checkout(tmp_path)
    names = ("trials", "summary", "paired", "readings", "comparison", "tables")
    studies = "".join(f"  {name}: {{iterations: [10]}}\n" for name in names)
    (checkout.directory / "config.yaml").write_text(TEXT + studies)
    targets = [f"results/studies/{name}.csv" for name in names]
    assert checkout.planned(*targets)["study"] == len(names)
