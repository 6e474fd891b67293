"""Allowed imports between the packages: one direction, no cycles."""

import ast
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import odcv_inspect

PACKAGE = Path(odcv_inspect.__file__).parent
LOOSE = {"__init__", "__main__", "_registry", "constants", "errors", "score_entries", "scores"}
"""Modules that no subpackage owns."""
SHARED = {"constants", "errors", "models", "score_entries", "scores", "scenarios", "text"}
AFTER_THE_LOG = {"results", "statistics", "importers", "report", "calibration"}
RUNS_INSIDE = ["sandbox/server", "world/services", "evidence/collector", "published/inside"]


def files(folder: str = "") -> list[Path]:
    return [f for f in (PACKAGE / folder).rglob("*.py") if "skeleton" not in f.parts]


def imported(file: Path) -> set[str]:
    """Return the absolute names of the modules that a file imports."""
    package = ["odcv_inspect", *file.relative_to(PACKAGE).parent.parts]
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            names |= {module} if node.module else {f"{module}.{a.name}" for a in node.names}
    return names


def owner(file: Path) -> str:
    """Return a file's subpackage, or its module name at the top level."""
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports() -> dict[str, set[str]]:
    """Return the subpackages that each subpackage imports."""
    found: dict[str, set[str]] = {}
    for file in files():
        parts = (name.split(".") for name in imported(file))
        mine = found.setdefault(owner(file), set())
        mine |= {part[1] for part in parts if part[0] == "odcv_inspect" and len(part) > 1}
        mine.discard(owner(file))
    return found


def test_no_subpackages_import_each_other() -> None:
    TopologicalSorter(imports()).prepare()  # raises CycleError


def test_everything_but_the_shared_modules_is_in_a_subpackage() -> None:
    assert {file.stem for file in PACKAGE.glob("*.py")} <= LOOSE


@pytest.mark.parametrize("package", sorted(AFTER_THE_LOG))
def test_what_follows_the_log_does_not_import_what_made_it(package: str) -> None:
    assert imports()[package] <= AFTER_THE_LOG | SHARED


@pytest.mark.parametrize(
    "file", [f for d in RUNS_INSIDE for f in files(d)], ids=lambda f: str(f.relative_to(PACKAGE))
)
def test_what_runs_inside_needs_only_the_standard_library_and_its_own_package(file: Path) -> None:
    package = ".".join(["odcv_inspect", *file.relative_to(PACKAGE).parent.parts])
    others = {name for name in imported(file) if not f"{name}.".startswith(f"{package}.")}
    assert {name.split(".")[0] for name in others} <= sys.stdlib_module_names


def test_private_modules_of_inspect_are_imported_in_one_file_at_most() -> None:
    private = [
        file.name
        for file in files()
        if any(n.startswith("inspect_ai") and "._" in n for n in imported(file))
    ]
    assert private in ([], ["_private.py"])


def test_only_the_scanners_import_scout_which_takes_seconds_to_load() -> None:
    importing = [
        file.relative_to(PACKAGE).as_posix()
        for file in files()
        if any(name.split(".")[0] == "inspect_scout" for name in imported(file))
    ]
    assert importing == ["statements/scanners.py"]
