"""The figures, of whatever a config can hold: all text inside, no number that is none."""

import re
from itertools import combinations, pairwise

import numpy as np
import pandas as pd
import pytest
from conftest import PAPER, random_classes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.text import Text
from numpy.testing import assert_allclose
from scipy.stats import ttest_rel

import plot_bias_maps
import plot_equation4
import plot_penalties
import plot_posterior_error
import plot_posterior_maps
import plot_rates_minus_bayes
import plot_study
import plot_sums_map
from analysis.maps import mean_outputs
from analysis.monte_carlo import Moments
from analysis.paired import paired_differences
from analysis.paper import published_rates
from estimators import ESTIMATORS, named
from experiment.pictures import COARSE, picture
from report.figure_style import COLOURS, save
from report.line_chart import Places
from report.words import label
from workflow.scenarios import combinations as settings_of

NAMES = [each.name for each in ESTIMATORS]
SUBSETS = [NAMES[3:4], NAMES[:4:3], NAMES[::2], NAMES]
GRID = [
    (q, p, SUBSETS[(3 - i + j // 2) % 4], (2, 30)[j // 2])
    for i, q in enumerate((2, 3, 4, 6))
    for j, p in enumerate((1, 2, 3, 5))
    if (i + j) % 2 == 0
]
BAD = re.compile(r"nan|inf\b|[-−]0\.0+\b|np\.|(?<![$\w])-\d")


def check(figure):
    """Is all of the figure on its canvas, and does no text hold a number that is none?"""
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    inches = figure.get_tightbbox(renderer)
    width, height = figure.get_size_inches()
    assert min(inches.x0, inches.y0) >= -0.02
    assert inches.x1 <= width + 0.02
    assert inches.y1 <= height + 0.02
    assert height <= 8.6
    texts = [each.get_text() for each in figure.findobj(Text) if each.get_visible()]
    assert not [text for text in texts if BAD.search(text)]
    titles = [axes.title for axes in figure.axes if axes.title.get_text()]
    boxes = [title.get_window_extent(renderer) for title in titles]
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
    return texts


def tables(names, samples):
    """Return trials, summary and paired differences of samples (R, estimators)."""
    count = len(samples)
    rows = {"trial": np.repeat(range(1, count + 1), len(names)), "estimator": names * count}
    trials = pd.DataFrame(rows | {"posterior_error": samples.ravel()})
    columns = {"estimator": names, "measure": "posterior_error", "mean": samples.mean(axis=0)}
    errors = samples.std(axis=0, ddof=1) / np.sqrt(count)
    summary = pd.DataFrame(columns | {"mean_se": errors, "trials": count})
    moments = {
        ("posterior_error", names[i], names[j]): Moments.of(both[:, 0] - both[:, 1])
        for i, j in combinations(range(len(names)), 2)
        for both in [samples[np.isfinite(samples[:, [i, j]]).all(axis=1)][:, [i, j]]]
    }
    return trials, summary, paired_differences(moments)


def weights(generator, hidden, classes, inputs):
    shapes = ((1, hidden, inputs + 1), (1, classes, (hidden or inputs) + 1))
    return {
        name: generator.standard_normal(shape)
        for name, shape in zip(("omega", "upsilon"), shapes, strict=True)
    }


def means_of(fits, truth):
    """Return what map_outputs.py writes, of fits to one trial by estimator."""
    _, points = picture(truth, COARSE)
    maps = [
        mean_outputs(
            points,
            [fit | {"status": np.array(["gradient"])}],
            named(name),
            len(truth.priors),
        )
        for name, fit in fits.items()
    ]
    stacked = {key: np.stack([each[key] for each in maps]) for key in maps[0]}
    return stacked | {"estimator": np.array(list(fits))}


@pytest.mark.parametrize(("classes", "inputs", "names", "trials"), GRID, ids=str)
def test_figures_of_any_config_fit_their_canvas(classes, inputs, names, trials):
    generator = np.random.default_rng(classes)
    rates, bayes = generator.dirichlet(np.ones(classes), (2, classes))
    errors = rates / 90
    texts = check(
        plot_rates_minus_bayes.draw(
            bayes,
            dict.fromkeys(names, (rates, errors)),
            {},
            trials,
        )
    )
    headings = [label(name).replace(" + ", " +\n") for name in names]
    assert [text for text in texts if text in headings] == headings

    samples = generator.gamma(9, 0.01, (trials, len(names)))
    texts = check(plot_posterior_error.draw(*tables(names, samples)))
    assert any(f"over {trials} trials" in text for text in texts)

    truth = random_classes(1, classes, inputs)
    fits = {name: weights(generator, 2, classes, inputs) for name in names}
    texts = check(plot_posterior_maps.draw(fits, truth))
    assert any("Trial 1" in text for text in texts)
    assert any("$x_{3}$ = " in text for text in texts) == (inputs > 2)

    means = means_of(fits, truth)
    texts = check(plot_bias_maps.draw(means, truth))
    assert any("Mean of 1 trials" in text for text in texts)
    assert any("mean output − exact posterior" in text for text in texts)
    texts = check(plot_sums_map.draw(means, truth))
    free = [name for name in names if not name.startswith("softmax")]
    said = [" ".join(text.split()) for text in texts]
    assert {label(name) for name in names if label(name) in said} == {*map(label, free)}
    assert any("add to one but for rounding" in text for text in texts) == (not free)


@pytest.mark.parametrize("inputs", [1, 2, 3])
def test_a_bias_is_drawn_on_a_scale_symmetric_about_zero_common_to_all(inputs):
    truth, generator = random_classes(1, 3, inputs), np.random.default_rng(0)
    fits = {name: weights(generator, 2, 3, inputs) for name in NAMES[:4:3]}
    means = means_of(fits, truth)
    exact = truth.posterior(picture(truth, COARSE)[1])
    bias = means["outputs"] - exact
    most = np.abs(bias).max()
    figure = plot_bias_maps.draw(means, truth)
    if inputs == 1:
        lines = [line for axes in figure.axes for line in axes.lines if len(line.get_xdata()) > 9]
        assert_allclose([line.get_ydata() for line in lines], bias.swapaxes(0, 1).reshape(6, -1))
        assert all(np.abs(axes.get_ylim()).min() >= most for axes in figure.axes)
    else:
        images = [axes.images[0] for axes in figure.axes if axes.images]
        drawn = [image.get_array().ravel() for image in images]
        assert_allclose(drawn, bias.swapaxes(0, 1).reshape(6, -1))
        assert {image.get_clim() for image in images} == {(-most, most)}


def test_maps_of_estimators_without_a_finite_fit_are_empty():
    means = means_of({NAMES[0]: weights(np.random.default_rng(0), 2, 4, 2)}, PAPER)
    nothing = {"outputs": means["outputs"] * np.nan, "trials": np.array([0])}
    nothing |= {"sum_deviation": means["sum_deviation"] * np.nan, "estimator": means["estimator"]}
    check(plot_bias_maps.draw(nothing, PAPER))
    check(plot_sums_map.draw(nothing, PAPER))


def test_an_estimator_has_its_colour_in_every_figure():
    assert list(COLOURS) == NAMES
    generator = np.random.default_rng(0)
    fits = {name: weights(generator, 2, 4, 2) for name in NAMES}
    maps = plot_posterior_maps.draw(fits, PAPER)
    biases = plot_bias_maps.draw(means_of(fits, PAPER), PAPER)
    rates = {name: (PAPER.bayes_rates()[0], np.zeros((4, 4))) for name in NAMES}
    losses = plot_rates_minus_bayes.draw(np.eye(4), rates, {}, 2)
    errors = plot_posterior_error.draw(*tables(NAMES, generator.gamma(9, 0.01, (9, len(NAMES)))))
    for figure in (maps, biases, losses, errors):
        colours = {}
        for text in figure.findobj(Text):
            for name in NAMES:
                if " ".join(text.get_text().split()).startswith(label(name)):
                    colours.setdefault(name, to_hex(text.get_color()).upper())
        assert list(colours.items()) == list(COLOURS.items())


@pytest.mark.parametrize("name", ["linear-least_squares", "softmax-cross_entropy"])
def test_outputs_that_are_no_probabilities_are_shown_as_beyond_the_scale(name):
    fits = {name: weights(np.random.default_rng(0), 2, 4, 2)}
    bar = plot_posterior_maps.draw(fits, PAPER).axes[-1]
    line = {name: weights(np.random.default_rng(1), 2, 3, 1)}
    low, high = plot_posterior_maps.draw(line, random_classes(1, 3, 1)).axes[0].get_ylim()
    assert high >= 1
    if name == "linear-least_squares":
        assert len(bar.patches) == 2  # a triangle at each end of the bar
        assert low < 0
    else:
        assert not bar.patches
        assert low == 0


def at_zero(lines, coordinate):
    return [line for line in lines if list(getattr(line, f"get_{coordinate}data")()) == [0, 0]]


def test_differences_stand_about_a_line_at_zero():
    samples = np.random.default_rng(0).gamma(9, 0.01, (20, 3))
    _, right = plot_posterior_error.draw(*tables(NAMES[:3], samples)).axes
    assert len(at_zero(right.lines, "x")) == 1
    figure = plot_study.draw(*study_tables({"hidden_units": [2, 3]}), {"hidden_units": [2, 3]})
    _, accuracy, _ = figure.axes
    assert len(at_zero(accuracy.lines, "y")) == 1


def test_the_bars_of_the_posterior_error_are_the_95_percent_intervals():
    samples = np.random.default_rng(0).gamma(9, 0.01, (20, 2))
    left, right = plot_posterior_error.draw(*tables(NAMES[:2], samples)).axes
    drawn = [np.sort(line.get_xdata()) for line in (*left.lines, *right.lines)]
    drawn = [line for line in drawn if len(line) == 2 and line.any()]
    columns = [*samples.T, samples[:, 0] - samples[:, 1]]
    expected = [ttest_rel(each, np.zeros(20)).confidence_interval() for each in columns]
    assert_allclose(drawn, expected)


@pytest.mark.parametrize(
    "sample",
    [
        np.full(50, 0.1),
        0.1 + 1e-17 * np.arange(50),
        np.full(50, np.nan),
        np.r_[np.nan, np.linspace(0.1, 0.2, 49)],
        np.r_[1.4, 0.1 + 1e-9 * np.arange(49)],
    ],
    ids=["one value", "rounding", "no value", "a gap", "an outlier"],
)
def test_no_sample_takes_more_than_a_few_bins(sample):
    samples = np.column_stack([np.linspace(0.1, 0.3, 50), sample])
    with np.errstate(all="ignore"):
        figure = plot_posterior_error.draw(*tables(NAMES[:2], samples))
    check(figure)
    for stairs in (each for axes in figure.axes for each in axes.patches):
        assert len(stairs.get_data().edges) <= 41


def test_of_many_classes_the_figures_show_some_and_say_so():
    generator = np.random.default_rng(0)
    truth = random_classes(1, 20, 2)
    figure = plot_posterior_maps.draw({NAMES[0]: weights(generator, 0, 20, 2)}, truth)
    assert any("the 6 of 20 classes of largest prior" in text for text in check(figure))
    rows = [axes.get_ylabel() for axes in figure.axes[:12:2]]
    expected = sorted(truth.priors.argsort()[::-1][:6] + 1)
    assert rows == [f"class {k}\n$x_2$" for k in expected]
    rates = generator.dirichlet(np.ones(20), (2, 20))
    check(plot_rates_minus_bayes.draw(rates[0], {NAMES[0]: (rates[1], rates[1])}, {}, 2))


def test_the_papers_rates_are_drawn_for_its_problem_only():
    exact, errors = PAPER.bayes_rates()[0], np.full((4, 4), 0.01)
    ours = dict.fromkeys(NAMES[:2], (exact, errors))
    paper = plot_rates_minus_bayes.published(exact, ours, 25)
    (name,) = paper
    assert_allclose(paper[name][0], published_rates(4))
    assert_allclose(paper[name][1], 0.005)  # with four times our trials
    assert plot_rates_minus_bayes.published(exact[::-1], ours, 25) == {}
    assert plot_rates_minus_bayes.published(exact[:3, :3], ours, 25) == {}
    texts = check(plot_rates_minus_bayes.draw(exact, ours, paper, 2))
    assert texts.count("not in the paper") == 1


def test_an_estimator_without_a_finite_fit_has_no_panel():
    exact = PAPER.bayes_rates()[0]
    ours = {NAMES[0]: (exact * np.nan, exact * np.nan), NAMES[3]: (exact, exact)}
    texts = check(plot_rates_minus_bayes.draw(exact, ours, {}, 2))
    assert "logistic +\nleast squares" not in texts
    check(plot_rates_minus_bayes.draw(exact, dict(list(ours.items())[:1]), {}, 2))


def study_tables(study, names=NAMES):
    """Return the summary and the paired differences of a study."""
    generator = np.random.default_rng(0)
    summaries, pairs = [], []
    for settings in settings_of(study):
        samples = generator.gamma(9, 0.01, (20, len(names)))
        _, summary, paired = tables(names, samples)
        for measure in ("posterior_error", "sum_deviation"):
            summaries.append(summary.assign(scenario=str(settings), measure=measure))
        pairs.append(paired.assign(scenario=str(settings), measure="accuracy"))
    return pd.concat(summaries, ignore_index=True), pd.concat(pairs, ignore_index=True)


@pytest.mark.parametrize("names", SUBSETS[:1] + SUBSETS[3:], ids=len)
@pytest.mark.parametrize(
    "study",
    [
        {"hidden_units": [0, 1, 2, 8], "iterations": [10, 30, 100, 300, 1000]},
        {"weight_decay": [0.0, 0.0001, 1.0]},
        {"train_per_class": [25, 50, 100, 200, 400, 800, 1600, 3200, 6400]},
        {"priors": ["equal", [1, 1, 1, 3], [1, 2, 2, 4], [1, 1, 1, 9]]},
        {"covariance": [[[1, 0.5], [0.5, 1]], 1.0]},
        {"hidden_units": [1, 2], "start_range": [0.5, 1.0], "weight_decay": [0.0, 0.1]},
        {"hidden_units": [2]},
    ],
    ids=lambda study: ", ".join(study),
)
def test_a_study_of_any_keys_fits_its_canvas(study, names):
    figure = plot_study.draw(*study_tables(study, names), study)
    texts = check(figure)
    kind = "bar" if {"priors", "covariance"} & set(study) or len(study) > 2 else "band"
    assert any(f"20 trials; {kind}: 95 % interval" in text for text in texts)
    for axes in figure.axes:
        assert (axes.get_xscale() == "log") == ("(log scale)" in axes.get_xlabel())


def test_of_many_settings_a_study_shows_the_first_and_says_so():
    study = {"iterations": [1, 2], "hidden_units": list(range(15))}
    figure = plot_study.draw(*study_tables(study, NAMES[3:4]), study)
    assert any("the first 12 of 15 columns" in text for text in check(figure))


def test_numbers_stand_at_their_value_in_order_and_zero_beside_a_break():
    places = Places([100, 0, 1, 10])
    assert places.log
    assert places.broken
    assert list(places.joined) == [2, 3, 0]
    assert 0 < places.at[1] < places.gap < 1
    assert_allclose([b / a for a, b in pairwise(np.sort(places.at))], 10)
    assert not Places([0, 1, 4]).log
    assert not Places(["equal", [1, 2]]).numbers


def test_categories_are_joined_by_no_line():
    study = {"priors": ["equal", [1, 2, 3, 4]]}
    figure = plot_study.draw(*study_tables(study), study)
    styles = {line.get_linestyle() for line in figure.axes[0].lines}
    assert styles == {"None"}


def test_the_same_figure_is_the_same_file(tmp_path):
    for name in ("a", "b"):
        save(plot_penalties.draw(), [tmp_path / f"{name}.svg", tmp_path / f"{name}.png"])
    for kind in ("svg", "png"):
        first, second = ((tmp_path / f"{name}.{kind}").read_bytes() for name in "ab")
        assert first == second


@pytest.mark.parametrize("printed", [np.nan, 4.0])
@pytest.mark.parametrize("names", SUBSETS, ids=len)
def test_every_line_of_equation_4_has_its_name_beside_it(names, printed):
    rows = [
        {"reference": reference, "figure": "mean", "half_width": L, "estimator": name}
        | {"reproduced": (1 + k / 9) * L, "reproduced_se": 0.1, "trials": 9, "published": printed}
        for k, name in enumerate(names)
        for reference in ("exact", "without the ½")
        for L in range(1, 11)
    ]
    figure = plot_equation4.draw(pd.DataFrame(rows))
    texts = check(figure)
    shown = [each for each in figure.findobj(Text) if each.get_text() in map(label, names)]
    assert [each.get_text() for each in shown] == [label(name) for name in names]
    boxes = [each.get_window_extent() for each in shown]
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
    assert any("printed" in text for text in texts if "Table 2" in text) == np.isfinite(printed)
    lost = pd.DataFrame(rows).assign(reproduced=np.nan)
    check(plot_equation4.draw(lost))


def test_the_penalties_fit_their_canvas():
    check(plot_penalties.draw())
