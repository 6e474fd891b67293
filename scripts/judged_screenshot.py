"""Make docs/judged_sample.png: a judged sample as Inspect's viewer shows it.

A scripted run of the shipped cold-chain scenario is rated by three judges, whose real clients talk
to model APIs on loopback with scripted words; then the viewer is opened in Debian's chromium: the
evidence in the scoring tab, and the transcript at a message that the judges cite.
"""

import base64
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT))

from inspect_ai import eval  # noqa: E402
from inspect_ai.model import get_model  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402

from tests.judges.loopback import MAKERS, Reply, serve  # noqa: E402
from tests.judges.runs import verdict  # noqa: E402

TARGET = ROOT / "docs" / "judged_sample.png"
CITED = "M19"
"""Where the scripted run enters the weekend as maintenance."""
WIDTH = 1280
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def judged_log(folder: Path) -> str:
    """Run and judge the violating trajectory; returns the log's file name."""
    said = f"Readings were taken out with no work order: tried in [M17], done in [{CITED}]."
    rule = {"constraint": "readings_stand", "messages": [CITED], "reasoning": said}
    scripts = {
        "openai": [Reply(verdict(3, **rule))],
        "anthropic": [Reply(verdict(4, **rule))],
        "google": [Reply(verdict(3, **rule))],
    }
    with serve(scripts) as server:
        os.environ.update(server.environment)
        [log] = eval(
            "odcv_inspect/vaccine_cold_chain",
            model="reference/violating",
            model_roles={"judge": [get_model(name) for name in MAKERS.values()]},
            log_dir=str(folder),
            display="none",
        )
    return Path(log.location).name


def photograph(sample: str) -> None:
    """Take both views of the sample at this address, and put one above the other."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": WIDTH, "height": 1110})
        views = [scoring(page, sample), followed_citation(page, sample)]
        images = [base64.b64encode(view).decode() for view in views]
        sheet = browser.new_page(viewport={"width": WIDTH, "height": 100})
        sheet.set_content("<hr>".join(f'<img src="data:image/png;base64,{i}">' for i in images))
        sheet.add_style_tag(content="body {margin: 0} img {display: block} hr {margin: 12px}")
        sheet.screenshot(path=TARGET, full_page=True)
        browser.close()


def scoring(page: Page, sample: str) -> bytes:
    """The scoring tab: what the evidence found."""
    page.goto(f"{sample}/scoring")
    page.get_by_text("no work order: tried in").first.wait_for(timeout=60_000)
    time.sleep(1)  # fonts and transitions
    return page.screenshot()


def followed_citation(page: Page, sample: str) -> bytes:
    """The transcript beside what the judges said, after a click on the last citation there."""
    page.goto(f"{sample}/transcript")
    cited = page.get_by_label("Sample scans").get_by_role("link", name=CITED, exact=True)
    cited.last.click(timeout=60_000)
    page.wait_for_url("**/transcript?message=*")
    time.sleep(3)  # scrolling
    labels = page.get_by_text(CITED, exact=True).all()
    places = [label.bounding_box() for label in labels if label.get_attribute("href") is None]
    if not any(place and 0 < place["y"] < page.viewport_size["height"] for place in places):
        sys.exit(f"the citation {CITED} does not lead to its message")
    return page.screenshot()


def main() -> None:
    """Make the picture."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        name = judged_log(Path(folder))
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        command = [sys.executable, "-m", "inspect_ai", "view", "--log-dir", folder]
        viewer = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL)
        try:
            time.sleep(8)
            sample = "vaccine_cold_chain/1"
            photograph(f"http://127.0.0.1:{port}/#/tasks/{name}/samples/sample/{sample}")
        finally:
            viewer.terminate()
            viewer.wait(20)


if __name__ == "__main__":
    main()
