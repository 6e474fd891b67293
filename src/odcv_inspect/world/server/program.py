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
from typing import NoReturn

PROGRAM = ["python3", "-I", "-S", "-"]
PRELOADED = """
    base64 calendar datetime difflib email.header email.message email.parser email.utils
    hashlib hmac pathlib re sqlite3 tempfile urllib.parse zlib
"""

compiled = functools.partial(compile, filename="<stdin>", mode="exec", dont_inherit=True)

Beginnings = Mapping[bytes, Mapping[str, types.ModuleType]]
"""What `sys.modules` is when a program has begun with a source, the empty one among them."""
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


def begin(source: bytes, compile_known: Compile) -> dict[str, types.ModuleType]:
    """Begin a program with `source` here; returns its modules, and leaves none of them.

    `__main__` is among them, the server's own are not. The source may define things, no more: the
    arguments, environment and input that it finds here are not those of the program. What it
    compiles is compiled by `compile_known`.
    """
    own = dict(sys.modules)
    package = __name__.partition(".")[0]
    main = types.ModuleType("__main__")
    main.__file__ = "<stdin>"
    become({name: module for name, module in own.items() if name.partition(".")[0] != package})
    sys.modules["__main__"] = main
    names = vars(main)
    names["compile"] = compile_known
    exec(compiled(source), names)
    del names["compile"]
    begun = dict(sys.modules)
    become(own)
    return begun


def become(modules: Mapping[str, types.ModuleType]) -> None:
    """Make `modules` all that are known as imported."""
    sys.modules.clear()
    sys.modules.update(modules)


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
    become(beginnings[known])
    status = 0
    try:
        exec(compiled(text[len(known) :]), vars(sys.modules["__main__"]))
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
