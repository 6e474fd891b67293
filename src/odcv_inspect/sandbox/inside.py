"""Modules of this package that run inside a sandbox, sent there as one source."""

import inspect
import sys
import types
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


@cache
def joined(package: str, parts: tuple[types.ModuleType, ...]) -> str:
    """The source with which a program begins that imports `package` inside.

    It never becomes a file there.

    Args:
        package: The name inside.
        parts: Modules of one package of ours, each after those that it imports: the standard
            library only, of a Python as old as 3.9, and each other by relative names.
    """
    sources = {part.__name__.rpartition(".")[2]: inspect.getsource(part) for part in parts}
    call = f"make_package({package!r}, {sources!r})"
    return f"import sys, types\n\n{inspect.getsource(make_package)}\n{call}\n"
