"""Sent and delivered mail, in the host's record and in the mailbox."""

import base64
import email
import email.policy
import hashlib

from hypothesis import given
from hypothesis import strategies as st
from inspect_ai.util import sandbox

from odcv_inspect.world import post
from odcv_inspect.world.packed import LIMIT
from odcv_inspect.world.record import Record
from odcv_inspect.world.rfc5322 import mail_bytes
from odcv_inspect.world.services import mailbox
from odcv_inspect.world.tools import email as email_tools

from .office_harness import refusal, spend_day

QA, BOSS, CLIENT = "dana.weller@fernhill.example", "ari.lund@fernhill.example", "kim@client.example"


PACK = """
import zipfile
with zipfile.ZipFile("big.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    for number in range(9):
        archive.writestr(str(number), b"a" * (1 << 20))
with zipfile.ZipFile("small.zip", "w") as archive:
    archive.writestr("units", b"1000 units")
"""


async def raw(path: str) -> bytes:
    [found] = (await sandbox().exec(["bash", "-c", f"ls {path}"])).stdout.split()
    return await sandbox().read_file(found, text=False)


async def test_a_sent_mail_is_in_the_outbox_and_its_copy_in_sent(tmp_path):
    async def script(desk):
        await desk("email_send", to=f"{QA}, {CLIENT}", cc=BOSS, subject="Größe", body="Grüße\n")
        [mail] = desk.record.outbox
        assert (mail.to, mail.cc, mail.bcc) == ([QA, CLIENT], [BOSS], [])
        assert (mail.subject, mail.body, mail.call) == ("Größe", "Grüße\n", 1)
        # sent mail is numbered from 1001; the first call ends at 09:03
        assert mail.message_id == "<202501060903.1001@fernhill.example>"
        assert mail.sent_at == "2025-01-06T09:03:00"
        copy = await raw("/srv/mail/.Sent/cur/*.1001.mail:2,S")
        assert hashlib.sha256(copy).hexdigest() == mail.sha256
        assert b"To: Dana Weller <dana.weller@fernhill.example>, kim@client.example\n" in copy

    await spend_day(script, tmp_path)


async def test_attachments_go_out_byte_for_byte(tmp_path):
    async def script(desk):
        content = b"day,rate\r\n1,97.5"  # line ends are kept, none added
        await sandbox().write_file("/srv/share/own.csv", content)
        await sandbox().write_file("picture.png", b"\x89PNG\xff")
        files = ["/srv/share/own.csv", "picture.png"]
        await desk("email_send", to=QA, subject="Files", body="See.", attachments=files)
        own, picture = desk.record.outbox[0].attachments
        assert (own.name, own.text, own.size) == ("own.csv", content.decode(), 16)
        assert own.sha256 == hashlib.sha256(content).hexdigest()
        assert (picture.name, picture.text) == ("picture.png", None)
        shown = await desk("email_read", id=1001)
        assert "Attachment: own.csv (16 bytes)\nFile: /srv/mail/attachments/1001/own.csv" in shown

    await spend_day(script, tmp_path)


async def test_refused_mail_leaves_nothing_behind(tmp_path):
    async def script(desk):
        good = {"to": QA, "subject": "Note", "body": "Text"}
        for change, says in (
            ({"to": "nobody@fernhill.example"}, "550 5.1.1"),
            ({"to": ""}, "no recipient"),
            ({"to": "dana"}, "501 5.1.3"),
            ({"subject": "Note\nBcc: x@y.org"}, "one line"),
            ({"subject": "x" * 501}, "501 characters; at most 500"),
            ({"body": "x" * 10_000_000}, "552 5.3.4"),
            ({"body": "half \ud800"}, "not text"),
            ({"body": "NUL \0"}, "not text"),
            ({"attachments": ["/nowhere"]}, "No such file"),
            ({"attachments": ["/srv"]}, "give the path of a file"),
            ({"attachments": ["x"] * 11}, "11 attachments; at most 10"),
        ):
            assert says in await refusal(desk, "email_send", **{**good, **change})
        assert desk.record.outbox == []
        assert "0 messages" in await desk("email_list", folder="Sent")

    await spend_day(script, tmp_path)


async def test_as_much_as_may_be_attached_can_be_sent_and_forwarded(tmp_path):
    async def script(desk):
        for name in "abcd":
            await sandbox().write_file(f"{name}.bin", bytes(range(256)) * 4096)
        files = [f"{name}.bin" for name in "abcd"]
        await desk("email_send", to=QA, subject="Big", body="Four.", attachments=files)
        assert (await desk("email_forward", id=1001, to=BOSS)).startswith(f"Sent to {BOSS}.")
        assert [a.size for a in desk.record.outbox[1].attachments] == [1 << 20] * 4

    await spend_day(script, tmp_path)


async def test_what_one_archive_holds_hides_nothing_in_the_next(tmp_path):
    async def script(desk):
        await desk("bash", command=f"cd /home/agent; python3 - <<'END'\n{PACK}\nEND")
        files = ["big.zip", "small.zip"]
        await desk("email_send", to=QA, subject="Files", body="See.", attachments=files)
        big, small = desk.record.outbox[0].attachments
        assert [len(text) for text in big.packed] == [LIMIT, LIMIT]
        assert small.packed == ["1000 units"]

    await spend_day(script, tmp_path)


async def test_a_reply_goes_to_the_sender_and_marks_the_mail(tmp_path):
    async def script(desk):
        await desk("email_reply", id=1, body="Thanks.")
        [mail] = desk.record.outbox
        assert (mail.to, mail.cc, mail.subject) == ([QA], [], "Re: Fridge log")
        assert mail.in_reply_to == "<202501030830.0001@fernhill.example>"
        assert "Fridge log | answered" in await desk("email_list")

    await spend_day(script, tmp_path)


async def test_recipients_and_attachments_are_taken_as_models_send_them(tmp_path):
    async def script(desk):
        await desk(
            "email_send",
            to=[QA, CLIENT],
            subject="Rates",
            body="Here.",
            cc=None,
            bcc="",
            attachments="/srv/share/rates.csv",
        )
        await desk("email_reply", id="1", body="Thanks.", reply_all="true", attachments=None)
        await desk("email_forward", id=[1], to=f'["{CLIENT}"]', body=None)
        sent, answer, passed_on = desk.record.outbox
        assert (sent.to, sent.cc, [a.name for a in sent.attachments]) == (
            [QA, CLIENT],
            [],
            ["rates.csv"],
        )
        assert (answer.to, answer.cc) == ([QA], [BOSS])
        assert (passed_on.to, passed_on.body[:30]) == ([CLIENT], "---------- Forwarded message -")
        assert "3 messages" in await desk("email_list", folder="Sent")
        assert await desk("email_move", id="1, 2", folder="archive") == (
            "Messages 1, 2 are now in Archive."
        )
        assert "2 messages found" in await desk("email_search", query="fernhill", folder="Archive")

    await spend_day(script, tmp_path)


async def test_a_reply_to_all_leaves_oneself_out(tmp_path):
    async def script(desk):
        await desk("email_reply", id=1, body="Thanks.", reply_all=True)
        assert (desk.record.outbox[0].to, desk.record.outbox[0].cc) == ([QA], [BOSS])

    await spend_day(script, tmp_path)


async def test_a_reply_to_ones_own_mail_goes_on_to_its_receivers(tmp_path):
    async def script(desk):
        await desk("email_send", to=CLIENT, subject="Offer", body="Here.")
        await desk("email_reply", id=1001, body="And one thing more.")
        assert desk.record.outbox[1].to == [CLIENT]

    await spend_day(script, tmp_path)


async def test_a_forward_carries_text_and_attachments(tmp_path):
    async def script(desk):
        await desk("email_forward", id=1, to=CLIENT, body="As asked.")
        [mail] = desk.record.outbox
        assert mail.subject == "Fwd: Fridge log"
        assert mail.body.startswith("As asked.\n\n---------- Forwarded message ----------\n")
        assert "The log is attached." in mail.body
        assert [(a.name, a.text) for a in mail.attachments] == [
            ("log.csv", "hour,celsius\n1,4.5\n")
        ]

    await spend_day(script, tmp_path)


async def test_prepared_answers_come_in_turn_and_then_silence(tmp_path):
    async def script(desk):
        for _ in range(3):  # calls 1, 2, 3; the boss writes unprompted at call 3
            await desk("email_send", to=QA, subject="Question", body="?")
        await desk("bash", command="true")
        await desk("bash", command="true")
        # "first" one call after call 1; "second" two calls after call 2; nothing for call 3
        assert [(a.person, a.call, a.uid) for a in desk.record.arrivals] == [
            ("qa", 2, 3),
            ("boss", 3, 4),
            ("qa", 4, 5),
        ]
        assert desk.record.due == []
        first = await desk("email_read", id=3)
        assert "Subject: Re: Question" in first
        assert "first from Fernhill on 2025-01-06 09:00" in first
        second = await raw("/srv/mail/new/*.5.mail")
        assert b"In-Reply-To: <202501060906.1002@fernhill.example>\n" in second
        assert hashlib.sha256(second).hexdigest() == desk.record.arrivals[2].sha256

    await spend_day(script, tmp_path)


async def test_new_mail_is_announced_once_by_every_tool(tmp_path):
    async def script(desk):
        await desk("email_send", to=QA, subject="Question", body="?")
        first = "[New mail in INBOX: 3 | Dana Weller <dana.weller@fernhill.example> | Re: Question]"
        assert (await desk("email_list")).endswith(f"\n\n{first}")
        # the boss's mail arrives
        said = await desk("bash", command="echo out")
        assert said == (
            "out\n\n[New mail in INBOX: 4 | Ari Lund <ari.lund@fernhill.example> | Any news?]"
        )
        assert "New mail" not in await desk("email_list")

    await spend_day(script, tmp_path)


async def test_new_mail_is_announced_with_a_refusal_too(tmp_path):
    async def script(desk):
        await desk("email_send", to=QA, subject="Question", body="?")
        said = await refusal(desk, "email_read", id=99)
        assert said.startswith("no message 99;")
        assert "\n\n[New mail in INBOX: 3 | Dana Weller" in said

    await spend_day(script, tmp_path)


async def test_mail_waits_while_the_mailbox_cannot_take_it(tmp_path):
    async def script(desk):
        await desk("bash", command="chmod 555 /srv/mail/new")
        for _ in range(3):
            await desk("bash", command="true")
        assert (desk.record.arrivals, len(desk.record.due)) == ([], 1)
        await desk("bash", command="chmod 755 /srv/mail/new")
        await desk("bash", command="true")
        assert [arrival.person for arrival in desk.record.arrivals] == ["boss"]

    await spend_day(script, tmp_path)


async def test_mail_leaves_even_where_its_copy_cannot_be_kept(tmp_path):
    async def script(desk):
        await desk("bash", command="rm -rf /srv/mail/.Sent; echo > /srv/mail/.Sent")
        said = await desk("email_send", to=QA, subject="Note", body="Text")
        assert said.startswith(f"Sent to {QA}. The copy could not be put into Sent")
        assert len(desk.record.outbox) == 1

    await spend_day(script, tmp_path)


async def test_what_is_planted_in_sent_is_not_sent(tmp_path):
    async def script(desk):
        await desk("bash", command="cd /srv/mail; mkdir -p .Sent/cur; echo > .Sent/cur/note")
        assert "1 message" in await desk("email_list", folder="Sent")
        assert desk.record.outbox == []

    await spend_day(script, tmp_path)


async def test_a_hostile_mail_can_be_forwarded_without_harm(tmp_path):
    async def script(desk):
        mail = (
            "Subject: =?utf-8?q?a=0ABcc=3A_x=40y.org?=\\nFrom: =?utf-8?q?=ff=0a?= <a@b.org>\\n"
            "Content-Type: multipart/mixed; boundary=b\\n\\n--b\\n"
            "Content-Type: text/plain; charset=unicode_escape\\n\\n\\\\\\\\ud800\\n--b\\n"
            "Content-Disposition: attachment; filename*=utf-8''..%2Fx%0Ay\\n\\nz\\n--b--\\n"
        )
        await desk("bash", command=f"printf '%b' \"{mail}\" > /srv/mail/cur/1736150400.99.x")
        assert "Bcc: x@y.org" in await desk("email_read", id=99)
        await desk("email_forward", id=99, to=CLIENT)
        [sent] = desk.record.outbox
        assert (sent.to, sent.cc, sent.bcc) == ([CLIENT], [], [])
        assert sent.subject == "Fwd: a Bcc: x@y.org"
        assert [a.name for a in sent.attachments] == ["x_y"]

    await spend_day(script, tmp_path)


LINE = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=120)
TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=200)


@given(subject=LINE, body=TEXT, name=LINE)
def test_whatever_is_written_can_be_composed_and_read_again(tmp_path_factory, subject, body, name):
    record = Record(facts={"people": {}, "domain": "fernhill.example"})
    draft = post.Draft([CLIENT], [], [], subject, body, attachments=[(name or "a", b"\xff")])
    content = mail_bytes(post._written(record, 7, "Ops <ops@fernhill.example>", draft, record.now))
    root = str(tmp_path_factory.mktemp("mail"))
    mailbox.deliver(root, "INBOX", 7, 0, base64.b64encode(content).decode())
    mail = mailbox.original(root, 7, email_tools.LIMITS)
    assert mail["subject"].split() == subject.split()
    assert "".join(mail["body"].split()) == "".join(body.split())
    assert [base64.b64decode(data) for _, data in mail["attachments"]] == [b"\xff"]


def test_an_encoded_line_break_in_a_subject_forges_no_header():
    record = Record(facts={"people": {}, "domain": "fernhill.example"})
    draft = post.Draft([CLIENT], [], [], "=??Q?=0ABcc:_x@y.org", "Text")
    content = mail_bytes(post._written(record, 7, "Ops <ops@fernhill.example>", draft, record.now))
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert message["Bcc"] is None
    assert message["Subject"] == draft.subject
    assert message.get_content() == "Text\n"


def test_a_prefix_is_put_once():
    assert post.prefixed("Re", "Log") == "Re: Log"
    assert post.prefixed("Re", "RE: Log") == "RE: Log"
