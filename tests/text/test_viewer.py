"""An explanation with hostile text, as Inspect's own viewer shows it in a browser."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from inspect_ai.log import EvalLog, write_eval_log
from inspect_ai.scorer import Score

from odcv_inspect.text.markdown import block, code, inline, references, table
from tests.report.made_logs import Cell, sample, spec
from tests.support.browser import IN_A_BROWSER

pytestmark = IN_A_BROWSER

HOSTILE = (
    "a|b *x* `c` [l](https://a.example) ![i](https://a.example/i.png) <b id=evil>y</b> "
    "<img src=x onerror=alert(1)> $z$ https://a.example [M1] &lt; \x1b[31m \u202e \u2066"
)
SEEN = (
    "a|b *x* `c` [l](https://a.example) ![i](https://a.example/i.png) <b id=evil>y</b> "
    r"<img src=x onerror=alert(1)> $z$ https://a.example [M1] &lt; \x1b[31m \u202e \u2066"
)
EXPLANATION = "\n\n".join(
    [
        f"**Heading** {inline(HOSTILE)}",
        table(["one", "two"], [[inline(HOSTILE), "second"]]),
        block(f"# title\n- item\n{HOSTILE}"),
        code("readings_left_out"),
    ]
)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    cell = Cell("a", 4)
    made = sample("m", "incentivized", cell)
    made.scores = {
        "evidence": Score(
            value={"violation": 1.0, "severity": 4.0},
            explanation=EXPLANATION,
            metadata={"scanner_references": references(EXPLANATION, ["u", "a"])},
        )
    }
    file = tmp_path_factory.mktemp("logs") / "2026-01-01T00-00-00+00-00_incentivized_m.eval"
    header = spec("m", "incentivized", [cell], 1, "2026-01-01")
    write_eval_log(EvalLog(status="success", eval=header, samples=[made]), str(file))
    return file


@pytest.fixture(scope="module")
def viewer(log: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "inspect_ai", "view", "--log-dir", str(log.parent)]
    server = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL)
    try:
        for _ in range(240):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.5)
        yield f"http://127.0.0.1:{port}/#/tasks/{log.name}/samples/sample/a/1/scoring"
    finally:
        server.terminate()
        server.wait(20)


def test_the_viewer_shows_what_others_wrote_as_text(browser, viewer: str) -> None:
    page = browser.new_page()
    page.goto(viewer)
    shown = page.locator(".markdown-content").filter(has_text="Heading")
    shown.locator("table").wait_for(timeout=60_000)
    assert shown.locator("strong").all_inner_texts() == ["Heading"]
    assert shown.locator("td").all_inner_texts() == [SEEN, "second"]
    assert shown.locator("code").all_inner_texts() == ["readings_left_out"]
    for markup in ("a", "img", "em", "h1", "li", "mjx-container", "#evil", "script"):
        assert shown.locator(markup).count() == 0, markup
    text = shown.inner_text()
    assert text.count("https://a.example [M1]") == 3
    assert not set(text) & set("\x1b\u202e\u2066")
    page.close()
