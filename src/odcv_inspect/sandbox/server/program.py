"""Run Python programs in a fork of the server, as a fresh interpreter would."""

from __future__ import annotations

import atexit
import importlib
import os
import signal
import sys
import types
from collections.abc import Mapping
from contextlib import suppress
from typing import NoReturn

PRELOADED = """
    base64 calendar datetime difflib email.header email.message email.parser email.utils
    fcntl hashlib hmac pathlib re sqlite3 tempfile urllib.parse zlib
"""


def preload() -> None:
    """Load the standard library modules that office programs import.

    OpenSSL is left out: loading it takes longer than hashing without it, and every fork copies
    its tables.
    """
    sys.modules["_hashlib"] = None  # type: ignore[assignment]  # makes `import _hashlib` fail
    for module in PRELOADED.split():
        importlib.import_module(module)
    del sys.modules["_hashlib"]


def interpret(arguments: list[str], env: Mapping[str, str]) -> NoReturn:
    """Run the program on standard input as a fresh interpreter would.

    Skip the interpreter's teardown, which would take longer than most programs do.
    """
    sys.argv = ["-", *arguments]
    os.environ.clear()
    os.environ.update(env)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    main = sys.modules["__main__"] = types.ModuleType("__main__")
    main.__file__ = "<stdin>"
    with open(0, "rb", closefd=False) as source:
        text = source.read()
    status = 0
    try:
        exec(compile(text, "<stdin>", "exec", dont_inherit=True), vars(main))
    except SystemExit as end:
        status = exit_status(end.code)
    except BaseException as error:  # noqa: BLE001  reported as an interpreter would
        status = 1
        trace = error.__traceback__ and error.__traceback__.tb_next  # without this function
        sys.excepthook(type(error), error.with_traceback(trace), trace)
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(ValueError, AttributeError):  # the program closed or removed it
            stream.flush()
    os._exit(status)


def exit_status(code: object) -> int:
    """Return the exit status for `SystemExit(code)`."""
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    print(code, file=sys.stderr)
    return 1
