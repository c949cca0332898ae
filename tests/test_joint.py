"""The joint test, on tables drawn from known settings."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import ncx2

from analysis.joint import KINDS, batches, judge, off_diagonal, published, summed, table2_of

PAPERS = ["logistic-least_squares", "softmax-least_squares", "softmax-cross_entropy"]


def setting(generator, trials, shift=0.0, tails=0.3):
    """Return errors (R, 3), log-normal and paired, and rates (R, 3, 4, 4) on shared samples."""
    common = generator.standard_normal((trials, 1))
    own = generator.standard_normal((trials, 3))
    errors = (4 + shift * np.array([1, 0, 0])) * np.exp(tails * (common + 0.5 * own) / 3)
    cells = generator.dirichlet(40 * np.array([7, 1.3, 1.3, 0.4]), size=(trials, 1, 4))
    rates = 0.9 * cells + 0.1 * generator.dirichlet([7, 1.3, 1.3, 0.4], size=(trials, 3, 4))
    return errors, rates


def figures(shares, errors, rates, of_rates):
    flat = of_rates(rates)
    return np.concatenate([table2_of(shares, errors[None])[0], shares @ flat], axis=1)


def rejected(kind, count, drawn_from, trials=600, **own):
    """Return the share of tables of another setting that the test of a setting rejects at 5 %."""
    generator = np.random.default_rng(7)
    p = []
    for _ in range(count):
        errors, rates = setting(generator, trials, **own)
        shares = batches(trials, generator, 1000)
        ours = figures(shares, errors, rates, kind)
        table = setting(generator, 100, **drawn_from)
        once = np.full((1, 100), 0.01)
        p.append(judge(ours, figures(once, *table, kind)[0], trials).p)
    return np.mean(np.array(p) <= 0.05)


@pytest.mark.parametrize("tails", [0.3, 1.5])
def test_the_true_setting_is_rejected_at_the_level_of_the_test(tails):
    share = rejected(summed, 200, {"tails": tails}, tails=tails)
    assert 0.01 <= share <= 0.10  # three standard errors of 200 tables are 0.046


def test_neighbours_are_rejected_with_the_power_that_the_distance_gives():
    shift = 0.06
    generator = np.random.default_rng(1)
    errors, rates = setting(generator, 20_000)
    vectors = np.concatenate([errors, errors**2, summed(rates)], axis=1)
    covariance = np.cov(vectors.T) / 100 * (1 + 100 / 600)
    moved = np.concatenate([setting(generator, 20_000, shift)[0].mean(axis=0), np.zeros(9)])
    moved[:3] -= errors.mean(axis=0)
    moved[3:6] = [2 * 4 * moved[0], 0, 0]
    expected = ncx2.sf(21.03, 12, moved @ np.linalg.solve(covariance, moved))
    share = rejected(summed, 200, {"shift": shift})
    assert 0.3 < expected < 0.99
    assert abs(share - expected) < 0.15
    assert rejected(summed, 40, {"shift": 0.3}) == 1


def test_all_figures_have_their_level_too():
    assert rejected(off_diagonal, 150, {}) <= 0.1


def test_mere_scatter_is_less_likely_though_it_is_not_rejected():
    generator = np.random.default_rng(2)
    table = np.zeros(12)
    near, wide = (
        judge(scale * generator.standard_normal((4000, 12)), table + 0.5, 600) for scale in (1, 5)
    )
    assert wide.q < near.q
    assert wide.p > near.p > 0.05
    assert wide.log_likelihood < near.log_likelihood


def test_q_is_the_mahalanobis_distance_and_is_inflated_for_our_own_trials():
    generator = np.random.default_rng(3)
    root = generator.standard_normal((6, 6))
    values = generator.standard_normal((50_000, 6)) @ root.T
    printed = root @ np.arange(6) / 4
    judged = judge(values, printed, 400)
    assert_allclose(judged.q, np.sum(np.arange(6) ** 2) / 16 / 1.25, rtol=0.05)
    _, logs = np.linalg.slogdet(1.25 * root @ root.T)
    assert_allclose(judged.log_likelihood, -(judged.q + logs) / 2, atol=0.05)
    assert_allclose(judged.p, ncx2.sf(judged.q, 6, 1e-9), atol=0.01)


def test_a_batch_is_a_sample_of_the_trials_all_estimators_together():
    generator = np.random.default_rng(4)
    shares = batches(30, generator, 50)
    assert_allclose(shares.sum(axis=1), 1)
    errors = generator.standard_normal((1, 30, 2))
    found = table2_of(shares, errors)[0]
    for share, row in zip(shares, found, strict=True):
        batch = np.repeat(errors[0], np.round(100 * share).astype(int), axis=0)
        assert_allclose(row, [*batch.mean(axis=0), *np.log(batch.var(axis=0, ddof=1))])


def test_too_few_trials_or_constant_figures_tell_nothing():
    generator = np.random.default_rng(5)
    values = generator.standard_normal((2, 500, 12))
    assert np.isnan(judge(values, np.zeros(12), 24).q).all()
    values[..., 0] = 1
    assert np.isnan(judge(values, np.zeros(12), 600).p).all()


def test_the_published_figures_are_those_of_the_tables():
    table2, rates = published(PAPERS)
    assert_allclose(table2[:3], [4.621323, 4.003461, 3.936804])
    assert_allclose(table2[5], np.log(0.1958714))
    assert_allclose(summed(rates)[::2], [2.7699, 2.8075, 2.8107], atol=1e-9)
    assert len(off_diagonal(rates)) == 36
    assert [2 * 3 + len(kind(rates)) for kind in KINDS.values()] == [12, 42]
