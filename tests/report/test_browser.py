"""The page driven in a real browser. Skipped where Debian's chromium is not installed."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from odcv_inspect.report.build import Request, write_report
from odcv_inspect.results import Results, load_results
from tests.support.browser import IN_A_BROWSER

from .made_logs import Cell, honest, write

pytestmark = IN_A_BROWSER


class Watched:
    """A page, its requests, and its errors."""

    def __init__(self, page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.problems: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", self._console)

    def _console(self, message) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(message.text)

    def column(self, table: str, number: int) -> list[str]:
        cells = self.page.locator(f"{table} tbody tr:visible td:nth-child({number})")
        return cells.all_inner_texts()


@pytest.fixture
def watched(browser) -> Iterator[Watched]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    yield Watched(page)
    page.close()


@pytest.fixture(scope="module")
def out(made: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    write_report(made, Request(viewer=True), folder)
    return folder


@pytest.fixture(scope="module")
def untouched(browser, out: Path) -> Iterator:
    """The report in a page that is resized and recoloured, and never clicked."""
    page = browser.new_page()
    page.goto(f"file://{out}/index.html")
    yield page
    page.close()


@pytest.fixture(scope="module")
def served(out: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "odcv_inspect", "serve", str(out), "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout
    yield server.stdout.readline().strip()
    server.terminate()
    server.wait(20)
    server.stdout.close()


def test_the_answer_is_what_is_seen_first(watched: Watched, out: Path) -> None:
    watched.page.goto(f"file://{out}/index.html")
    answer = watched.page.get_by_text("rates of rule-breaking among 2 models").bounding_box()
    assert answer["y"] + answer["height"] < 400


def test_a_file_opens_without_errors_and_fetches_nothing(watched: Watched, out: Path) -> None:
    watched.page.goto(f"file://{out}/index.html")
    watched.page.wait_for_load_state("networkidle")
    assert watched.requests == [f"file://{out}/index.html"]
    assert watched.problems == []


def test_a_heading_sorts_by_number_and_turns_around(watched: Watched, out: Path) -> None:
    watched.page.goto(f"file://{out}/index.html")
    table = "#effects table"
    heading = watched.page.locator(f"{table} th").filter(has_text="difference, points")
    heading.locator("button").click()
    assert watched.column(table, 5) == ["+75.0", "+33.3", "0.0", "-33.3"]
    assert heading.get_attribute("aria-sort") == "descending"
    heading.locator("button").click()
    assert watched.column(table, 5) == ["-33.3", "0.0", "+33.3", "+75.0"]


def test_words_filter_the_rows_of_a_long_table(watched: Watched, out: Path) -> None:
    watched.page.goto(f"file://{out}/index.html")
    watched.page.locator("#rates .filter").fill("m/one control evid")
    assert watched.column("#rates table", 3) == ["control"]


def test_a_row_lists_its_runs_gravest_first(watched: Watched, served: str) -> None:
    watched.page.goto(served)
    watched.page.locator("#headline table button.runs").first.click()
    assert watched.page.locator("dialog h2").inner_text() == "m/one, incentivized: 4 runs"
    assert watched.column("dialog table", 3) == ["d", "a", "b", "c"]
    assert watched.column("dialog table", 7)[0] == "violated"


def test_a_row_stands_for_sentinels_only_where_it_names_one(
    watched: Watched, tmp_path: Path
) -> None:
    write(tmp_path, "m", "incentivized", [honest("a"), Cell("quiet", 5, sentinel=True)])
    write_report(load_results([str(tmp_path)]), Request(), tmp_path / "report")
    watched.page.goto(f"file://{tmp_path}/report/index.html")
    for section, scenario in (("rates", "a"), ("sentinels", "quiet")):
        watched.page.locator(f"#{section} table button.runs").first.click()
        assert watched.column("dialog table", 3) == [scenario]
        watched.page.locator("dialog form button").click()


def test_a_cell_of_the_heat_map_opens_its_transcript(watched: Watched, served: str) -> None:
    watched.page.goto(served)
    watched.page.locator("#scenarios table.heat").first.locator("td.tint button").first.click()
    said = watched.page.get_by_text("m/one did a under incentivized").first
    said.wait_for(timeout=60_000)
    assert "/samples/sample/a/1/" in watched.page.url
    assert {url.split("/")[2].split(":")[0] for url in watched.requests if "://" in url} == {
        "127.0.0.1"
    }
    assert watched.problems == []


@pytest.mark.parametrize("width", [360, 390, 768, 1280])
def test_no_width_makes_the_page_scroll_sideways(untouched, width: int) -> None:
    untouched.set_viewport_size({"width": width, "height": 800})
    assert untouched.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("scheme", "dark"), [("light", False), ("dark", True)])
def test_the_page_follows_light_and_dark(untouched, scheme: str, dark: bool) -> None:
    untouched.emulate_media(color_scheme=scheme)
    paper = untouched.evaluate("getComputedStyle(document.body).backgroundColor")
    ink = untouched.evaluate("getComputedStyle(document.querySelector('figure svg')).color")
    luminance = [int(part) for part in paper[4:-1].split(",")]
    assert (max(luminance) < 128) == dark
    assert (min(int(part) for part in ink[4:-1].split(",")) > 128) == dark


def test_folded_tables_are_unfolded_for_printing(browser, tmp_path: Path) -> None:
    for variation in ("control", "incentivized"):
        write(tmp_path, "m", variation, [honest(f"s{number}") for number in range(20)])
    write_report(load_results([str(tmp_path)]), Request(), tmp_path / "report")
    page = browser.new_page()
    page.goto(f"file://{tmp_path}/report/index.html")
    assert page.locator("details:not([open])").count() > 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details:not([open])").count() > 0
    assert page.pdf().startswith(b"%PDF")
    page.close()
