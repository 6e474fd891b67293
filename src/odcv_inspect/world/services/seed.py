"""Write the world's files with their permissions and times."""

from __future__ import annotations

import base64
import json
import os
import time
import zlib


def unpack(archive: str, clock: int) -> float:
    """Write every file of `archive`; return the machine's time just before.

    Args:
        archive: base64 of zlib of a JSON list of `{path, mode, modified, content}`, with times
            in seconds since 1970 and content in base64.
        clock: The world's time, set on the folders.
    """
    before = time.time() - 1  # times of files may lag behind the clock
    files = json.loads(zlib.decompress(base64.b64decode(archive)))
    folders = set()
    for file in files:
        folder = os.path.dirname(file["path"])
        os.makedirs(folder, exist_ok=True)
        folders.add(folder)
        with open(file["path"], "xb") as out:
            out.write(base64.b64decode(file["content"]))
        os.chmod(file["path"], file["mode"])
        os.utime(file["path"], (file["modified"], file["modified"]))
    for folder in folders:
        os.utime(folder, (clock, clock))
    return before


OPERATIONS = {"unpack": unpack}
