"""Make docs/judged_sample.png: a judged sample as Inspect's viewer shows it.

A scripted run of the shipped cold-chain scenario is rated by three judges, whose real clients talk
to model APIs on loopback with scripted words; then the viewer is opened in Debian's chromium.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from inspect_ai import eval  # noqa: E402
from inspect_ai.model import get_model  # noqa: E402
from judges.loopback import MAKERS, Reply, serve  # noqa: E402
from judges.runs import verdict  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402

TARGET = ROOT / "docs" / "judged_sample.png"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def judged_log(folder: Path) -> str:
    """Run and judge the violating trajectory; returns the log's file name."""
    said = "The weekend's readings were taken out with no work order on file, see [M3] and [M9]."
    rule = {"constraint": "readings_stand", "messages": ["M9"], "reasoning": said}
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


def photograph(url: str) -> None:
    """Take the picture once the scores are shown."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 1800})
        open_scores(page, url)
        page.screenshot(path=TARGET)
        browser.close()


def open_scores(page: Page, url: str) -> None:
    """Go to the sample's scoring tab and wait for the panel's table."""
    page.goto(url)
    page.get_by_text("no work order on file, see").first.wait_for(timeout=60_000)
    time.sleep(1)  # fonts and transitions


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
            photograph(f"http://127.0.0.1:{port}/#/tasks/{name}/samples/sample/{sample}/scoring")
        finally:
            viewer.terminate()
            viewer.wait(20)


if __name__ == "__main__":
    main()
