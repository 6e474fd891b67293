"""Attachments: shown and saved where a mail is read, attached where one is written."""

import base64
import os
from pathlib import Path

import pytest

from odcv_inspect.world.services import attachments

from .mail_store import attached, deliver, message, read


@pytest.fixture
def root(tmp_path):
    return str(tmp_path)


def test_attachments_are_shown_where_they_are_text(root):
    mail = message()
    mail.add_attachment("hour,celsius\n1,4.5\n", filename="log.csv")
    mail.add_attachment(b"\x89PNG\0", maintype="image", subtype="png", filename="a.png")
    deliver(root, 1, mail)
    folder = f"{root}/attachments/1"
    log = {"name": "log.csv", "size": 19, "text": "hour,celsius\n1,4.5\n"}
    picture = {"name": "a.png", "size": 5, "text": None}
    assert read(root, 1)["attachments"] == [
        {**log, "file": f"{folder}/log.csv"},
        {**picture, "file": f"{folder}/a.png"},
    ]


def test_attachments_are_files_from_the_time_a_mail_is_read(root):
    deliver(root, 1, attached(("a.zip", b"PK\0")))
    assert not Path(root, "attachments").exists()
    [file] = read(root, 1)["attachments"]
    assert Path(file["file"]).read_bytes() == b"PK\0"


def test_a_saved_attachment_that_was_edited_stays_as_it_is(root):
    deliver(root, 1, attached(("a.txt", b"as sent")))
    Path(read(root, 1)["attachments"][0]["file"]).write_text("edited")
    assert read(root, 1)["attachments"][0]["text"] == "as sent"
    assert Path(root, "attachments/1/a.txt").read_text() == "edited"


def test_attachments_of_one_name_are_files_of_their_own(root):
    deliver(root, 1, attached(("a.txt", b"one"), ("a.txt", b"two")))
    files = [Path(file["file"]) for file in read(root, 1)["attachments"]]
    assert [(file.name, file.read_bytes()) for file in files] == [
        ("a.txt", b"one"),
        ("2-a.txt", b"two"),
    ]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\log.csv", "log.csv"),
        ("..", "attachment"),
        ("a\nb\x1b.csv", "a_b_.csv"),
        ("x" * 300 + ".csv", "x" * 56 + ".csv"),
        ("😀" * 300, "😀" * 60),  # 240 bytes; a file's name has at most 255
    ],
)
def test_an_attachment_cannot_choose_its_folder(root, name, safe):
    assert attachments.file_name(name) == safe
    [(_, _, file)] = attachments.save(root, 1, [(name, b"x")])
    assert Path(file).parent == Path(root, "attachments/1")
    assert Path(file).read_bytes() == b"x"


def test_a_mail_is_shown_although_its_attachment_cannot_be_saved(root):
    Path(root, "attachments").write_text("in the way")
    deliver(root, 1, attached(("a.txt", b"text")))
    [file] = read(root, 1)["attachments"]
    assert file["text"] == "text"
    assert file["file"].startswith("could not be saved: ")


def attach(folder, *paths):
    return attachments.attach(str(folder), list(paths), {"count": 3, "each": 100, "total": 150})


def test_files_are_attached_by_path_from_the_home(tmp_path):
    (tmp_path / "a.txt").write_text("hello")
    content = base64.b64encode(b"hello").decode()
    for path in ("a.txt", "~/a.txt", str(tmp_path / "a.txt")):
        assert attach(tmp_path, path) == [("a.txt", content)]


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("missing", "No such file"),
        (".", r"not a regular file|Is a directory"),
        ("pipe", "not a regular file"),
        ("loop", "Too many levels of symbolic links"),
        ("large", "larger than 100 bytes"),
        ("line\nbreak", r"attachment 'line\\nbreak': No such file"),
        ("/dev/zero", "not a regular file"),
    ],
)
def test_what_cannot_be_attached_is_refused_by_name(tmp_path, path, says):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "large").write_bytes(b"x" * 101)
    with pytest.raises(ValueError, match=says):
        attach(tmp_path, path)


def test_attachments_are_bounded_together(tmp_path):
    (tmp_path / "a").write_bytes(b"x" * 80)
    with pytest.raises(ValueError, match="more than 150 bytes together"):
        attach(tmp_path, "a", "a")
