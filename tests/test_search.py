"""The search for the authors' settings: its parts against independent ones, its sentences."""

import numpy as np
import pandas as pd
import pytest
from conftest import PAPER
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import stdtrit

from analysis.joint import published
from analysis.search import (
    COLUMNS,
    ESTIMATORS,
    NEAREST,
    candidates,
    errors,
    judged,
    profile,
    reach_of_p,
    search,
    stops_of,
)
from estimators import named
from estimators.fitting import fit
from estimators.network import outputs, start_weights, unpack
from experiment.draws import draw, generator
from experiment.measures import posterior_rms
from experiment.paths import DISTANCES, FACTORS, READINGS, Paths, follow, rules_of
from report.reconstruction import conclude, fitting

DECLARED = {"relative_decrease": [1e-3, 1e-2], "iterations": [4, 30]}
FITTING = {"hidden_units": 3, "start_range": 1.0, "iterations": 30, "relative_decrease": 1e-3}
TRIALS, SEED = range(1, 61), 5


@pytest.fixture(scope="module")
def paths():
    per_class = {"test": 100, "train": 100}
    rules = rules_of(DECLARED)
    return follow(TRIALS, SEED, PAPER, per_class, [*map(named, ESTIMATORS)], FITTING, rules)


def reading(sample="test", outputs="as they are", form="root of the sum", factor=1.0, n=False):
    (found,) = (k for k, each in enumerate(READINGS) if each == (sample, outputs, form, factor, n))
    return READINGS[found]


@pytest.mark.parametrize("stop", range(4))
@pytest.mark.parametrize("sample", ["test", "train"])
def test_distances_are_those_of_separate_fits(paths, stop, sample):
    rule, number = rules_of(DECLARED)[stop]
    options = FITTING | {rule: number}
    x, labels = draw(TRIALS, SEED, "train", PAPER, 100)
    drawn = [start_weights(generator(SEED, k, "start"), 2, 3, 4, 1.0) for k in TRIALS]
    starts = map(np.stack, zip(*drawn, strict=True))
    stopping = {key: options[key] for key in ("iterations", "relative_decrease")}
    end = fit(x, labels, *starts, named(ESTIMATORS[0]), **stopping)
    assert_array_equal(paths.iterations[stop, :, 0], end.iterations)
    points, _ = draw(TRIALS, SEED, sample, PAPER, 100)
    estimated = outputs(points, *unpack(end.point, 2, 3, 4), named(ESTIMATORS[0]).activation)
    for factor, truth in ((1.0, PAPER), (2.0, PAPER.without_half())):
        exact = truth.posterior(points)
        whole = posterior_rms(estimated, exact)
        of_paths = errors(paths, np.full(3, stop), reading(sample, factor=factor))[:, 0]
        assert_allclose(of_paths, 20 * whole)
        divided = errors(paths, np.full(3, stop), reading(sample, factor=factor, n=True))[:, 0]
        assert_allclose(divided, whole)
        sums = np.sqrt(((estimated - exact) ** 2).sum(axis=2)).sum(axis=1)
        of_roots = reading(sample, form="sum of the roots", factor=factor)
        assert_allclose(errors(paths, np.full(3, stop), of_roots)[:, 0], sums)
        shares = estimated / estimated.sum(axis=1, keepdims=True)
        normalised = reading(sample, outputs="normalised", factor=factor)
        expected = 20 * posterior_rms(shares, exact)
        assert_allclose(errors(paths, np.full(3, stop), normalised)[:, 0], expected)


def test_readings_are_all_different_and_have_the_profile_of_the_exponent():
    assert len(set(READINGS)) == len(READINGS) == 2 * len(DISTANCES)
    assert (min(FACTORS), max(FACTORS)) == (0.5, 3)


def test_the_search_judges_every_rule_and_reading_and_rules_apart(paths):
    table = search(paths, rules_of(DECLARED), SEED)
    apart = table["stopping"].str.contains("/")
    assert (~apart).sum() == 4 * len(READINGS)
    assert apart.sum() == 2 * (2**3 - 2)  # rules of one kind, not all three the same
    assert table["p"].between(0, 1).all()
    for stopping in table["stopping"].unique():
        stops = stops_of(stopping, DECLARED)
        assert len(stops) == 3
        assert (len(set(stops)) > 1) == ("/" in stopping)


def rows(q, p, stopping="iterations 9", procedure="bfgs", hidden=2, factor=2.0, figures=12):
    heading = (stopping, "test", "as they are", "root of the sum", factor, False, figures)
    return (*heading, q, p, 50 - q / 2, 600, procedure, hidden)


def table_of(*several):
    return pd.DataFrame(several, columns=COLUMNS)


def confirmed(p, reach=0.005, **heading):
    factors = {1.0: 900.0, 1.95: 28.0, 2.0: 25.0, 2.05: 30.0}
    found = [rows(q, p if f == 2 else 0.0005, factor=f, **heading) for f, q in factors.items()]
    found += [rows(70, 0.02, factor=f, figures=42, **heading) for f in factors]
    table = table_of(*found)
    known = {"p_low": table["p"] - reach, "p_high": table["p"] + reach}
    return table.assign(chosen=table["factor"] == 2, **known)


def test_candidates_are_the_nearest_of_each_procedure_and_of_rules_apart():
    table = table_of(
        rows(30, 0.02),
        rows(20, 0.1, procedure="rprop"),
        rows(25, 0.1, procedure="rprop", hidden=3),
        rows(24, 0.1, procedure="rprop", hidden=3, factor=1.9),
        rows(22, 0.1, procedure="rprop", hidden=4),
        rows(10, 0.3, stopping="iterations 9 / iterations 5 / iterations 5"),
        rows(np.nan, np.nan, hidden=7),
    )
    table.loc[table["q"].isna(), "log_likelihood"] = np.nan
    assert list(candidates(table, 2)["q"]) == [20, 22, 30, 10]


def test_the_interval_of_p_is_as_wide_as_p_scatters_between_other_trials():
    printed, rates = published(ESTIMATORS)
    place, shares = READINGS.index(NEAREST), rates / rates.sum(axis=-1, keepdims=True)
    p, reach = [], []
    for k in range(40):
        random = np.random.default_rng(k)
        noise = random.normal(size=(400, 3)) * np.exp(printed[3:6] / 2)
        distances = np.zeros((1, place + 1, 400, 3))
        distances[0, place] = printed[:3] + 0.08 + noise
        counts = random.multinomial(100, shares, size=(400, 3, 4))[None]
        trials = Paths(distances, counts, np.zeros((1, 400, 3)))
        (row,) = judged(trials, (0, 0, 0), [NEAREST], ["12"], k)
        p.append(row[COLUMNS.index("p") - 1])
        if k < 6:
            reach.append(reach_of_p(trials, (0, 0, 0), NEAREST, k)[0])
    error = np.sqrt(np.mean(np.square(reach))) / stdtrit(9, 0.975)
    assert 0.8 < error / np.std(p) < 1.7


def test_the_profile_is_the_lowest_point_of_a_parabola():
    factors = np.array([1.0, 1.9, 2.0, 2.2])
    q = 7 + 800 * (factors - 1.98) ** 2
    table = table_of(*(rows(each, 0.1, factor=f) for f, each in zip(factors, q, strict=True)))
    assert_allclose(profile(table), [1.98, 1 / np.sqrt(800)])
    assert np.isnan(profile(table[table["factor"] < 2])[1])


NOISE = np.random.default_rng(0).normal(0, 0.05, (3, 200, 3))
BATCHES = {
    "estimates": np.array([[4.7, 0.8, 2.77], [4.0, 0.4, 2.81], [4.1, 0.5, 2.8]]),
    "stops": np.array([2, 0, 1]),
    "iterations": np.broadcast_to(np.array([15, 50, 100])[:, None, None], NOISE.shape),
    "traces": NOISE + np.array([2.75, 2.81, 2.76])[:, None, None],
}


def said(*tables):
    search = pd.concat(tables)
    return conclude(search, list(tables), [BATCHES] * len(tables))


def test_what_is_near_is_said_not_to_be_proved():
    finding = said(confirmed(0.08), confirmed(0.06, hidden=4))
    assert "2 settings of 600 trials" in finding.found
    assert "the ½ is missing" in finding.verdict
    assert "Not excluded at the 5 % level: BFGS, 2 hidden units" in finding.verdict
    assert "Not identified: hidden units." in finding.verdict
    assert "Not excluded is not proved" in finding.verdict
    rival = confirmed(0.4, stopping="iterations 9 / iterations 5 / iterations 5")
    assert "rival" not in finding.verdict
    assert "p = 0.400" in said(confirmed(0.08), rival).verdict.partition("rival")[2]


def test_the_verdict_comes_out_the_other_way_on_other_tables():
    assert "all are rejected" in said(confirmed(0.001)).verdict
    moved = confirmed(0.1).assign(factor=lambda table: table["factor"] - 1)
    moved = moved[moved["factor"] > 0]
    moved = pd.concat([moved, moved.iloc[:1].assign(factor=0.5, q=400.0, log_likelihood=-150)])
    assert "the ½ is there" in said(moved).verdict
    flat = confirmed(0.1)
    flat = flat[flat["factor"] >= 2]
    assert "not identified" in said(flat).verdict


def test_a_setting_is_rejected_or_not_only_as_far_as_p_is_known():
    assert "all are rejected" in said(confirmed(0.02, reach=0.025)).verdict
    verdict = said(confirmed(0.02, reach=0.035), confirmed(0.09, reach=0.035, hidden=4)).verdict
    assert (
        "Not excluded at the 5 % level: BFGS, 4 hidden units, iterations 9 (p = 0.090," in verdict
    )
    assert (
        "Neither rejected nor not, as the interval of p holds 5 %: BFGS, 2 hidden units, "
        "iterations 9 (p = 0.020, 95 % interval 0.000 to 0.055)." in verdict
    )
    unknown = said(confirmed(0.02, reach=np.nan)).verdict
    assert "nor not, as trials are too few for an interval of p: BFGS, 2 hidden units" in unknown
    assert "95 % interval unknown" in unknown


def test_nothing_is_said_of_nothing():
    table = confirmed(0.1).assign(q=np.nan, p=np.nan, log_likelihood=np.nan)
    assert said(table).verdict.startswith("Nothing can be said")


def test_beyond_the_largest_trace_is_overfitted_and_before_it_underfitted():
    told = fitting(BATCHES).split("; ")
    assert "logistic + least squares overfitted, 2.7" in told[0]
    assert "after 100 iterations, the largest 2.798 after 50" in told[0]
    assert "underfitted" in told[1]
    assert "neither" in told[2]
