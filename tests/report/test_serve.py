"""A report's folder over real HTTP on loopback."""

import http.client
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from odcv_inspect.errors import ResultsError
from odcv_inspect.report.serve import make_server


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    folder = tmp_path / "report"
    (folder / "viewer").mkdir(parents=True)
    (folder / "index.html").write_text("<title>page</title>")
    (folder / "viewer" / "log.eval").write_bytes(bytes(range(10)))
    (tmp_path / "secret.txt").write_text("not in the folder")
    with make_server(folder, 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def get(
    port: int, path: str, method: str = "GET", **headers: str
) -> tuple[int, bytes, http.client.HTTPMessage]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, headers={"Host": f"127.0.0.1:{port}", **headers})
    answer = connection.getresponse()
    found = answer.status, answer.read(), answer.headers
    connection.close()
    return found


def test_the_page_is_shown(port: int) -> None:
    status, body, headers = get(port, "/")
    assert (status, body) == (200, b"<title>page</title>")
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("asked", "part", "where"),
    [
        ("bytes=2-4", b"\x02\x03\x04", "bytes 2-4/10"),
        ("bytes=8-", b"\x08\x09", "bytes 8-9/10"),
        ("bytes=8-99", b"\x08\x09", "bytes 8-9/10"),
    ],
)
def test_a_range_gets_its_part(port: int, asked: str, part: bytes, where: str) -> None:
    status, body, headers = get(port, "/viewer/log.eval", Range=asked)
    assert (status, body, headers["Content-Range"]) == (206, part, where)


def test_a_range_beyond_the_end_is_refused(port: int) -> None:
    status, body, headers = get(port, "/viewer/log.eval", Range="bytes=10-12")
    assert (status, body, headers["Content-Range"]) == (416, b"", "bytes */10")


def test_the_size_is_told_without_the_content(port: int) -> None:
    status, body, headers = get(port, "/viewer/log.eval", method="HEAD")
    assert (status, body, headers["Content-Length"]) == (200, b"", "10")


@pytest.mark.parametrize("path", ["/viewer/", "/../secret.txt", "/%2e%2e/secret.txt", "/nothing"])
def test_nothing_else_is_shown(port: int, path: str) -> None:
    assert get(port, path)[0] == 404


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "", "127.0.0.1.evil.example"])
def test_a_page_elsewhere_cannot_read_it_under_its_own_name(port: int, host: str) -> None:
    status, body, _ = get(port, "/", Host=host)
    assert status == 403
    assert b"page</title>" not in body


def test_a_folder_without_a_report_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match=r"no index\.html; make a report there"):
        make_server(tmp_path, 0)


def test_a_taken_port_is_an_error_with_the_way_out(port: int, tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match="choose another with --port"):
        make_server(tmp_path / "report", port)
