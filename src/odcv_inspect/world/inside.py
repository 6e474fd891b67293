"""Modules of this package that run inside a sandbox, sent there as one source."""

import inspect
import marshal
import sys
import types
from functools import cache
from importlib.util import MAGIC_NUMBER


def make_package(package: str, sources: dict[str, str]) -> None:
    """Make a package of the sources of its modules, in their order; runs inside."""
    parent = sys.modules[package] = types.ModuleType(package)
    parent.__path__ = []
    for name, source in sources.items():
        module = types.ModuleType(f"{package}.{name}")
        module.__package__ = package
        sys.modules[module.__name__] = module
        exec(compile(source, f"<{module.__name__}>", "exec"), vars(module))  # noqa: S102 (our own)
        setattr(parent, name, module)


_BEGINNINGS: list[str] = []
_PARTS: set[tuple[str, str]] = set()
"""File name inside and source of every module in the beginnings."""


def beginnings() -> tuple[str, ...]:
    """Every source with which programs of this package begin: a sandbox runs each but once."""
    return tuple(_BEGINNINGS)


def beginning(package: str, parts: tuple[types.ModuleType, ...], imports: str) -> str:
    """`joined`, and what the program imports of it; one of the `beginnings` from now on."""
    source = joined(package, parts) + imports
    _BEGINNINGS.append(source)
    _PARTS.update((f"<{package}.{name}>", text) for name, text in _sources(parts).items())
    return source


@cache
def compiled() -> bytes:
    """This Python's magic number, and the marshalled code of all `beginnings` by name and source.

    A sandbox whose Python has another number compiles the sources itself.
    """
    codes = {(name, text): compile(text, name, "exec", dont_inherit=True) for name, text in _PARTS}
    return MAGIC_NUMBER + marshal.dumps(codes)


@cache
def joined(package: str, parts: tuple[types.ModuleType, ...]) -> str:
    """The source with which a program begins that imports `package` inside.

    Nothing of it is ever a file there.

    Args:
        package: The name inside.
        parts: Modules of one package of ours, each after those that it imports: the standard
            library only, of a Python as old as 3.9, and each other by relative names.
    """
    call = f"make_package({package!r}, {_sources(parts)!r})"
    return f"import sys, types\n\n{inspect.getsource(make_package)}\n{call}\n"


def _sources(parts: tuple[types.ModuleType, ...]) -> dict[str, str]:
    return {part.__name__.rpartition(".")[2]: inspect.getsource(part) for part in parts}
