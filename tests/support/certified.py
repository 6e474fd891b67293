"""Print how far the certificates go at the end of a test run: played, vouched for, stale."""

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

KEY = "certified"

PINNED = os.environ.get("ODCV_CELL")
"""`variation/seed`: the one cell in which all is then played, such as one that failed."""

_REMARKS = {
    "engine changed": "stale, the engine changed since (make certify)",
    "inputs changed": "changed since certified, played in five worlds (make certify)",
    "missing": "without a certificate, played in five worlds (make certify)",
}


def note(
    record: Callable[[str, object], None], scenario: str, stands: str, played: int, vouched: int
) -> None:
    """Store what a test played in its report, so that it reaches the main process.

    Args:
        record: pytest's `record_property`.
        scenario: Id of the scenario whose trajectory was played.
        stands: The state of its certificate.
        played: The number of cells played.
        vouched: The number of runs the certificate vouches for.
    """
    record(KEY, [scenario, stands, played, vouched])


def summary(reports: Iterable[Any]) -> Iterator[str]:
    """Return lines for the end of the terminal's output; none if nothing was played.

    Args:
        reports: Test reports from pytest.
    """
    notes = [value for each in reports for key, value in each.user_properties if key == KEY]
    if not notes:
        return
    standing = {scenario: stands for scenario, stands, _, _ in notes}
    vouched = {scenario: runs for scenario, _, _, runs in notes}
    where = f", all in {PINNED}" if PINNED else ""
    yield f"{sum(n for _, _, n, _ in notes)} runs played, of {len(standing)} scenarios{where}"
    yield f"{sum(vouched.values())} runs vouched for by certificates"
    for stands, remark in _REMARKS.items():
        names = sorted(name for name, its in standing.items() if its == stands)
        if names:
            yield f"{remark}: {', '.join(names)}"
