"""Debian's chromium, driven by playwright; tests that use it skip where either is missing."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium")
_SANDBOXLESS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]

IN_A_BROWSER = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]
"""Marks of a module whose tests use `browser`."""


def started_browser() -> Iterator[Any]:
    """Yield a browser; skip the test if playwright is not installed."""
    driven = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with driven.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=_SANDBOXLESS)
        yield started
        started.close()
