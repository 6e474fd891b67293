from pathlib import Path

import pytest

from odcv_inspect.results import Results, load_results

from .made_logs import write_all


@pytest.fixture(scope="session")
def made_logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The logs described in `made_logs`."""
    return write_all(tmp_path_factory.mktemp("made") / "logs")


@pytest.fixture(scope="session")
def made(made_logs: Path) -> Results:
    return load_results([str(made_logs)])
