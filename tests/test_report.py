"""The report, as a browser shows it."""

import html
import json
import re
import shutil
import subprocess

import pandas as pd
import pytest
from conftest import configure, copied

CHROMIUM = shutil.which("chromium")
OFFLINE = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--virtual-time-budget=1000000000",
]
SIZES = [(1400, 900), (1920, 1080)]
# Opens each item as a click on its eye does. A page in a data URI cannot be looked into, so that it
# is put into the same frame as a document of its own.
OPEN_EVERYTHING = """
<style>* { transition: none !important; }</style>
<script>
(async () => {
  const pause = () => new Promise(done => setTimeout(done, 500));
  const box = ({left, top, right, bottom}) => ({left, top, right, bottom});
  const items = [];
  while (!app || !document.querySelector(".prose")) await pause();
  const front = [".prose", ".prose table"].map(
    name => box(document.querySelector(name).getBoundingClientRect()));
  for (const [category, parts] of Object.entries(categories))
    for (const path of Object.values(parts).flat()) {
      app.showCategory(category);
      await pause();
      app.setView({content: "html", contentPath: results[path].data_uri, resultPath: path});
      await pause();
      const menu = [...document.querySelectorAll("nav td:first-child")].map(td => td.innerText);
      const frame = document.querySelector("iframe");
      const text = await (await fetch(results[path].data_uri)).text();
      await new Promise(done => { frame.onload = done; frame.srcdoc = text; });
      const page = frame.contentDocument, root = page.documentElement;
      const [image, table] = ["img", "table"].map(name => page.querySelector(name));
      if (image) await image.decode();
      const scroller = page.querySelector("figure");
      const item = {
        category, path, menu, text: page.body.innerText, title: page.title,
        frame: box(frame.getBoundingClientRect()), window: [innerWidth, innerHeight],
        page: [root.scrollWidth, root.scrollHeight, root.clientWidth, root.clientHeight],
        image: image && box(image.getBoundingClientRect()), alt: image && image.alt,
        natural: image && [image.naturalWidth, image.naturalHeight],
        table: table && box(table.getBoundingClientRect()),
        scroller: scroller && box(scroller.getBoundingClientRect()),
        scrolls: scroller && getComputedStyle(scroller).overflowX,
      };
      app.showResultInfo(path);
      await pause();
      const panel = document.querySelector("nav");
      item.information = [panel.scrollWidth, panel.clientWidth];
      items.push(item);
    }
  const end = document.createElement("pre");
  end.id = "measures";
  end.textContent = JSON.stringify({front, items});
  document.body.append(end);
})();
</script>
"""


def shown(page, tmp_path, *options):
    """Return a page as the browser has it when it is loaded."""
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    return subprocess.run(
        [CHROMIUM, *OFFLINE, profile, *options, "--dump-dom", page.as_uri()],
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    ).stdout


@pytest.fixture(scope="module", params=SIZES, ids=str)
def measured(whole, request, tmp_path_factory):
    """What a window of this size shows of the report."""
    if CHROMIUM is None:
        pytest.skip("needs chromium")
    folder = tmp_path_factory.mktemp("opened")
    text = (whole.results / "report.html").read_text("utf-8")
    before, after = text.rsplit("</body>", 1)
    (folder / "report.html").write_text(f"{before}{OPEN_EVERYTHING}</body>{after}", "utf-8")
    size = "--window-size={},{}".format(*request.param)
    dom = shown(folder / "report.html", folder, size)
    found = re.search('<pre id="measures">(.*?)</pre>', dom, re.DOTALL).group(1)
    return json.loads(html.unescape(found))


@pytest.fixture
def opened(measured):
    """What is shown of each item."""
    return measured["items"]


def test_the_front_page_begins_at_its_top_and_holds_its_table(measured):
    text, table = measured["front"]
    assert text["top"] >= 0
    assert table["right"] <= text["right"]


def test_every_item_is_opened(whole, opened):
    pages = [
        *whole.results.glob("paper/html/*/*.html"),
        *whole.results.glob("studies/**/*.html"),
    ]
    names = {str(path.relative_to(whole.directory)) for path in pages}
    assert {item["path"] for item in opened} == names
    assert len(opened) == len(names)


def test_every_image_is_seen_whole(opened):
    figures = [item for item in opened if item["image"]]
    assert len(figures) == 10
    for item in figures:
        image, frame, window = item["image"], item["frame"], item["window"]
        left, top = frame["left"], frame["top"]
        assert min(left, top, image["left"], image["top"]) >= 0, item["path"]
        assert left + image["right"] <= window[0], item["path"]
        assert top + image["bottom"] <= window[1], item["path"]
        width, height = image["right"] - image["left"], image["bottom"] - image["top"]
        scale = min(width / item["natural"][0], height / item["natural"][1])
        assert scale * item["natural"][1] > 200, item["path"]
        assert item["alt"] == item["title"]


def test_no_page_is_wider_or_higher_than_its_pane(opened):
    for item in opened:
        width, height, *pane = item["page"]
        assert width <= pane[0], item["path"]
        assert height <= pane[1], item["path"]


def test_a_table_fits_or_scrolls_within_its_page(opened):
    for item in (item for item in opened if item["table"]):
        table, scroller = item["table"], item["scroller"]
        assert min(table["left"], table["top"]) >= 0
        assert table["right"] <= scroller["right"] or item["scrolls"] == "auto", item["path"]
        assert scroller["right"] <= item["page"][2]


def test_the_information_of_an_item_fits_its_panel(opened):
    for item in opened:
        width, panel = item["information"]
        assert width <= panel, item["path"]


def test_the_menu_has_the_titles_in_the_order_of_the_report(opened):
    menus = {item["category"]: item["menu"] for item in opened}
    for category, menu in menus.items():
        assert sorted(menu) == sorted(
            item["title"] for item in opened if item["category"] == category
        )
    assert [title[:8] for title in menus["Tables"]] == [f"Table {k}." for k in range(1, 7)]
    places = [int(title.partition(".")[0]) for title in menus["Claims"]]
    assert places == list(range(1, len(places) + 1))
    assert menus["Studies"][0] == "1. Sizes"


def test_every_page_says_what_the_paper_says_what_was_found_and_the_verdict(opened):
    for item in opened:
        lines = item["text"].splitlines()
        source = next(line for line in lines if line.startswith("The paper"))
        places = [lines.index(name) for name in (source, "This run", "Verdict")]
        assert places == sorted(places)
        assert lines[0] == item["title"]
        assert not re.search(r"\bnan\b|(?<![\w,-])-\d|−0\.0+(?![\d])", item["text"]), item["path"]


@pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")
def test_the_browser_shows_table_2_without_a_network(whole, tmp_path):
    front = shown(whole.results / "report.html", tmp_path)
    table2 = pd.read_csv(whole.results / "paper/tables/table2.csv")
    numbers = [f"{value:.6f}" for value in table2["mean"]] + ["4.621323", "4.003461", "3.936804"]
    assert [number in front for number in numbers] == [True] * 6
    assert {"Tables", "Claims", "Figures"} <= set(re.findall(r">(\w+)<", front))
    assert "MIT licence" in front


def test_text_is_no_html(whole):
    texts = [path.read_text("utf-8") for path in whole.results.glob("paper/html/*/*.html")]
    assert not [text for text in texts if re.search(r"<(title|h1|dd)>[^<]*&(?!\w+;|#)", text)]


def test_figures_come_for_the_screen_and_for_print(whole):
    figures = whole.results / "paper/figures"
    png, svg = ({path.stem for path in figures.glob(f"*.{kind}")} for kind in ("png", "svg"))
    assert png == svg
    assert len(png) == 8


def test_a_study_and_a_value_more_add_only_their_own_scenarios(whole, tmp_path):
    checkout = copied(whole.directory, tmp_path)
    target = "results/studies/units.html"

    configure(checkout, studies={"units": {"hidden_units": [2, 3]}})
    assert checkout.planned(target).items() >= {"fit": 3, "measure_for_study": 1}.items()
    checkout.run(target)
    table = pd.read_csv(checkout.results / "studies/units.csv")
    assert set(table["scenario"]) == {"paper", "hidden_units-3"}
    of_trials = table[table["measure"] != "asymptotic_error"]
    assert (of_trials["trials"] == 3).all()

    configure(checkout, studies={"units": {"hidden_units": [2, 3, 4]}})
    assert checkout.planned(target)["fit"] == 3
