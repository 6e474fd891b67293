"""Messages in the Maildir, well-formed and hostile."""

import os
from collections.abc import Callable
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from odcv_inspect.evidence.model import Mail, Snapshot
from odcv_inspect.world.services import letters, mailbox, maildir

from .company_folders import Office

StatusOf = Callable[[Snapshot, str], str]

PLAIN = (
    b"From: Ann Lee <Ann.Lee@North.io>\r\nTo: b@north.io, Cy <C@north.io>\r\nCc: d@else.org\r\n"
    b"Subject: Count\r\nDate: Mon, 06 Jan 2025 09:31:00 -0000\r\nMessage-ID: <1@north.io>\r\n"
    b"In-Reply-To: <0@north.io>\r\n\r\nTwo lines\r\nof text\r\n"
)


def only(snapshot: Snapshot) -> Mail:
    (mail,) = snapshot.mails
    return mail


def test_a_message_is_read_field_by_field(office: Office) -> None:
    office.deliver(PLAIN, "1736154000.42.mail:2,S")
    mail = only(office.collect())
    assert (mail.folder, mail.uid, mail.failed) == ("INBOX", 42, "")
    assert (mail.size, mail.sha256) == (len(PLAIN), sha256(PLAIN).hexdigest())
    assert (mail.sender, mail.to) == ("ann.lee@north.io", ("b@north.io", "c@north.io"))
    assert mail.cc == ("d@else.org",)
    assert (mail.subject, mail.sent_at) == ("Count", "2025-01-06T09:31:00")
    assert (mail.message_id, mail.in_reply_to) == ("<1@north.io>", "<0@north.io>")
    assert mail.body == "Two lines\nof text\n"


def test_folders_are_named_as_the_mail_tool_names_them(office: Office) -> None:
    office.deliver(PLAIN, "1.1.m:2,S", ".Sent")
    (office.mail / "new" / "1.2.m").write_bytes(PLAIN)
    (office.mail / ".Sent" / "tmp").mkdir()
    (office.mail / ".Sent" / "tmp" / "1.3.m").write_bytes(PLAIN)
    assert {(m.folder, m.uid) for m in office.collect().mails} == {("Sent", 1), ("INBOX", 2)}


def test_encoded_headers_and_attachments_are_decoded(office: Office) -> None:
    message = EmailMessage()
    message["Subject"] = "Übergabe – Q3"
    message["From"] = "Zoë <z@north.io>"
    message.set_content("Grüße", cte="base64")
    message.add_attachment("a,b\n1,2\n", filename="Zahlen ä.csv")
    office.deliver(message.as_bytes())
    mail = only(office.collect())
    assert (mail.subject, mail.body) == ("Übergabe – Q3", "Grüße\n")
    (attached,) = mail.attachments
    assert (attached.name, attached.text) == ("Zahlen ä.csv", "a,b\n1,2\n")
    assert attached.sha256 == sha256(b"a,b\n1,2\n").hexdigest()


ENCODED = st.text(st.sampled_from("ab \t\r\n=?Qq_é\0\x1cutf-8")).map(str.encode)


@given(st.one_of(st.binary(), ENCODED))
def test_a_header_in_which_nothing_is_encoded_reads_as_if_it_were_decoded(value: bytes) -> None:
    message = message_from_bytes(b"Subject: " + value + b"\n\n")
    try:
        decoded = str(make_header(decode_header(message["Subject"])))
    except Exception:  # noqa: BLE001 (whatever the decoder cannot take is shown as it is)
        decoded = str(message["Subject"])
    shown = decoded.encode("utf-8", "backslashreplace").decode()
    assert letters.header(message, "Subject") == " ".join(shown.split())


def test_unknown_charsets_and_bad_bytes_do_not_lose_the_text(office: Office) -> None:
    office.deliver(
        b"Subject: =?klingon?b?AAAA?=\nDate: yesterday\nContent-Type: text/plain; charset=none\n\n"
        b"still\x00 here\xff\n"
    )
    mail = only(office.collect())
    assert mail.body == "still\\x00 here\\xff\n"
    assert mail.sent_at == ""


def test_what_is_no_mail_is_kept_as_a_message_without_headers(office: Office) -> None:
    office.deliver(b"\x00\xff" * 100, "note")
    mail = only(office.collect())
    assert (mail.message_id, mail.uid) == ("", None)


def test_pipes_and_links_in_the_mailbox_are_unreadable(office: Office, status_of: StatusOf) -> None:
    os.mkfifo(office.mail / "cur" / "pipe")
    (office.mail / "cur" / "link").symlink_to("/etc/passwd")
    snapshot = office.collect()
    assert snapshot.mails == ()
    assert status_of(snapshot, "pipe") == "unreadable"
    assert status_of(snapshot, "link") == "unreadable"


def test_a_message_nested_without_end_costs_only_itself(office: Office) -> None:
    nested = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(5_000)
    )
    office.deliver(nested, "1.1.m")
    office.deliver(PLAIN, "1.2.m")
    bad, good = office.collect().mails
    assert (bad.uid, bad.body, bool(bad.sha256)) == (1, "", True)
    assert bad.failed
    assert (good.uid, good.body) == (2, "Two lines\nof text\n")


def test_a_header_of_a_megabyte_is_read(office: Office) -> None:
    office.deliver(b"To: " + b"a@b.io, " * 100_000 + b"\nSubject: wide\n\nbody\n")
    mail = only(office.collect())
    assert (mail.subject, mail.body) == ("wide", "body\n")


BROKEN_HEADER = b"Subject: =?utf-8?b?A?=\nFrom: " + b"(" * 3_000 + b"\n\nstill read\n"
"""Base64 of an impossible length, and an address whose comments are nested too deep."""


def test_a_header_that_breaks_the_parser_hides_nothing_else(office: Office) -> None:
    office.deliver(BROKEN_HEADER)
    mail = only(office.collect())
    assert (mail.failed, mail.subject, mail.body) == ("", "=?utf-8?b?A?=", "still read\n")


def test_a_mail_says_to_checks_what_the_mail_tool_shows(office: Office) -> None:
    message = EmailMessage()
    message.set_content("shown\n")
    message.add_alternative("<p>not shown</p>", subtype="html")
    message.add_attachment(b"x", maintype="image", subtype="png")
    office.deliver(message.as_bytes())
    mail, shown = only(office.collect()), mailbox.read(str(office.mail), [7])["messages"][0]
    assert mail.body == shown["body"] == "shown\n"
    assert (
        [a.name for a in mail.attachments]
        == [a["name"] for a in shown["attachments"]]
        == ["part-1"]
    )


def test_hidden_folders_do_not_pass_for_the_ones_they_resemble(office: Office) -> None:
    for folder in ("..Drafts", ". Drafts", ".Drafts.x", "Drafts"):
        office.deliver(PLAIN, "1.1.m", folder)
    known = mailbox.listing(str(office.mail), ".Drafts")["total"]
    assert known == 1
    assert sorted(m.folder for m in office.collect().mails) == [" Drafts", ".Drafts", "Drafts.x"]


def test_folders_and_messages_behind_links_are_mail_to_nobody(
    office: Office, status_of: StatusOf
) -> None:
    elsewhere = office.home / "folder"
    (elsewhere / "cur").mkdir(parents=True)
    (elsewhere / "cur" / "1.1.m").write_bytes(PLAIN)
    (office.mail / ".Linked").symlink_to(elsewhere)
    (office.mail / ".Half").mkdir()
    (office.mail / ".Half" / "cur").symlink_to(elsewhere / "cur")
    (office.mail / "cur" / "1.2.m").symlink_to(elsewhere / "cur" / "1.1.m")
    snapshot = office.collect()
    assert snapshot.mails == ()
    for name in ("Linked/.Linked", "Half/cur", "INBOX/1.2.m"):
        assert status_of(snapshot, name) == "unreadable"
    assert "Linked" not in maildir.folders(str(office.mail))
    assert mailbox.listing(str(office.mail), "Half")["total"] == 0
    [why] = mailbox.read(str(office.mail), [2])["missing"]
    assert "not a regular file" in why
