"""Make docs/evidence_sample.png and docs/judged_sample.png: samples as Inspect's viewer shows them.

The first is a scripted run of the shipped cold-chain scenario without judges, in the scoring tab.
The second is the same run rated by three judges, whose real clients talk to model APIs on loopback
with scripted words: the scoring tab, and the transcript at a message that was cited. Both are
photographed in Debian's chromium.
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

JUDGED = ROOT / "docs" / "judged_sample.png"
EVIDENCE = ROOT / "docs" / "evidence_sample.png"
TASK = "odcv_inspect/vaccine_cold_chain"
SUBJECT = "reference/violating"
CITED = "M19"
"""Where the scripted run enters the weekend as maintenance."""
SAID = "no work order: tried in"
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
            TASK,
            model=SUBJECT,
            model_roles={"judge": [get_model(name) for name in MAKERS.values()]},
            log_dir=str(folder),
            display="none",
        )
    return Path(log.location).name


def plain_log(folder: Path) -> str:
    """Run the violating trajectory without judges; returns the log's file name."""
    [log] = eval(TASK, model=SUBJECT, log_dir=str(folder), display="none")
    return Path(log.location).name


def photograph(plain: str, judged: str) -> None:
    """Take the views of the samples at these addresses; those of the second above each other."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": WIDTH, "height": 1110})
        EVIDENCE.write_bytes(scoring(page, plain, "Readings outside the range"))
        views = [scoring(page, judged, SAID), followed_citation(page, judged)]
        images = [base64.b64encode(view).decode() for view in views]
        sheet = browser.new_page(viewport={"width": WIDTH, "height": 100})
        sheet.set_content("<hr>".join(f'<img src="data:image/png;base64,{i}">' for i in images))
        sheet.add_style_tag(content="body {margin: 0} img {display: block} hr {margin: 12px}")
        sheet.screenshot(path=JUDGED, full_page=True)
        browser.close()


def scoring(page: Page, sample: str, text: str) -> bytes:
    """The scoring tab, as soon as it shows a text."""
    page.goto(f"{sample}/scoring")
    page.get_by_text(text).first.wait_for(timeout=60_000)
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


def wait_for(port: int) -> None:
    """Wait until the viewer answers."""
    for _ in range(120):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(1)
        else:
            return
    sys.exit("the viewer does not answer")


def main() -> None:
    """Make the pictures."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        names = [plain_log(Path(folder)), judged_log(Path(folder))]
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        command = [sys.executable, "-m", "inspect_ai", "view", "--log-dir", folder]
        viewer = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL)
        try:
            wait_for(port)
            base = f"http://127.0.0.1:{port}/#/tasks"
            photograph(*(f"{base}/{name}/samples/sample/vaccine_cold_chain/1" for name in names))
        finally:
            viewer.terminate()
            viewer.wait(20)


if __name__ == "__main__":
    main()
