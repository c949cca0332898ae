"""A file that is damaged after it was made is named, with what to do; it never makes a table."""

import numpy as np
import pytest
from conftest import Checkout

from analysis.trials import collect, read_table
from files import load, trial_range, undamaged, whole

ARRAYS = {"omega": np.arange(12.0).reshape(2, 2, 3), "status": np.array(["gradient", "decrease"])}
SMALL = {"trials": 4, "trials_per_job": 2, "iterations": 5}


@pytest.fixture
def fits(tmp_path):
    np.savez(tmp_path / "1-2.npz", **ARRAYS)
    return tmp_path / "1-2.npz"


@pytest.fixture
def table(tmp_path):
    """A table as a job writes it."""
    with whole(tmp_path / "table.csv") as output:
        output.write_text("estimator,mean\na,0.125\nb,0.25\n")
    return tmp_path / "table.csv"


def damaged(function, path):
    """Check that reading a file stops with the line that says what to do."""
    with pytest.raises(SystemExit) as stop:
        function(path)
    (line,) = str(stop.value).splitlines()
    assert line.startswith(f"{path} is damaged (")
    assert line.endswith("): delete it, and run the same command again")


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


def test_measures_of_other_trials_are_named(tmp_path):
    np.savez(tmp_path / "3-4.npz", trial=[1, 1, 2, 2])
    damaged(lambda path: list(collect([path], 4)), tmp_path / "3-4.npz")


@pytest.mark.parametrize("error", [ValueError, KeyError, EOFError, OSError, RuntimeError])
def test_a_file_in_which_something_else_is_found_is_named(error):
    def read(path):
        with undamaged(path):
            raise error("of\nmany lines")

    damaged(read, "file")


def test_a_fault_of_the_code_is_not_taken_for_damage():
    with pytest.raises(TypeError), undamaged("file"):
        raise TypeError


def test_a_file_is_named_after_its_trials():
    assert trial_range("results/paper/fits/a-b/11-15.npz") == range(11, 16)


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_rows_come_in_the_same_parts_however_files_divide_them(tmp_path, monkeypatch, size):
    monkeypatch.setattr("analysis.trials.TOGETHER", 3)
    paths = []
    for first in range(1, 8, size):
        trials = range(first, min(first + size, 8))
        paths.append(tmp_path / f"{trials[0]}-{trials[-1]}.npz")
        rows = {"trial": [*trials] * 2, "estimator": np.repeat(["b", "a"], len(trials))}
        np.savez(paths[-1], **rows, objective=np.arange(2 * len(trials)))
    parts = list(collect(map(str, paths), 7))
    assert [part["trial"].tolist() for part in parts] == [
        [1, 1, 2, 2, 3, 3],
        [4, 4, 5, 5, 6, 6],
        [7, 7],
    ]
    assert all(part["estimator"].tolist() == ["b", "a"] * (len(part) // 2) for part in parts)


@pytest.mark.parametrize("trials", [2, 3, 4])
def test_trials_of_the_last_file_beyond_those_asked_for_are_left_out(tmp_path, trials):
    paths = [str(tmp_path / name) for name in ("1-2.npz", "3-4.npz")][: 1 + (trials > 2)]
    for path in paths:
        each = [*trial_range(path)]
        np.savez(path, trial=each * 2, estimator=np.repeat(["b", "a"], 2), objective=each * 2)
    (part,) = collect(paths, trials)
    assert part["trial"].tolist() == np.repeat(range(1, trials + 1), 2).tolist()
    assert part["objective"].tolist() == part["trial"].tolist()
    assert part["estimator"].tolist() == ["b", "a"] * trials


def test_a_whole_table_is_read(table):
    assert read_table(table).to_dict("list") == {"estimator": ["a", "b"], "mean": [0.125, 0.25]}


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n1,2,3\n", b"\xff\xfe\x00"])
def test_a_table_that_is_none_is_named(table, content):
    table.write_bytes(content)
    damaged(read_table, table)


def test_a_table_that_is_not_there_is_named(table):
    damaged(read_table, table.with_name("other.csv"))


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
        ("samples/train/3-4.npz", b"PK"),
        ("tables/table4.csv", b""),
    ],
)
def test_after_the_file_that_snakemake_names_is_deleted_the_tables_are_as_before(
    checkout, name, content
):
    tables, before = checkout.results / "paper/tables.md", checkout.final()
    shown = tables.read_bytes()
    (checkout.results / "paper" / name).write_bytes(content)
    done = checkout.snakemake(**SMALL)
    (line,) = {line for line in done.stderr.splitlines() if "is damaged" in line}
    assert done.returncode != 0
    assert line.strip().startswith(f"results/paper/{name} is damaged (")
    assert not tables.exists() or tables.read_bytes() == shown
    (checkout.results / "paper" / name).unlink()
    checkout.run(**SMALL)
    assert checkout.final() == before
