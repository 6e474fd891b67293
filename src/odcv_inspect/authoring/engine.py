"""Hash everything except the scenario that can change a scripted run: our code and its platform."""

import ast
import hashlib
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).parents[1]
_ROOTS: Final = ("authoring.certify", "authoring.replay", "sandbox.provider", "tasks.reference")
"""Entry modules of a replay: its own, and those that Inspect loads by name for it."""

_METRICS: Final = ("statistics/header.py", "judges/metrics.py")
"""Modules that summarise finished samples in a log's header, so that no run depends on them."""


def made_with() -> dict[str, str]:
    """Return the versions of the software that runs our code, as recorded in certificates."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return {"inspect_ai": version("inspect-ai"), "python": python, "sqlite": sqlite3.sqlite_version}


@cache
def engine_sha256(*more: str) -> str:
    """Return the SHA-256 over a replay's code and the versions of the software that runs it.

    Args:
        *more: Modules of this package that do more than replay, without the package's name.
    """
    digest = hashlib.sha256(repr(sorted(made_with().items())).encode())
    digest.update(source_sha256(_PACKAGE, (*_ROOTS, *more)).encode())
    return digest.hexdigest()


def source_sha256(package: Path, roots: Sequence[str]) -> str:
    """Return the SHA-256 over modules, all they import from the same package, and their data files.

    Modules are hashed as parsed, so layout, comments and docstrings do not count. Metrics, and what
    only they import, are left out.

    Args:
        package: The package's folder.
        roots: Modules in it, without the package's name.
    """
    digest = hashlib.sha256()
    for file in _files(package, roots):
        content = file.read_bytes()
        if file.suffix == ".py":
            content = _code(content)
        name = file.relative_to(package).as_posix().encode()
        digest.update(b"%d %d\n" % (len(name), len(content)) + name + content)
    return digest.hexdigest()


def _code(source: bytes) -> bytes:
    """What a module does: its parsed source without comments and docstrings."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [each for each in body if not _is_text(each)] or [ast.Pass()]  # type: ignore[attr-defined]
    return ast.dump(tree).encode()


def _is_text(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def _files(package: Path, roots: Sequence[str]) -> list[Path]:
    found: set[Path] = set()
    ahead = [file for root in roots if (file := _module(package, root.split(".")))]
    while ahead:
        file = ahead.pop()
        if file not in found:
            found.add(file)
            imported = _imports(package, file)
            ahead += [f for f in imported if f.relative_to(package).as_posix() not in _METRICS]
    folders = {file.parent for file in found} - {package}
    data = (each for folder in folders for each in folder.iterdir())
    return sorted(found | {each for each in data if each.is_file() and each.suffix != ".py"})


def _imports(package: Path, file: Path) -> Iterator[Path]:
    """Yield files of the same package that a module imports, and the packages containing them.

    Not the package's own `__init__`: it only exports names, among them a task for each scenario, so
    a new scenario would make all certificates stale.
    """
    here = [package.name, *file.relative_to(package).parent.parts]
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else []
            base += node.module.split(".") if node.module else []
            names = [base, *([*base, alias.name] for alias in node.names)]
        else:
            continue
        for name in names:
            if name[0] == package.name:
                parents = (_module(package, name[1:end]) for end in range(2, len(name) + 1))
                yield from filter(None, parents)


def _module(package: Path, name: Sequence[str]) -> Path | None:
    """Return the file of a module or of a package; None if a name is neither."""
    path = package.joinpath(*name)
    candidates = (path / "__init__.py", path.with_suffix(".py"))
    return next((file for file in candidates if file.is_file()), None)
