"""Pack `client/` into one file for the worker."""

import io
import zipfile
from importlib.resources import files
from typing import Final

_ROOT: Final = "worker"
"""Stands for this package in the file, so that relative imports work in both."""
_MAIN: Final = (
    f"import sys\nfrom {_ROOT}.desk.client.commands import main\nsys.exit(main(sys.argv[1:]))\n"
)
_PACKAGES: Final = ("", "desk/", "text/")
_SHARED: Final = "text/visible.py"


def command() -> bytes:
    """Return a program for Python 3.9 and later that needs only the standard library."""
    package = files(__package__.partition(".")[0])
    client = package.joinpath("desk", "client")
    packed = io.BytesIO(b"#!/usr/bin/env python3\n")
    packed.seek(0, io.SEEK_END)
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("__main__.py", _MAIN)
        for name in _PACKAGES:
            archive.writestr(f"{_ROOT}/{name}__init__.py", "")
        archive.writestr(f"{_ROOT}/{_SHARED}", package.joinpath(_SHARED).read_bytes())
        for source in sorted(client.iterdir(), key=str):
            if source.name.endswith(".py"):
                archive.writestr(f"{_ROOT}/desk/client/{source.name}", source.read_bytes())
    return packed.getvalue()
