"""Python programs, run in a fork of the server as a fresh interpreter would run them."""

from __future__ import annotations

import atexit
import functools
import importlib
import os
import signal
import sys
import types
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import NamedTuple, NoReturn

PROGRAM = ["python3", "-I", "-S", "-"]
PRELOADED = """
    base64 calendar datetime difflib email.header email.message email.parser email.utils
    hashlib hmac pathlib re sqlite3 tempfile urllib.parse zlib
"""

compiled = functools.partial(compile, filename="<stdin>", mode="exec", dont_inherit=True)


class Modules(NamedTuple):
    """What `sys.modules` of a program is, told by how it differs from the server's own.

    Making this little of a difference in a fork leaves most of its pages shared.
    """

    gone: tuple[str, ...]
    come: Mapping[str, types.ModuleType]

    def enter(self) -> types.ModuleType:
        """Make them all that are known as imported; returns `__main__`."""
        for name in self.gone:
            del sys.modules[name]
        sys.modules.update(self.come)
        return self.come["__main__"]


Beginnings = Mapping[bytes, Modules]
"""The modules there are when a program has begun with a source, the empty one among them."""
Compile = Callable[[str, str, str], types.CodeType]
"""`compile` for sources that the host may have compiled already."""


def preload() -> None:
    """Load the standard library that office programs import.

    Without OpenSSL: it takes longer to load than hashes take without it, and every fork copies
    its tables.
    """
    sys.modules["_hashlib"] = None  # type: ignore[assignment]  # "not there", to import
    for module in PRELOADED.split():
        importlib.import_module(module)
    del sys.modules["_hashlib"]


def begin(source: bytes, compile_known: Compile) -> Modules:
    """Begin a program with `source` here; returns its modules, and leaves none of them.

    `__main__` is among them, the server's are not. The source may define things, no more: the
    arguments, environment and input that it finds here are not those of the program. What it
    compiles is compiled by `compile_known`.
    """
    own = dict(sys.modules)
    package = __name__.partition(".")[0]
    main = types.ModuleType("__main__")
    main.__file__ = "<stdin>"
    gone = tuple(name for name in own if name.partition(".")[0] == package)
    for name in gone:
        del sys.modules[name]
    sys.modules["__main__"] = main
    names = vars(main)
    names["compile"] = compile_known
    exec(compiled(source), names)
    del names["compile"]
    begun = dict(sys.modules)
    sys.modules.clear()
    sys.modules.update(own)
    return Modules(gone, {name: m for name, m in begun.items() if own.get(name) is not m})


def interpret(arguments: list[str], env: Mapping[str, str], beginnings: Beginnings) -> NoReturn:
    """Run the program on standard input as a fresh interpreter would.

    The interpreter is not torn down at the end, which would take longer than most programs do.
    """
    sys.argv = ["-", *arguments]
    os.environ.clear()
    os.environ.update(env)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with open(0, "rb", closefd=False) as source:
        text = source.read()
    known = next(filter(text.startswith, beginnings))
    main = beginnings[known].enter()
    status = 0
    try:
        exec(compiled(text[len(known) :]), vars(main))
    except SystemExit as end:
        status = exit_status(end.code)
    except BaseException as error:  # noqa: BLE001  reported as any interpreter does
        status = 1
        trace = error.__traceback__ and error.__traceback__.tb_next  # without this function
        sys.excepthook(type(error), error.with_traceback(trace), trace)
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(ValueError, AttributeError):  # the program closed or removed it
            stream.flush()
    os._exit(status)


def exit_status(code: object) -> int:
    """The status of a process that leaves with `SystemExit(code)`."""
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    print(code, file=sys.stderr)
    return 1
