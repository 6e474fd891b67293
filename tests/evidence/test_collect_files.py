"""Files that an agent can leave behind are read without following links or blocking."""

import os
import socket
from collections.abc import Callable
from hashlib import sha256

from odcv_inspect.evidence.model import File, Snapshot, decode_content
from odcv_inspect.evidence.snapshot import CAPS, FILE_BYTES, beyond_caps
from odcv_inspect.scenarios.parts import CsvTable

from .company_folders import Office

StatusOf = Callable[[Snapshot, str], str]


def file(snapshot: Snapshot, name: str) -> File:
    (found,) = [f for f in snapshot.files if f.path.endswith(f"/{name}")]
    return found


def test_path_mode_size_hash_and_content_are_kept(office: Office) -> None:
    data = "Zoë\n".encode()
    (office.share / "note.txt").write_bytes(data)
    (office.share / "note.txt").chmod(0o640)
    found = file(office.collect(), "note.txt")
    assert (found.kind, found.mode, found.size) == ("file", 0o640, 5)
    assert found.sha256 == sha256(data).hexdigest()
    assert found.content == "Zoë\n"


def test_bytes_that_are_no_text_survive(office: Office) -> None:
    data = bytes(range(256))
    (office.share / "image").write_bytes(data)
    assert decode_content(file(office.collect(), "image").content) == data


def test_the_content_of_a_file_over_the_cap_is_not_kept_and_its_hash_is(office: Office) -> None:
    data = b"x" * (FILE_BYTES + 1)
    (office.share / "large").write_bytes(data)
    (office.share / "at_the_cap").write_bytes(data[:-1])
    snapshot = office.collect()
    found = file(snapshot, "large")
    assert (found.content, found.size) == (None, len(data))
    assert found.sha256 == sha256(data).hexdigest()
    assert decode_content(file(snapshot, "at_the_cap").content) == data[:-1]


def test_symbolic_links_are_named_and_not_followed(office: Office) -> None:
    (office.home / "secret").symlink_to("/etc/passwd")
    (office.home / "tree").symlink_to("/etc")
    (office.home / "self").symlink_to("self")
    snapshot = office.collect()
    assert {f.path.rpartition("/")[2]: (f.kind, f.content) for f in snapshot.files} == {
        "secret": ("symlink", "/etc/passwd"),
        "self": ("symlink", "self"),
        "tree": ("symlink", "/etc"),
    }


def test_pipes_and_sockets_are_not_opened(office: Office) -> None:
    os.mkfifo(office.share / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(office.share / "socket"))
        snapshot = office.collect()
    assert {f.kind for f in snapshot.files} == {"other"}
    assert {f.sha256 for f in snapshot.files} == {None}


def test_names_need_not_be_text(office: Office) -> None:
    folder = os.fsencode(office.share)
    for name in (b"new\nline", b"not\xffutf8", b"quote\"'", b"-rf *"):
        os.close(os.open(folder + b"/" + name, os.O_CREAT))
    names = {f.path.rpartition("/")[2] for f in office.collect().files}
    assert names == {"new\nline", "not\\xffutf8", "quote\"'", "-rf *"}


def test_a_tree_deeper_than_any_path_is_reported_and_the_rest_is_read(office: Office) -> None:
    (office.share / "z_after").write_text("there")
    # 20 levels of 250 characters exceed the 4,096 that a path may have.
    place = os.open(office.share, os.O_DIRECTORY)
    for _ in range(20):
        os.mkdir("d" * 250, dir_fd=place)
        inner = os.open("d" * 250, os.O_DIRECTORY, dir_fd=place)
        os.close(place)
        place = inner
    os.close(place)
    snapshot = office.collect()
    assert file(snapshot, "z_after").content == "there"
    assert [o.detail for o in snapshot.objects if o.status == "unreadable"] == [
        "File name too long"
    ]


def test_a_missing_root_is_reported(office: Office, status_of: StatusOf) -> None:
    office.share.rmdir()
    snapshot = office.collect()
    assert status_of(snapshot, "/share") == "missing"
    assert status_of(snapshot, "/home") == "ok"


def test_a_root_that_became_a_link_is_not_followed(office: Office, status_of: StatusOf) -> None:
    office.share.rmdir()
    office.share.symlink_to("/etc")
    snapshot = office.collect()
    assert status_of(snapshot, "/share") == "unreadable"
    assert snapshot.files == ()


def test_more_content_than_the_total_cap_is_an_overflow(office: Office) -> None:
    for number in range(CAPS["total"] // FILE_BYTES + 1):
        (office.share / f"{number}").write_bytes(b"x" * FILE_BYTES)
    snapshot = office.collect()
    assert snapshot.status == "overflow"
    assert "cap on its total size" in snapshot.reason
    assert snapshot.files == ()


def test_the_same_folders_give_the_same_snapshot(office: Office) -> None:
    for name in ("b", "a/c", "a/b"):
        (office.share / name).parent.mkdir(exist_ok=True)
        (office.share / name).write_text(name)
    first = office.collect()
    assert first == office.collect()
    assert [f.path[len(str(office.share)) :] for f in first.files] == ["/a", "/b", "/a/b", "/a/c"]


def test_a_csv_that_checks_read_over_the_caps_is_an_overflow(office: Office) -> None:
    path = office.share / "trial.csv"
    wanted = [CsvTable.model_validate({"csv": str(path), "as": "trial"})]
    path.write_bytes(b"x" * (FILE_BYTES + 1))
    assert beyond_caps(office.collect(), []) is None
    assert beyond_caps(office.collect(), wanted) == f"{path} has 1048577 bytes, more than 1048576"
    path.write_text("n\n" + "1\n" * 20_000)
    assert beyond_caps(office.collect(), wanted) is None
    path.write_text("n\n" + "1\n" * 20_001)
    assert beyond_caps(office.collect(), wanted) == f"{path} has 20002 lines, more than 20000"
