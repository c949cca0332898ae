"""A figure looks the same whatever settings of matplotlib a user has."""

import os
import subprocess
import sys

import pytest
from conftest import ROOT

HOSTILE = """
backend: nonsense
text.usetex: True
font.size: 31
font.family: serif
axes.facecolor: red
axes.spines.top: True
axes.prop_cycle: cycler("color", "rg")
axes.formatter.use_locale: True
lines.linewidth: 9
figure.autolayout: True
savefig.bbox: tight
savefig.transparent: True
svg.fonttype: path
svg.hashsalt: mine
path.sketch: 1, 100, 2
interactive: True
"""
PROGRAM = """
import pathlib
from plot_penalties import draw
from report.figure_style import save
save(draw(), [pathlib.Path("figure.svg"), pathlib.Path("figure.png")])
"""


def drawn(folder, **environment):
    """Return the bytes of a figure drawn in a folder, as SVG and as PNG."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("MATPLOTLIB")}
    own |= {"PYTHONPATH": str(ROOT / "scripts"), "XDG_CONFIG_HOME": str(folder / "none")}
    command = [sys.executable, "-c", PROGRAM]
    subprocess.run(command, cwd=folder, env=own | environment, check=True, capture_output=True)
    return [(folder / f"figure.{suffix}").read_bytes() for suffix in ("svg", "png")]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """What is drawn where no settings are found."""
    return drawn(tmp_path_factory.mktemp("undisturbed"))


@pytest.mark.parametrize(
    ("place", "environment"),
    [
        ("matplotlibrc", {}),
        ("mine/matplotlibrc", {"MATPLOTLIBRC": "mine"}),
        ("mine/matplotlib/matplotlibrc", {"XDG_CONFIG_HOME": "mine"}),
    ],
    ids=["in the folder", "by MATPLOTLIBRC", "of the user"],
)
def test_settings_of_the_user_change_no_figure(tmp_path, undisturbed, place, environment):
    file = tmp_path / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(HOSTILE, encoding="utf-8")
    given = {name: str(tmp_path / value) for name, value in environment.items()}
    assert drawn(tmp_path, **given) == undisturbed
