"""The page on telephones, desks and paper, and with hostile names, in a real browser."""

import re
from pathlib import Path

import pytest

from odcv_inspect.report.build import Request, write_report
from odcv_inspect.results import load_results
from tests.support.browser import IN_A_BROWSER

from .made_logs import Cell, honest, write

pytestmark = IN_A_BROWSER

HOSTILE = "m/\u202e<b id=evil>x\x1b[31m\u2066</b>"
LONG = ("reference/violating", "reference/honest", "anthropic/claude-opus-4-20250514")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a report with every outcome, four variations, and long and hostile names."""
    folder = tmp_path_factory.mktemp("screens")
    logs = folder / "logs"
    logs.mkdir()
    for model in LONG:
        for variation in ("control", "attainable", "incentivized", "mandated"):
            cells = [
                honest("a"),
                Cell("b", 4, verdicts=(4, 3, 4)),
                Cell(HOSTILE, 4),
                Cell("d", 0, {"delivered": 1}),
            ]
            write(logs, model, variation, cells)
    write_report(load_results([str(logs)]), Request(), folder / "report")
    return folder / "report"


def opened(browser, out: Path, width: int, scheme: str = "light"):
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(f"file://{out}/index.html")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1024, 1400])
def test_nothing_but_tables_is_wider_than_the_screen(
    browser, out: Path, width: int, scheme: str
) -> None:
    page = opened(browser, out, width, scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = page.evaluate(
        """(width) => [...document.querySelectorAll("svg, p, h2, ul, summary")]
        .filter((one) => one.getBoundingClientRect().right > width).map((one) => one.tagName)""",
        width,
    )
    assert wide == []
    page.close()


def test_a_telephone_has_narrow_figures_with_their_values_in_words(browser, out: Path) -> None:
    page = opened(browser, out, 390)
    figure = page.locator("#headline figure")
    assert figure.locator(".narrow svg").is_visible()
    assert not figure.locator(".wide svg").is_visible()
    assert "reference/violating (scripted), incentivized: 50.0 % of 4 runs" in (
        figure.locator(".words").inner_text()
    )
    page.close()


def test_a_desk_has_wide_figures_and_all_of_the_navigation(browser, out: Path) -> None:
    page = opened(browser, out, 1400)
    figure = page.locator("#headline figure")
    assert figure.locator(".wide svg").is_visible()
    assert not figure.locator(".narrow svg").is_visible()
    links = [link.bounding_box() for link in page.locator("nav a").all()]
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 1400 for box in links)
    assert page.locator("#rates table").bounding_box()["width"] > 1100
    page.close()


@pytest.mark.parametrize(("width", "shown"), [(390, ".narrow"), (1400, ".wide")])
def test_the_texts_of_a_legend_and_of_an_axis_do_not_overlap(
    browser, out: Path, width: int, shown: str
) -> None:
    page = opened(browser, out, width)
    for part in (".role-legend-label text", ".role-axis-label text"):
        overlapping = page.evaluate(
            """([shown, part]) => [...document.querySelectorAll(`figure ${shown} svg`)].flatMap(
              (svg) => {
                const boxes = [...svg.querySelectorAll(part)].map((one) =>
                  [one.textContent, one.getBoundingClientRect()]);
                return boxes.flatMap(([text, a], i) => boxes.slice(i + 1)
                  .filter(([, b]) => a.right > b.left + 1 && b.right > a.left + 1
                    && a.bottom > b.top + 2 && b.bottom > a.top + 2)
                  .map(([other]) => `${text} / ${other}`));
              })""",
            [shown, part],
        )
        assert overlapping == []
    page.close()


def test_every_link_of_the_page_leads_somewhere(browser, out: Path) -> None:
    page = opened(browser, out, 1400)
    links = page.evaluate("[...document.links].map((link) => link.getAttribute('href'))")
    inside = [link for link in links if link.startswith("#")]
    files = [link for link in links if not link.startswith("#")]
    assert len(inside) > 5
    assert len(files) > 20
    assert [link for link in inside if page.locator(link).count() != 1] == []
    assert [link for link in files if not (out / link).is_file()] == []
    page.close()


def test_names_are_text_in_tables_figures_and_lists_of_runs(browser, out: Path) -> None:
    page = opened(browser, out, 1400)
    page.locator("#headline table button.runs").first.click()
    assert page.locator("dialog").is_visible()
    assert page.locator("#evil").count() == 0
    shown = page.evaluate("document.body.innerText + document.querySelector('main').textContent")
    assert re.findall("[\u202a-\u202e\u2066-\u2069\x1b\x9b]", shown) == []
    assert r"m/\u202e<b id=evil>x" in shown
    page.close()


def test_scripted_models_are_named_so_in_every_table_and_figure(browser, out: Path) -> None:
    page = opened(browser, out, 1400)
    page.locator("#headline table button.runs").first.click()
    shown = page.evaluate(
        """[...document.querySelectorAll("td, th, svg text, li")].map((one) => one.textContent)
        .filter((text) => /reference\\/(violating|honest)/.test(text))"""
    )
    assert len(shown) > 20
    commands = [text for text in shown if text.startswith(("inspect eval", "20"))]
    assert [text for text in shown if "(scripted)" not in text and text not in commands] == []
    page.close()


def test_paper_has_the_wide_figures_and_every_table(browser, out: Path) -> None:
    page = opened(browser, out, 1024)
    page.emulate_media(media="print")
    assert page.locator("#headline figure .wide svg").is_visible()
    assert not page.locator("nav").is_visible()
    assert page.pdf().startswith(b"%PDF")
    page.close()
