"""Write what is derived from logs, and name the file that could not be written."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import ResultsError


@contextmanager
def writing(file: Path) -> Iterator[None]:
    """Turn a failure to write into an error that names the file.

    Raises:
        ResultsError: the disk is full, a limit is reached or the folder may not be written.
    """
    try:
        yield
    except OSError as e:
        reason = e.strerror or str(e)
        raise ResultsError(
            f"{file}: cannot be written ({reason}); it is incomplete or missing: make space, or "
            "name another folder, and run the command again"
        ) from e
