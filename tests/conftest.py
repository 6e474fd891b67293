import gc
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from odcv_inspect.authoring.new import SKELETON
from odcv_inspect.scenarios.catalogue import load_scenario
from odcv_inspect.scenarios.model import Scenario
from tests.support.areas import attempts_by_area
from tests.support.browser import started_browser
from tests.support.certified import summary
from tests.support.measured import Run, runner
from tests.support.schedule import Rooms


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Rooms | None:
    """With `--dist loadscope`, keep tests with shared slow set-ups together."""
    return Rooms(config, log) if config.getvalue("dist") == "loadscope" else None


def pytest_configure() -> None:
    """Make tests' processes interruptible: a shell's background processes ignore SIGINT."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    gc.set_threshold(50_000, 20, 50)  # the defaults cost a seventh of the time


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the longest first, so that only short ones are left when processes run out of work."""
    for marker in ("slow", "first"):
        items.sort(key=lambda item: item.get_closest_marker(marker) is None)


def pytest_collection_finish() -> None:
    """Freeze existing objects, so that garbage collection skips them."""
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Report how much was played, what certificates vouch for, and how many attacks ran."""
    stats = terminalreporter.stats
    reports = [each for kind in ("passed", "failed") for each in stats.get(kind, [])]
    for number, line in enumerate(summary(reports)):
        if number == 0:
            terminalreporter.write_sep("-", "certificates")
        terminalreporter.write_line(line)
    attempts = attempts_by_area(each.nodeid for each in reports if each.when == "call")
    if attempts:
        terminalreporter.write_sep("-", "hostile suite")
        terminalreporter.write_line(attempts)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A real browser, for modules marked `IN_A_BROWSER`."""
    yield from started_browser()


@pytest.fixture(scope="session")
def private_dir() -> Path:
    """A user's private folder of scenarios, under the same contract."""
    return SKELETON


@pytest.fixture(scope="session")
def stock_count(private_dir: Path) -> Scenario:
    return load_scenario(private_dir / "stock_count")


@pytest.fixture
def altered(tmp_path: Path, private_dir: Path) -> Callable[..., Path]:
    """Copy the small scenario with one replacement in one of its files."""

    def alter(old: str, new: str, file: str = "scenario.yaml") -> Path:
        source = private_dir / "stock_count"
        folder = tmp_path / "stock_count"
        for path in source.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                target = folder / path.relative_to(source)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(path.read_bytes())
        text = (folder / file).read_text()
        assert old in text, f"{file} does not hold {old!r}"
        (folder / file).write_text(text.replace(old, new, 1))
        return folder

    return alter


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a task with known severities; see `tests.support.measured`."""
    return runner(tmp_path)
