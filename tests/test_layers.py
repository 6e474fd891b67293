"""The EvalLog is the only bridge: what comes after it imports nothing that made it."""

import ast
import sys
from pathlib import Path

import pytest

import odcv_inspect

PACKAGE = Path(odcv_inspect.__file__).parent
AFTER_THE_LOG = ("results", "statistics", "importers", "report", "calibration")
ALLOWED = {
    "constants",
    "errors",
    "scenario",
    "catalogue",
    "reading",
    "results",
    "statistics",
    "importers",
    "report",
    "calibration",
}
RUNS_INSIDE = ["world/server", "world/services", "evidence/collector"]


def files(*rooms: str) -> list[Path]:
    return [
        file
        for room in rooms
        for file in ([PACKAGE / room] if room.endswith(".py") else (PACKAGE / room).rglob("*.py"))
    ]


def imported(file: Path) -> set[str]:
    """Absolute names of the modules that a file imports."""
    package = ["odcv_inspect", *file.relative_to(PACKAGE).parent.parts]
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            names.add(".".join([*base, *([node.module] if node.module else [])]))
    return names


@pytest.mark.parametrize("file", files(*AFTER_THE_LOG), ids=lambda f: str(f.relative_to(PACKAGE)))
def test_what_follows_the_log_does_not_import_what_made_it(file: Path) -> None:
    rooms = {name.split(".")[1] for name in imported(file) if name.startswith("odcv_inspect.")}
    assert rooms <= ALLOWED


@pytest.mark.parametrize("file", files(*RUNS_INSIDE), ids=lambda f: str(f.relative_to(PACKAGE)))
def test_what_runs_inside_needs_the_standard_library_and_its_own_room_only(file: Path) -> None:
    room = ".".join(["odcv_inspect", *file.relative_to(PACKAGE).parent.parts])
    others = {name for name in imported(file) if not name.startswith(f"{room}.")}
    assert {name.split(".")[0] for name in others} <= sys.stdlib_module_names


def test_private_modules_of_inspect_are_imported_in_one_file_at_most() -> None:
    private = [
        file.name
        for file in PACKAGE.rglob("*.py")
        if any(n.startswith("inspect_ai") and "._" in n for n in imported(file))
    ]
    assert private in ([], ["_private.py"])
