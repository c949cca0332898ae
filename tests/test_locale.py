"""Files are UTF-8 whatever the locale, and a folder may have any name."""

import shutil
import subprocess

import pytest
from conftest import SMALL, Checkout

ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.fixture(params=["ASCII", "ISO-8859-1"])
def other_encoding(request, tmp_path):
    """The environment of a user whose locale has another encoding."""
    if request.param == "ASCII":
        return ASCII
    command = ["localedef", "-i", "en_US", "-f", request.param, f"{tmp_path}/en_US.{request.param}"]
    if shutil.which("localedef") is None or subprocess.run(command, capture_output=True).returncode:
        pytest.skip(f"no locale with {request.param} can be made")
    return {"LC_ALL": f"en_US.{request.param}", "LOCPATH": str(tmp_path), "PYTHONUTF8": "0"}


def test_a_run_in_another_encoding_makes_the_same_files(
    base, tmp_path, monkeypatch, other_encoding
):
    (tmp_path / "Müller £").mkdir()
    checkout = Checkout(tmp_path / "Müller £")
    with monkeypatch.context() as its:
        for name, value in other_encoding.items():
            its.setenv(name, value)
        checkout.run(**SMALL)
    assert checkout.final() == base.final()
    assert "Nothing to be done" in checkout.run("--dry-run", **SMALL)
    assert "±" in (checkout.results / "paper/tables.md").read_text("utf-8")
