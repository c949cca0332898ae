"""A file that is damaged after it was made is named, with what to do; it never makes a table."""

import numpy as np
import pandas as pd
import pytest
from conftest import Checkout

from analysis.trials import collect, read_trials
from inputs import load

ARRAYS = {"omega": np.arange(12.0).reshape(2, 2, 3), "status": np.array(["gradient", "decrease"])}
SMALL = {"trials": 4, "trials_per_job": 2, "iterations": 5}
TRIALS = pd.DataFrame(
    {
        "trial": [1, 1, 2, 2],
        "estimator": ["a", "b"] * 2,
        "accuracy": [0.5, 0.6, np.nan, 0.8],
        "status": ["gradient", "decrease", "non_finite", "gradient"],
        "count_1_1": [71, 72, 73, 74],
    }
)
each_part = pytest.mark.parametrize("together", [1, 2, 3])


@pytest.fixture
def fits(tmp_path):
    np.savez(tmp_path / "1-2.npz", **ARRAYS)
    return tmp_path / "1-2.npz"


@pytest.fixture
def trials(tmp_path):
    TRIALS.to_csv(tmp_path / "trials.csv", index=False)
    return tmp_path / "trials.csv"


def damaged(function, path, *arguments, **options):
    """Check that reading a file stops with the line that says what to do."""
    with pytest.raises(SystemExit) as stop:
        function(path, *arguments, **options)
    (line,) = str(stop.value).splitlines()
    assert line.startswith(f"{path} is damaged (")
    assert line.endswith("): delete it, and run the same command again")


def all_trials(*arguments):
    return list(read_trials(*arguments))


@each_part
@pytest.mark.parametrize("trials_expected", [1, 3])
def test_a_table_of_more_or_fewer_trials_is_named(trials, trials_expected, together):
    damaged(all_trials, trials, trials_expected, together)


def test_a_whole_file_is_loaded(fits):
    assert {name: array.tolist() for name, array in load(fits).items()} == {
        name: array.tolist() for name, array in ARRAYS.items()
    }


def test_no_flipped_bit_of_an_array_goes_unnoticed(fits):
    content = fits.read_bytes()
    for at in range(len(content)):
        fits.write_bytes(content[:at] + bytes([content[at] ^ 2]) + content[at + 1 :])
        try:
            arrays = load(fits)
        except SystemExit:
            continue
        assert all(np.array_equal(array, ARRAYS[name]) for name, array in arrays.items()), at


def test_a_large_array_that_seems_smaller_is_named(fits):
    np.savez(fits, omega=np.zeros((2, 1000)))
    fits.write_bytes(fits.read_bytes().replace(b"(2, 1000)", b"(1, 1000)"))
    damaged(load, fits)


@pytest.mark.parametrize("length", [0, 1, 50, 300, -100, -1])
def test_an_npz_file_cut_short_is_named(fits, length):
    fits.write_bytes(fits.read_bytes()[:length])
    damaged(load, fits)


@pytest.mark.parametrize("shape", [(3, 2, 3), (2, None), (2, None, 4)])
def test_arrays_of_another_shape_are_named(fits, shape):
    damaged(load, fits, omega=shape)


def test_an_array_that_is_not_there_is_named(fits):
    damaged(load, fits, upsilon=(2, 4, 3))


def test_measures_of_other_trials_are_named(tmp_path):
    np.savez(tmp_path / "3-4.npz", trial=[1, 1, 2, 2])
    damaged(lambda path: list(collect([path])), tmp_path / "3-4.npz")


@each_part
def test_a_whole_table_is_read_with_its_bad_fits(trials, together):
    parts = list(read_trials(trials, 2, together))
    assert [part["trial"].nunique() for part in parts] == ([1, 1] if together == 1 else [2])
    pd.testing.assert_frame_equal(pd.concat(parts), TRIALS)


@each_part
def test_a_table_cut_anywhere_is_named(trials, together):
    content = trials.read_bytes()
    for length in range(len(content)):
        trials.write_bytes(content[:length])
        damaged(all_trials, trials, 2, together)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"0.8", b""),
        (b"0.8", b"x.8"),
        (b"0.8", b"\xff.8"),
        (b"2,b", b"3,b"),
        (b"1,b", b"1,a"),
        (b"trial,", b"trail,"),
        (b"73", b"73,73"),
        (b"74", b"\0\0"),
    ],
)
@each_part
def test_a_table_with_a_damaged_cell_is_named(trials, old, new, together):
    content = trials.read_bytes()
    assert content.count(old) == 1
    trials.write_bytes(content.replace(old, new))
    damaged(all_trials, trials, 2, together)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    checkout = Checkout(tmp_path_factory.mktemp("damaged"))
    checkout.run(**SMALL)
    return checkout


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("fits/softmax-cross_entropy/1-2.npz", np.random.default_rng(0).bytes(4000)),
        ("measures/3-4.npz", b""),
        ("trials.csv", b"trial,estimator,status\n1,softmax-cross_entropy,gradient\n"),
    ],
)
def test_after_the_file_that_snakemake_names_is_deleted_the_tables_are_as_before(
    checkout, name, content
):
    tables = checkout.results / "paper/tables.md"
    before = tables.read_bytes()
    (checkout.results / "paper" / name).write_bytes(content)
    done = checkout.snakemake(**SMALL)
    (line,) = {line for line in done.stderr.splitlines() if "is damaged" in line}
    assert done.returncode != 0
    assert line.strip().startswith(f"results/paper/{name} is damaged (")
    assert not tables.exists() or tables.read_bytes() == before
    (checkout.results / "paper" / name).unlink()
    checkout.run(**SMALL)
    assert tables.read_bytes() == before
