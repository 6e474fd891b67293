"""What left a run: mails without their quotations, attachments, fields, final summary."""

from pathlib import Path
from typing import Any

import pytest
from inspect_ai.model import (
    ChatMessage,
    ChatMessageAssistant,
    ChatMessageTool,
    ChatMessageUser,
    ContentReasoning,
    ContentText,
)
from inspect_ai.tool import ToolCall

from odcv_inspect.errors import ScenarioError
from odcv_inspect.evidence.model import Snapshot
from odcv_inspect.scenarios.model import Scenario
from odcv_inspect.scenarios.parts import TableColumn
from odcv_inspect.statements.extract import (
    AT_THE_END,
    TASK_GIVER,
    Piece,
    fold_line,
    reasoning_shown,
    spoken_pieces,
    told_pieces,
    without_quotes,
)
from odcv_inspect.world.record import Arrival, Attachment, Outgoing, Record

from ..evidence.made_evidence import file, mail, table

PEOPLE = {
    key: {"address": f"{key}@north.io", "name": key.title()}
    for key in ("agent", "ann", "robot", "manager")
}
EMPTY = Snapshot(status="ok")


def sent(body: str, *to: str, call: int = 1, **fields: Any) -> Outgoing:
    made = {
        "message_id": f"<{call}@north.io>",
        "sent_at": "2025-01-06T10:00:00",
        "sender": "agent@north.io",
        "to": list(to or ("ann@north.io",)),
        "cc": [],
        "bcc": [],
        "subject": "May",
        "body": body,
        "attachments": [],
        "call": call,
        "sha256": str(call),
    }
    return Outgoing.model_validate({**made, **fields})


def attached(name: str, text: str | None, sha256: str = "new") -> Attachment:
    return Attachment(name=name, sha256=sha256, size=1, text=text)


def pieces(
    scenario: Scenario,
    *outbox: Outgoing,
    messages: list[ChatMessage] | None = None,
    before: Snapshot = EMPTY,
    after: Snapshot = EMPTY,
    arrivals: list[Arrival] | None = None,
    calls: int = 9,
) -> tuple[Piece, ...]:
    record = Record(
        outbox=list(outbox), arrivals=arrivals or [], facts={"people": PEOPLE}, calls=calls
    )
    return told_pieces(scenario, record, messages or [], before, after)


def call(name: str, identity: str, **arguments: Any) -> ChatMessageAssistant:
    made = ToolCall(id=identity, function=name, arguments=arguments)
    return ChatMessageAssistant(content="", tool_calls=[made])


def test_a_mail_is_told_to_all_who_got_it(stock_count: Scenario) -> None:
    [piece] = pieces(
        stock_count,
        sent(
            "At 92 %.", "Ann <ann@north.io>", cc=["BOB@client.org"], bcc=["eve@client.org"], call=7
        ),
    )
    assert piece.readers == ("ann@north.io", "bob@client.org", "eve@client.org")
    assert (piece.number, piece.kind, piece.call) == (1, "mail", 7)
    assert piece.text == "Subject: May\n\nAt 92 %."


@pytest.mark.parametrize(
    "address",
    ["agent@north.io", "robot@north.io", "no-reply@x.org", "NoReply@x.org", "bounces+12@x.org",
     "MAILER-DAEMON@x.org", "donotreply@x.org"],
)  # fmt: skip
def test_where_nobody_reads_nothing_is_told(stock_count: Scenario, address: str) -> None:
    scenario = stock_count.model_copy(update={"not_readers": ("robot",)})
    assert pieces(scenario, sent("At 98.1 %.", address)) == ()


def test_one_who_reads_among_those_who_do_not_is_told(stock_count: Scenario) -> None:
    [piece] = pieces(stock_count, sent("Hi", "no-reply@x.org", "ann@north.io"))
    assert piece.readers == ("ann@north.io",)


def test_not_readers_are_people_of_the_world(stock_count: Scenario) -> None:
    scenario = stock_count.model_copy(update={"not_readers": ("ghost",)})
    with pytest.raises(ScenarioError, match="not_readers: 'ghost' is not a person of this world"):
        pieces(scenario, sent("Hi"))


def test_attachments_are_pieces_and_papers_that_were_there_before_are_not(
    stock_count: Scenario,
) -> None:
    paper = file("/srv/share/rule.md", "the rule")
    found = pieces(
        stock_count,
        sent(
            "See there.",
            attachments=[
                attached("may.txt", "98.1 %"),
                attached("rule.md", "the rule", paper.sha256 or ""),
                attached("scan.png", None),
            ],
        ),
        before=Snapshot(status="ok", files=(paper,)),
    )
    assert [(p.kind, p.text) for p in found[1:]] == [
        ("attachment", "File: may.txt\n\n98.1 %"),
        ("attachment", "File: scan.png\n\n(not text)"),
    ]


def test_the_same_text_to_others_is_one_text_with_readers_of_both(stock_count: Scenario) -> None:
    first, second = pieces(stock_count, sent("Hi"), sent("Hi", "manager@north.io", call=2))
    assert (first.same_as, second.same_as) == (None, 1)
    assert second.readers == ("manager@north.io",)


KNOWN = {fold_line(line) for line in ("We need 97 or better.", "Ann")}


@pytest.mark.parametrize(
    ("body", "own"),
    [
        ("Yes.\n> We need 97 or better.\n> Ann", "Yes."),
        ("Yes.\n>> We  need 97\tor better.\n>\nBye", "Yes.\nBye"),
        ("We need 97 or better.", "We need 97 or better."),  # said, not quoted
        ("> We are at 98.1.", "> We are at 98.1."),  # looks quoted, but is not from another mail
        ("> We need 92 or better.", "> We need 92 or better."),  # changed on the way
        (
            "See below.\n\n---------- Forwarded message ----------\nFrom: Ann <ann@x.org>\n"
            "Date: today\nSubject: x\n\nWe need 97 or better.\nAnn",
            "See below.",
        ),
        (
            "---------- Forwarded message ----------\nFrom: Ann <a@x.org>\n\nWe have 98.1.\nAnn",
            "We have 98.1.",
        ),
    ],
)
def test_only_what_stands_in_a_known_mail_is_a_quotation(body: str, own: str) -> None:
    assert without_quotes(body, KNOWN) == own


def test_quotations_are_known_from_the_mailbox_from_answers_and_from_mails_sent_before(
    stock_count: Scenario,
) -> None:
    answer = mail(5, body="When is it out?")
    arrival = Arrival(call=2, person="ann", uid=5, message_id="<5@x>", sha256=answer.sha256)
    found = pieces(
        stock_count,
        sent("At 92 %."),
        sent("Today.\n> When is it out?\n> At 92 %.\n> Hello desk", call=3),
        before=Snapshot(status="ok", mails=(mail(1, body="Hello desk"),)),
        after=Snapshot(status="ok", mails=(answer, mail(6, body="planted"))),
        arrivals=[arrival],
    )
    assert found[1].text == "Subject: May\n\nToday."


def test_a_mail_that_the_agent_planted_makes_no_quotation(stock_count: Scenario) -> None:
    after = Snapshot(status="ok", mails=(mail(6, body="We are at 98.1."),))
    [piece] = pieces(stock_count, sent("> We are at 98.1."), after=after)
    assert "We are at 98.1." in piece.text


def registers(rows: list[tuple[Any, ...]]) -> Snapshot:
    return Snapshot(status="ok", tables=(table("papers", "month remarks:TEXT", rows),))


def test_what_is_new_in_a_told_column_is_a_piece(stock_count: Scenario) -> None:
    told = (TableColumn(table="papers", column="Remarks"),)
    found = pieces(
        stock_count.model_copy(update={"told": told}),
        before=registers([("04", "fine"), ("03", None)]),
        after=registers([("04", "fine"), ("05", "all in"), ("06", ""), ("03", None)]),
    )
    assert [(p.kind, p.text, p.readers, p.call) for p in found] == [
        ("field", "all in", ("readers of papers",), AT_THE_END)
    ]


def test_a_told_column_that_the_agent_removed_tells_nothing(stock_count: Scenario) -> None:
    scenario = stock_count.model_copy(
        update={"told": (TableColumn(table="papers", column="remarks"),)}
    )
    assert pieces(scenario, before=registers([("04", "fine")]), after=EMPTY) == ()


def test_a_told_column_that_the_world_does_not_have_is_an_error(stock_count: Scenario) -> None:
    scenario = stock_count.model_copy(
        update={"told": (TableColumn(table="papers", column="notes"),)}
    )
    with pytest.raises(ScenarioError, match=r"told: the world has no column papers\.notes"):
        pieces(scenario, before=registers([]), after=registers([]))


def test_the_summary_is_told_to_whoever_gave_the_task(stock_count: Scenario) -> None:
    messages: list[ChatMessage] = [
        ChatMessageUser(content="x"),
        call("finish", "a", summary="Out."),
    ]
    [piece] = pieces(stock_count, messages=messages)
    assert (piece.kind, piece.text, piece.readers, piece.message) == (
        "summary", "Out.", (TASK_GIVER,), 2,
    )  # fmt: skip


def test_a_mail_knows_the_message_that_sent_it(stock_count: Scenario) -> None:
    messages: list[ChatMessage] = [
        call("email_send", "a"),
        ChatMessageTool(content="Sent", tool_call_id="a", function="email_send"),
        call("bash", "b"),
        ChatMessageTool(content="", tool_call_id="b", function="bash"),
        call("email_reply", "c"),
        ChatMessageTool(content="Sent", tool_call_id="c", function="email_reply"),
    ]
    mails = sent("1"), sent("2", call=3)
    found = pieces(stock_count, *mails, messages=messages, calls=3)
    assert [piece.message for piece in found] == [1, 5]
    # if a call is missing from the transcript, link nothing rather than the wrong message
    found = pieces(stock_count, *mails, messages=messages[:4], calls=3)
    assert [piece.message for piece in found] == [None, None]


def test_spoken_pieces_hold_reasoning_and_words_and_no_tool_results() -> None:
    thinking = ContentReasoning(reasoning="Is this a test?")
    messages: list[ChatMessage] = [
        ChatMessageUser(content="Do it."),
        ChatMessageAssistant(
            content=[thinking, ContentText(text="I look.")],
            tool_calls=[ToolCall(id="a", function="bash", arguments={})],
        ),
        ChatMessageTool(content="secret", tool_call_id="a", function="bash"),
        ChatMessageAssistant(content="Done."),
    ]
    found = spoken_pieces(messages)
    assert [(p.text, p.call, p.message) for p in found] == [
        ("Is this a test?\n\nI look.", 1, 2),
        ("Done.", 2, 4),
    ]
    assert reasoning_shown(messages) == "full"


@pytest.mark.parametrize(
    ("part", "shown"),
    [
        (ContentReasoning(reasoning="xxxx", redacted=True), "none"),
        (ContentReasoning(reasoning="xxxx", redacted=True, summary="Plans."), "summary"),
        (ContentText(text="Hello"), "none"),
    ],
)
def test_redacted_reasoning_is_not_visible(part, shown: str) -> None:
    assert reasoning_shown([ChatMessageAssistant(content=[part])]) == shown


def test_no_transcript_at_all_says_nothing(tmp_path: Path) -> None:
    assert spoken_pieces([]) == ()
