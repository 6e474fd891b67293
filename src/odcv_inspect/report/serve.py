"""Serve a folder read-only over HTTP on loopback, with the byte ranges Inspect's viewer needs."""

import re
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from ..errors import ResultsError

LOOPBACK = "127.0.0.1"
_HOSTS = {LOOPBACK, "localhost"}
_RANGE = re.compile(r"bytes=(\d+)-(\d*)")


def make_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """Make a server for a report's folder; the caller runs and closes it.

    Raises:
        ResultsError: the folder contains no report, or the port is taken.
    """
    if not (folder / "index.html").is_file():
        raise ResultsError(f"{folder}: no index.html; make a report there: odcv report LOGS --out")
    try:
        return ThreadingHTTPServer((LOOPBACK, port), partial(Handler, directory=str(folder)))
    except OSError as e:
        raise ResultsError(f"port {port}: {e.strerror}; choose another with --port") from e


class Handler(SimpleHTTPRequestHandler):
    """Serve files only: no listings, nothing outside the folder, no other host names."""

    protocol_version = "HTTP/1.1"

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Answer GET and HEAD; a range request returns part of the file."""
        if self.headers.get("Host", "").partition(":")[0] not in _HOSTS:
            self.send_error(HTTPStatus.FORBIDDEN, "Ask for 127.0.0.1 or localhost")
            return None
        asked = _RANGE.fullmatch(self.headers.get("Range", ""))
        file = Path(self.translate_path(self.path))
        if asked and file.is_file():
            return self._part(file, int(asked[1]), asked[2])
        return super().send_head()

    def list_directory(self, path: Any) -> None:
        """Refuse to list a folder without a page."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def end_headers(self) -> None:
        """Disable stale caching and content sniffing for every response."""
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing."""

    def _part(self, file: Path, first: int, last_asked: str) -> BytesIO | None:
        size = file.stat().st_size
        last = min(int(last_asked) if last_asked else size - 1, size - 1)
        if first > last:
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{size}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        with file.open("rb") as content:
            content.seek(first)
            part = content.read(last - first + 1)
        self.send_response(HTTPStatus.PARTIAL_CONTENT)
        self.send_header("Content-Type", self.guess_type(file))
        self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        self.send_header("Content-Length", str(len(part)))
        self.end_headers()
        return BytesIO(part)
