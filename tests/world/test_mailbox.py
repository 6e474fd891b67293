"""The mail store: mails are listed, read, found, filed and moved, whatever it contains."""

import base64
import hashlib
import os
from pathlib import Path

import pytest

from odcv_inspect.world.services import mailbox

from .mail_store import JANUARY_6, attached, deliver, message, read


def plant(root, name, content=b"From: x@y\nSubject: planted\n\nhello\n", part="cur"):
    path = Path(root, part, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (JANUARY_6, JANUARY_6))
    return path


@pytest.fixture
def root(tmp_path):
    return str(tmp_path)


def refusal(root, uid):
    found = mailbox.read(root, [uid])
    assert found["messages"] == []
    return found["missing"][0]


def ids(root, folder="INBOX"):
    return [mail["uid"] for mail in mailbox.listing(root, folder)["messages"]]


def test_mails_are_listed_newest_first(root):
    for uid in (1, 2, 3):
        deliver(root, uid)
    assert ids(root) == [3, 2, 1]


def test_a_listing_says_what_a_mail_is(root):
    deliver(root, 1, message(subject="Größe – a log"))
    found = mailbox.listing(root, "inbox")
    assert (found["folder"], found["total"], found["unread"]) == ("INBOX", 1, 1)
    assert found["messages"] == [
        {
            "uid": 1,
            "folder": "INBOX",
            "date": "2025-01-06 08:00",
            "from": "Dana <dana@x.example>",
            "subject": "Größe – a log",
            "unread": True,
            "answered": False,
        }
    ]


def test_a_long_listing_shows_the_newest_and_counts_all(root):
    for uid in range(1, mailbox.MAX_LISTED + 4):
        deliver(root, uid)
    found = mailbox.listing(root, "INBOX")
    assert (found["total"], len(found["messages"])) == (103, 100)
    assert found["messages"][0]["uid"] == 103


def test_an_unknown_folder_is_refused_with_the_folders_there_are(root):
    deliver(root, 1, folder="Suppliers")
    with pytest.raises(LookupError, match=r"no folder 'Spam'.* INBOX, Sent, .*Suppliers"):
        mailbox.listing(root, "Spam")


def test_reading_marks_as_read(root):
    deliver(root, 1)
    mail = read(root, 1)
    assert mail["body"] == "All is well.\n"
    assert Path(mail["path"]).name == f"{JANUARY_6 + 1}.1.mail:2,S"
    assert Path(mail["path"]).exists()
    assert mailbox.listing(root, "INBOX")["unread"] == 0


def test_an_answered_mail_is_marked_when_the_answer_is_filed(root):
    deliver(root, 1)
    deliver(root, 2, folder="Sent", seen=True, answered=1)
    assert mailbox.listing(root, "INBOX")["messages"][0]["answered"] is True
    assert mailbox.listing(root, "Sent")["unread"] == 0


def test_an_unknown_id_is_refused_with_the_folders_to_list(root):
    assert refusal(root, 7).startswith("no message 7; list a folder (INBOX, Sent")


def test_several_mails_are_read_at_once(root):
    for uid in (1, 2, 3):
        deliver(root, uid)
    found = mailbox.read(root, [3, 9, 1])
    assert [mail["uid"] for mail in found["messages"]] == [3, 1]
    assert found["missing"][0].startswith("no message 9;")
    assert mailbox.listing(root, "INBOX")["unread"] == 1


def test_a_mail_that_cannot_be_read_hides_no_other(root):
    for uid in (1, 2, 3):
        deliver(root, uid)
    plant(root, f"{JANUARY_6 + 1}.1.mail:2,S")  # the name that 1 would get
    fails = PermissionError(13, "Permission denied")
    regular = mailbox.regular_bytes

    def read_bytes(path, limit):
        if ".2." in path.name:
            raise fails
        return regular(path, limit)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mailbox, "regular_bytes", read_bytes)
        found = mailbox.read(root, [1, 2, 3])
    assert [mail["uid"] for mail in found["messages"]] == [1, 3]
    assert found["missing"] == ["message 2 cannot be read: Permission denied"]
    assert Path(found["messages"][0]["path"]) == Path(root, "new", f"{JANUARY_6 + 1}.1.mail")


def test_a_delivered_mail_is_told_from_others_of_its_id(root):
    plant(root, "1.3.mail", part="new")
    plant(root, "9999999999.3.mail", part="new")
    deliver(root, 3)
    sent = hashlib.sha256(message().as_bytes()).hexdigest()
    [mail] = mailbox.read(root, [3], [sent])["messages"]
    assert mail["subject"] == "Fridge log"
    Path(mail["path"]).write_bytes(b"Subject: Fridge log\n\nAll is wrong.\n")
    found = mailbox.read(root, [3], [sent])
    assert found["messages"] == []
    assert found["missing"] == ["message 3 is not there as it was delivered"]


def test_headers_and_names_count_as_shown(root):
    for uid in (1, 2, 3):
        deliver(root, uid, attached(*[(f"{number}" + "y" * 190, b"") for number in range(50)]))
    # two mails of 50 names of 190 characters, and paths of 60 and more
    assert mailbox.read(root, [1, 2, 3])["left_out"] == [3]


def test_what_would_be_too_long_stays_unread(root):
    for uid in (1, 2, 3):
        deliver(root, uid, message(body="x" * 20_000))
    found = mailbox.read(root, [1, 2, 3])
    assert [mail["uid"] for mail in found["messages"]] == [1, 2]  # 20,000 and 40,000 characters
    assert found["left_out"] == [3]
    assert mailbox.listing(root, "INBOX")["unread"] == 1


def test_an_original_carries_its_attachments_byte_for_byte(root):
    mail = message(Message_ID="<1@x>", Cc="boss@x.example")
    mail.add_attachment(bytes(range(256)), maintype="application", subtype="zip", filename="a.zip")
    deliver(root, 1, mail)
    original = mailbox.original(root, 1, {"count": 1, "each": 256, "total": 256})
    assert original["message_id"] == "<1@x>"
    assert original["cc"] == "boss@x.example"
    assert original["attachments"] == [["a.zip", base64.b64encode(bytes(range(256))).decode()]]


def test_a_long_body_is_cut_and_its_length_told(root):
    deliver(root, 1, message(body="x" * 40_000))
    mail = read(root, 1)
    assert (len(mail["body"]), mail["length"]) == (30_000, 40_001)  # the final line break


def test_search_needs_every_word_and_no_capitals(root):
    deliver(root, 1, message(subject="Fridge LOG", body="Probe two.\n"))
    deliver(root, 2, message(subject="Fridge", body="Nothing.\n"), folder="Archive")
    assert [mail["uid"] for mail in mailbox.search(root, "fridge")["messages"]] == [2, 1]
    assert [mail["uid"] for mail in mailbox.search(root, "TWO dana log")["messages"]] == [1]
    assert [mail["uid"] for mail in mailbox.search(root, "fridge", "archive")["messages"]] == [2]
    assert mailbox.search(root, "fridge probe nothing") == {"total": 0, "messages": []}


def test_a_moved_mail_is_in_the_other_folder_with_its_marks(root):
    deliver(root, 1)
    read(root, 1)
    assert mailbox.move(root, [1], "archive") == "Archive"
    assert ids(root) == []
    assert mailbox.listing(root, "Archive")["unread"] == 0


def test_several_mails_are_moved_or_none(root):
    for uid in (1, 2, 3):
        deliver(root, uid)
    with pytest.raises(LookupError, match="no message 9"):
        mailbox.move(root, [1, 9], "Archive")
    assert mailbox.move(root, [1, 3], "Archive") == "Archive"
    assert (ids(root), ids(root, "Archive")) == ([2], [3, 1])


def test_moving_onto_a_file_of_the_same_name_loses_neither(root):
    deliver(root, 1)
    name = f"{JANUARY_6 + 1}.1.mail"
    plant(root, name, b"Subject: other\n\nother\n", part=".Archive/cur")
    with pytest.raises(FileExistsError):
        mailbox.move(root, [1], "Archive")
    assert read(root, 1)["body"] == "All is well.\n"


def test_a_file_named_otherwise_can_be_listed_and_read(root):
    plant(root, "note from nobody.txt")
    [planted] = mailbox.listing(root, "INBOX")["messages"]
    assert (planted["subject"], planted["date"]) == ("planted", "2025-01-06 08:00")
    assert read(root, planted["uid"])["body"] == "hello\n"
    assert ids(root) == [planted["uid"]]  # the mark in its name does not change the number


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00\x00" * 50,
        b"Subject: =?utf-9?q?=ff?= =?\n\nbody",
        b"Subject: \xe9t\xe9\nDate: Tue, 99 Foo 10000 99:99\n\n\xe9",
        b"Content-Type: text/plain; charset=nonsense\n\n\xff",
        b"Content-Type: text/plain; charset=idna\n\n" + b"\xff.." * 100,
        b"Content-Type: text/plain; charset=unicode_escape\n\n\\ud800",
        b"Content-Transfer-Encoding: base64\n\n%%%not base64",
        b"Content-Type: multipart/mixed\n\nno boundary",
        b"Content-Type: multipart/mixed; boundary=\n\n",
        b"Content-Type: message/rfc822\n\nSubject: inner\n\nx",
        b"Content-Type: text/plain; name*=utf-9''%ff; filename*0*=x\n\nx",
    ],
)
def test_broken_mail_is_listed_searched_and_read_like_any_other(root, content):
    deliver(root, 1)
    plant(root, "1736150400.9.mail", content)
    assert ids(root) == [1, 9]
    assert mailbox.search(root, "fridge")["total"] == 1
    assert read(root, 9)["uid"] == 9
    assert mailbox.original(root, 9)["attachments"] is not None


@pytest.mark.parametrize(
    "level",
    [
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n",
        b"Content-Type: message/rfc822\n\n",
    ],
)
def test_parts_nested_without_end_are_an_error_of_that_mail_only(root, level):
    nested = b"".join(level % ((i, i) if b"%d" in level else ()) for i in range(1_500))
    deliver(root, 1)
    plant(root, "1736150400.9.mail", nested)
    assert ids(root) == [1, 9]
    assert mailbox.search(root, "fridge")["total"] == 1
    assert refusal(root, 9).startswith("message 9 in INBOX is damaged")


def test_what_is_no_file_is_not_opened(root):
    deliver(root, 1)
    current = Path(root, "cur")
    current.mkdir(exist_ok=True)
    os.mkfifo(current / "1736150400.8.mail")
    (current / "loop").symlink_to("loop")
    (current / "1736150400.7.mail").mkdir()
    assert mailbox.listing(root, "INBOX")["total"] == 4
    assert mailbox.search(root, "fridge")["total"] == 1
    assert "not a regular file" in refusal(root, 8)


def test_a_mail_that_is_too_large_is_an_error_of_that_mail_only(root):
    plant(root, "1736150400.9.mail", b"Subject: big\n\n" + b"x" * mailbox.MAX_MESSAGE)
    assert mailbox.listing(root, "INBOX")["messages"][0]["subject"] == "big"
    assert refusal(root, 9).startswith("message 9 in INBOX is damaged: is larger than")


def test_a_time_beyond_the_calendar_does_not_spoil_the_list(root):
    path = plant(root, "odd", b"Subject: odd\n\n")
    os.utime(path, (10**14, 10**14))
    assert mailbox.listing(root, "INBOX")["total"] == 1
