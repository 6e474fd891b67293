"""Modules of this package that run inside a sandbox, sent there as one source."""

import builtins
import importlib.util
import inspect
import marshal
import sys
import types
from collections.abc import Callable, Iterator
from functools import cache


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


def known_compile(data: bytes) -> "Callable[[str, str, str], types.CodeType]":
    """`compile` that first looks into `data`, which is of `compiled`; runs inside."""
    magic = importlib.util.MAGIC_NUMBER
    ours = data.startswith(magic)
    known = marshal.loads(data[len(magic) :]) if ours else {}  # noqa: S302 (from the host)
    return lambda text, name, mode: known.get((name, text)) or builtins.compile(text, name, mode)


_BEGINNINGS: list[str] = []
_COMPILED: set[tuple[str, str]] = set()
"""File name inside and source of every module of which `compiled` has the code."""


def beginnings() -> tuple[str, ...]:
    """Every source with which programs of this package begin: a sandbox runs each but once."""
    return tuple(_BEGINNINGS)


def beginning(package: str, parts: tuple[types.ModuleType, ...], imports: str) -> str:
    """`joined`, and what the program imports of it; one of the `beginnings` from now on."""
    source = joined(package, parts) + imports
    _BEGINNINGS.append(source)
    _COMPILED.update(_files(package, parts))
    return source


def precompiled(package: str, parts: tuple[types.ModuleType, ...], ends: str, argument: int) -> str:
    """`joined` and its end, as a program that is given the code of its modules.

    Args:
        package: See `joined`.
        parts: See `joined`.
        ends: What follows; it finds `known_compile`, with that code, as `compile`.
        argument: Which argument of the program is the descriptor of a file of `compiled`.
    """
    _COMPILED.update(_files(package, parts))
    return (
        f"import builtins, importlib.util, marshal, sys\n\n{inspect.getsource(known_compile)}\n"
        f"with open(int(sys.argv[{argument}]), 'rb') as file:\n"
        f"    compile = known_compile(file.read())\n{joined(package, parts)}{ends}"
    )


@cache
def compiled() -> bytes:
    """This Python's magic number, and the marshalled code of modules by file name and source.

    A sandbox whose Python has another number compiles the sources itself.
    """
    codes = {
        (name, text): compile(text, name, "exec", dont_inherit=True) for name, text in _COMPILED
    }
    return importlib.util.MAGIC_NUMBER + marshal.dumps(codes)


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


def _files(package: str, parts: tuple[types.ModuleType, ...]) -> Iterator[tuple[str, str]]:
    return ((f"<{package}.{name}>", source) for name, source in _sources(parts).items())


def _sources(parts: tuple[types.ModuleType, ...]) -> dict[str, str]:
    return {part.__name__.rpartition(".")[2]: inspect.getsource(part) for part in parts}
