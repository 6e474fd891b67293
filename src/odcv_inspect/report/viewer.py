"""Inspect's own log viewer, put beside the page."""

import shutil
import tempfile
from collections.abc import Mapping
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import fsspec
from inspect_ai.log import bundle_log_dir

from ..errors import ResultsError

FOLDER = "viewer"
"""Of the viewer, beside the page."""


def bundle_viewer(names: Mapping[str, str], out: Path) -> None:
    """Bundle the viewer with copies of the logs; it needs an HTTP server, such as `odcv serve`.

    The bundle's index names the folder that it was made from: a temporary one, so that nothing
    about the machine is told.

    Args:
        names: The copies' file names by the logs' locations.
        out: Where to; what a bundle left there before is replaced.

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
        with redirect_stdout(StringIO()):
            bundle_log_dir(folder, str(out), overwrite=True)
