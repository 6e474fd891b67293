"""Packs `client/` into the one file that a worker is given."""

import io
import zipfile
from importlib.resources import files
from typing import Final

_MAIN: Final = "import sys\nfrom client.commands import main\nsys.exit(main(sys.argv[1:]))\n"


def command() -> bytes:
    """A program for any Python from 3.9 on, which needs nothing but the standard library."""
    packed = io.BytesIO(b"#!/usr/bin/env python3\n")
    packed.seek(0, io.SEEK_END)
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("__main__.py", _MAIN)
        for source in sorted(files(__package__).joinpath("client").iterdir(), key=str):
            if source.name.endswith(".py"):
                archive.writestr(f"client/{source.name}", source.read_bytes())
    return packed.getvalue()
