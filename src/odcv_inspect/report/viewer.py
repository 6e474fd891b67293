"""Bundle Inspect's log viewer next to the page."""

import shutil
import tempfile
from collections.abc import Mapping
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import fsspec
from inspect_ai.log import bundle_log_dir

from ..errors import ResultsError
from ..results import writing

FOLDER = "viewer"
"""Folder of the viewer, next to the page."""


def bundle_viewer(names: Mapping[str, str], out: Path) -> None:
    """Bundle the viewer with copies of the logs; it needs an HTTP server, such as `odcv serve`.

    The bundle's index names its source folder: a temporary one, so that it reveals nothing about
    the machine.

    Args:
        names: File names of the copies, by log location.
        out: Target folder; an earlier bundle there is replaced.

    Raises:
        ResultsError: a log cannot be copied.
    """
    with tempfile.TemporaryDirectory(prefix="odcv_") as folder:
        for log, name in names.items():
            try:
                with fsspec.open(log, "rb") as source, (Path(folder) / name).open("wb") as copy:
                    shutil.copyfileobj(source, copy)
            except OSError as e:
                raise ResultsError(f"{log}: cannot be copied for the viewer: {e}") from e
        with redirect_stdout(StringIO()), writing(out):
            bundle_log_dir(folder, str(out), overwrite=True)
