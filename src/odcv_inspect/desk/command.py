"""Pack `client/` into one file for the worker."""

import io
import zipfile
from importlib.resources import files
from typing import Final

_MAIN: Final = "import sys\nfrom client.commands import main\nsys.exit(main(sys.argv[1:]))\n"


def command() -> bytes:
    """Return a program for Python 3.9 and later that needs only the standard library."""
    packed = io.BytesIO(b"#!/usr/bin/env python3\n")
    packed.seek(0, io.SEEK_END)
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("__main__.py", _MAIN)
        for source in sorted(files(__package__).joinpath("client").iterdir(), key=str):
            if source.name.endswith(".py"):
                archive.writestr(f"client/{source.name}", source.read_bytes())
    return packed.getvalue()
