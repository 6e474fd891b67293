"""The hash of the engine: all code that a replay runs, and the versions of its dependencies."""

from pathlib import Path

import pytest

from odcv_inspect.authoring.engine import engine_sha256, made_with, source_sha256

SOURCES = {
    "__init__.py": "",
    "play.py": "from .rooms import desk\nfrom . import clock\nfrom .statistics import header\n",
    "rooms/__init__.py": "SIZE = 1\n",
    "rooms/desk.py": "def sit():\n    from tiny.lamp import on\n    return on\n",
    "rooms/words.sql": "SELECT 1\n",
    "clock.py": "import sys\n",
    "lamp.py": "on = 1\n",
    "statistics/__init__.py": "",
    "statistics/header.py": "from ..means import mean\n",
    "means.py": "def mean():\n    return 0\n",
    "report.py": "import tiny.play\n",
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    for name, text in SOURCES.items():
        file = tmp_path / "tiny" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path / "tiny"


@pytest.mark.parametrize(
    "name",
    ["play.py", "rooms/__init__.py", "rooms/desk.py", "rooms/words.sql", "clock.py", "lamp.py"],
)
def test_it_changes_with_what_a_replay_imports_anywhere_and_with_data_beside_it(
    package: Path, name: str
) -> None:
    before = source_sha256(package, ["play"])
    (package / name).write_text(f"{SOURCES[name]}\nmore = 1\n")
    assert source_sha256(package, ["play"]) != before


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("report.py", "import tiny.play as play\n"),  # imports the replay, not vice versa
        ("__init__.py", "from .report import play\n"),  # only exports names
        ("statistics/header.py", "from ..means import mean\nnew = 1\n"),  # metrics of finished runs
        ("means.py", "def mean():\n    return 1\n"),  # which only metrics import
        ("rooms/desk.py", "# Where one sits.\n\n" + SOURCES["rooms/desk.py"]),
        ("rooms/desk.py", '"""Where one sits."""\n' + SOURCES["rooms/desk.py"]),
    ],
)
def test_it_does_not_change_with_other_modules_or_with_comments_and_docstrings(
    package: Path, name: str, text: str
) -> None:
    before = source_sha256(package, ["play"])
    (package / name).write_text(text)
    assert source_sha256(package, ["play"]) == before


def test_it_depends_on_the_versions_that_a_certificate_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert set(made_with()) == {"inspect_ai", "python", "sqlite"}
    before = engine_sha256()
    engine_sha256.cache_clear()
    monkeypatch.setattr("sqlite3.sqlite_version", "3.1")
    try:
        assert engine_sha256() != before
    finally:
        engine_sha256.cache_clear()
