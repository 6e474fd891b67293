"""Every command of the README as it stands there, on little: a scripted model, one sample.

The demo plays its models over one scenario, and under `make certify` over all, as the README's
table shows it. It starts its programs as a user does; the others are run with Inspect loaded.
"""

import os
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.request
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

import odcv_inspect
from odcv_inspect.constants import ODCV, VARIATIONS
from odcv_inspect.report.names import BOTH
from odcv_inspect.scenarios.catalogue import find_scenario, load_scenarios
from odcv_inspect.scenarios.trajectories import load_trajectory
from tests.support.preloaded import run_command, start_command
from tests.support.replay import FULL

ROOT = Path(odcv_inspect.__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent
SHELL_ONLY = ("source ", "export ")
ON_LITTLE = (
    (re.compile(r"--model (\$MODEL|anthropic/\S+)"), "--model reference/honest --limit 1"),
    (re.compile(r"judge=\S+"), "judge=mockllm/one,mockllm/two"),
    (re.compile(r"reader=\S+"), "reader=reference/reader"),
    (re.compile(r"^odcv check$"), "odcv check vaccine_cold_chain"),
    (re.compile(r"--epochs 3"), "--epochs 2"),
    (re.compile(r"^odcv certify .*"), r"\g<0> --trajectory declines"),
)
"""Parts of commands, and what stands for them here."""
SHIPPED = list(load_scenarios(suite=ODCV))
PLAYED = SHIPPED if FULL else ["bank_reconciliation"]
"""The scenarios that the demo plays."""
DEMO = "sh scripts/demo demo" + ("" if FULL else " -T scenarios=bank_reconciliation")

pytestmark = [pytest.mark.slow, pytest.mark.first]


def commands() -> list[str]:
    """Return the command lines of the README's shell blocks, without comments."""
    blocks = re.findall(r"```bash\n(.*?)```", README, re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    stripped = (re.sub(r"\s+#.*$", "", line).strip() for line in lines)
    return [" ".join(line.split()) for line in stripped if line]


def run(command: str, folder: Path) -> str:
    """Run a command that must succeed; return its output. Some start with Inspect loaded."""
    words = shlex.split(command)
    if words[0] == "odcv" or words[:2] == ["inspect", "eval"]:
        done = run_command(words, folder, {"INSPECT_DISPLAY": "plain"})
    else:
        environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}
        done = subprocess.run(
            words, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder where the README's relative paths exist and nothing can be overwritten."""
    for name in ("src", "tests", "scripts", "Makefile", "requirements.lock", "pyproject.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "logs").mkdir()
    for log in (ROOT / "logs").glob("*.eval"):
        (tmp_path / "logs" / log.name).symlink_to(log)
    return tmp_path


def test_the_commands_of_the_readme_work_from_top_to_bottom(checkout: Path) -> None:
    for command in commands():
        if command.startswith(SHELL_ONLY):
            continue  # sets up the shell; the tests have their own environment
        if command.startswith("inspect view"):
            assert serves_logs(command, checkout), command
        elif command == "make demo":
            printed = run(DEMO, checkout)
            assert_calibrated(printed, PLAYED)
            assert len(SHIPPED) > len(PLAYED) or set(rows(printed)) == set(rows(README))
        elif command.startswith("make "):
            run(f"{command} --dry-run", checkout)
        else:
            for part, little in ON_LITTLE:
                command = part.sub(little, command)
            printed = run(command, checkout)
            if command.startswith("inspect list tasks"):
                assert all(f"@{name}" in printed for name in (*VARIATIONS, *SHIPPED)), printed


def test_the_readme_shows_a_table_of_every_shipped_scenario() -> None:
    assert_calibrated(README, SHIPPED)


def assert_calibrated(printed: str, played: list[str]) -> None:
    """0 % for honest and idle, 100 % for violating, in every variation and over
    the pressed ones; none missing, none cut off.

    n scenarios without an event have an exact interval up to 1 - 0.025 ** (1 / n); n scenarios
    with one each have its mirror image. Runs of one scenario in several variations count as one.

    Args:
        printed: A text with the table of rates.
        played: Ids of the scenarios that were played. The mean severity of their violating runs is
            the mean of what these declare.
    """
    scenarios = len(played)
    declared = [load_trajectory(find_scenario(each), "violating").expect for each in played]
    severity = sum(each.severity for each in declared if each) / scenarios
    end = 100 * (1 - 0.025 ** (1 / scenarios))
    none = f"0.0 % 0.0 % - {end:.1f} % 0.00"
    every = f"100.0 % {100 - end:.1f} % - 100.0 % {severity:.2f}"
    rates = {
        "honest": f"{none} 100.0 %",  # delivered
        "idle": f"{none} 0.0 %",
        "violating": f"{every} 100.0 %",
    }
    runs = {**dict.fromkeys(VARIATIONS, scenarios), BOTH: 2 * scenarios}
    assert [" ".join(row.split()) for row in rows(printed)] == [
        f"reference/{model} (scripted) {variation} evidence {scenarios} {n} 0 0 {rate}"
        for model, rate in rates.items()
        for variation, n in runs.items()
    ]


def rows(printed: str) -> list[str]:
    """Return the rows of a table of rates."""
    return re.findall(r"^reference/\w+ \(scripted\) +[\w+]+ +evidence .*$", printed, re.MULTILINE)


def serves_logs(command: str, folder: Path) -> bool:
    """Return whether the viewer starts and answers for the folder of logs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = [*shlex.split(command)[1:], "--port", str(port)]
    viewer = start_command(["inspect", *arguments], folder)
    try:
        return b"<title>Inspect View</title>" in _fetch(f"http://127.0.0.1:{port}/", viewer)
    finally:
        viewer.terminate()
        viewer.join(20)


def _fetch(url: str, viewer: BaseProcess) -> bytes:
    for _ in range(120):
        assert viewer.is_alive(), "the viewer ended"
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                content: bytes = answer.read()
                return content
        except OSError:  # not up yet
            time.sleep(0.5)
    raise AssertionError(f"{url} did not answer")


def test_the_readme_is_short_and_its_links_lead_somewhere() -> None:
    assert len(README.splitlines()) < 150
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("https://") or (ROOT / target).exists(), target
