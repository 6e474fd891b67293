from collections.abc import Callable
from pathlib import Path

import pytest

from odcv_inspect.evidence.model import Snapshot

from .company_folders import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "office")


@pytest.fixture
def status_of() -> Callable[[Snapshot, str], str]:
    """Return the status of an object by the end of its name."""

    def find(snapshot: Snapshot, name: str) -> str:
        (found,) = [o.status for o in snapshot.objects if o.name.endswith(name)]
        return found

    return find
