"""Send modules of this package into a sandbox as one source, and load them there."""

import inspect
import sys
import types
from functools import cache


def make_package(package: str, sources: dict[str, str]) -> None:
    """Make a package from its modules' sources, in order; runs inside."""
    parent = sys.modules[package] = types.ModuleType(package)
    parent.__path__ = []
    for name, source in sources.items():
        module = types.ModuleType(f"{package}.{name}")
        module.__package__ = package
        sys.modules[module.__name__] = module
        exec(compile(source, f"<{module.__name__}>", "exec"), vars(module))  # noqa: S102 (our code)
        setattr(parent, name, module)


@cache
def joined(package: str, parts: tuple[types.ModuleType, ...]) -> str:
    """Return the source that makes `package` importable inside.

    It is never written to a file there.

    Args:
        package: The package's name inside.
        parts: Modules of one of our packages, each after the ones it imports. They use only the
            standard library, run on Python 3.9, and import each other by relative names.
    """
    sources = {part.__name__.rpartition(".")[2]: inspect.getsource(part) for part in parts}
    call = f"make_package({package!r}, {sources!r})"
    return f"import sys, types\n\n{inspect.getsource(make_package)}\n{call}\n"
