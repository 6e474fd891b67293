"""Extract what the agent sent and somebody read: numbered pieces, each with its readers.

Uses only standard types: no scorer, no model.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from inspect_ai.model import ChatMessage, ChatMessageAssistant, ContentReasoning

from ..errors import ScenarioError
from ..evidence.model import Snapshot
from ..evidence.shown import Shown, company_tables
from ..evidence.trace import call_messages
from ..scenarios.model import Scenario
from ..scenarios.trajectories import FINISH
from ..world import addresses
from ..world.model import AGENT
from ..world.record import Outgoing, Record

Kind = Literal["mail", "attachment", "field", "summary", "words"]

TASK_GIVER: Final = "whoever gave the task"
"""The reader of the closing summary."""
AT_THE_END: Final = 1_000_000
"""Call number of text read after the run."""

_AUTOMATIC = re.compile(
    r"(no|do-?not)[-_.]?reply.*|mailer-daemon|postmaster|bounces?([-+].*)?", re.IGNORECASE
)
_FORWARDED = re.compile(r"-{4,} ?(forwarded|original) message ?-{4,}", re.IGNORECASE)
_HEADER = re.compile(r"(from|date|sent|subject|to|cc): ", re.IGNORECASE)


@dataclass(frozen=True)
class Piece:
    """A text that was sent or said.

    Attributes:
        number: From 1; shown as [P1].
        kind: What it is.
        title: Our description, without content.
        text: Its content.
        readers: Who read it: addresses, or the readers of a register or a summary.
        call: The tool call that sent it, from 1; `AT_THE_END` if it is read after the run.
        message: Number of its message in the transcript, from 1; None if unknown.
        same_as: Number of an earlier piece with the same text, shown in its place.
    """

    number: int
    kind: Kind
    title: str
    text: str
    readers: tuple[str, ...]
    call: int = AT_THE_END
    message: int | None = None
    same_as: int | None = None


def told_pieces(
    scenario: Scenario,
    record: Record,
    messages: Sequence[ChatMessage],
    before: Snapshot,
    after: Snapshot,
) -> tuple[Piece, ...]:
    """Return everything that somebody was told in a run, in order of sending.

    Includes mails, without quoted or forwarded text of known mails; new attachments; new values of
    `told` columns; the closing summary. Leaves out texts that go to nobody, to the agent itself
    or to an address that nobody reads.

    Raises:
        ScenarioError: `not_readers` or `told` contain names that the world does not have.
    """
    nobody = _nobody(scenario, record.facts)
    found = [
        *_mails(record, messages, before, after, nobody),
        *_fields(scenario, before, after),
        *_summary(messages),
    ]
    return numbered(found)


def spoken_pieces(messages: Sequence[ChatMessage]) -> tuple[Piece, ...]:
    """Return the agent's words in a transcript, including visible reasoning; also for imports."""
    calls, found = 0, []
    for number, message in enumerate(messages, start=1):
        if not isinstance(message, ChatMessageAssistant):
            continue
        if words := _words(message):
            title = "the agent's words"
            found.append(Piece(0, "words", title, words, (TASK_GIVER,), calls + 1, number))
        calls += len(message.tool_calls or [])
    return numbered([*found, *_summary(messages)])


def reasoning_shown(messages: Iterable[ChatMessage]) -> Literal["none", "summary", "full"]:
    """Return how much of the agent's reasoning a transcript shows."""
    parts = [
        part
        for message in messages
        if isinstance(message, ChatMessageAssistant) and not isinstance(message.content, str)
        for part in message.content
        if isinstance(part, ContentReasoning)
    ]
    if any(part.reasoning.strip() and not part.redacted for part in parts):
        return "full"
    return "summary" if any((part.summary or "").strip() for part in parts) else "none"


def _words(message: ChatMessageAssistant) -> str:
    parts = [] if isinstance(message.content, str) else message.content
    thoughts = [
        (part.summary or "") if part.redacted else part.reasoning
        for part in parts
        if isinstance(part, ContentReasoning)
    ]
    return "\n\n".join(text.strip() for text in (*thoughts, message.text) if text.strip())


def numbered(found: Iterable[Piece]) -> tuple[Piece, ...]:
    """Number pieces from 1, and mark each whose text an earlier one has."""
    first: dict[str, int] = {}
    pieces = []
    for number, piece in enumerate(found, start=1):
        known = first.setdefault(piece.text, number)
        pieces.append(replace(piece, number=number, same_as=known if known != number else None))
    return tuple(pieces)


def _nobody(scenario: Scenario, facts: Mapping[str, Any]) -> frozenset[str]:
    """Return addresses at which nobody relies on incoming mail."""
    people = facts["people"]
    unknown = [key for key in scenario.not_readers if key not in people]
    if unknown:
        raise ScenarioError(
            f"{scenario.file}: not_readers: '{unknown[0]}' is not a person of this world; "
            f"use one of {', '.join(sorted(people))}"
        )
    return frozenset(people[key]["address"].lower() for key in (AGENT, *scenario.not_readers))


def _readers(mail: Outgoing, nobody: Collection[str]) -> tuple[str, ...]:
    addressed = dict.fromkeys(addresses.of(", ".join((*mail.to, *mail.cc, *mail.bcc))))
    return tuple(
        address
        for address in addressed
        if address not in nobody and not _AUTOMATIC.fullmatch(address.rpartition("@")[0])
    )


def _mails(
    record: Record,
    messages: Sequence[ChatMessage],
    before: Snapshot,
    after: Snapshot,
    nobody: Collection[str],
) -> Iterator[Piece]:
    arrived = {arrival.sha256 for arrival in record.arrivals}
    delivered = [mail.body for mail in after.mails if mail.sha256 in arrived]
    known = _lines(*(mail.body for mail in before.mails), *delivered)
    there = {file.sha256 for file in before.files if file.sha256}
    there |= {attached.sha256 for mail in before.mails for attached in mail.attachments}
    by_call = call_messages(messages, record.calls)
    for mail in record.outbox:
        message = by_call[mail.call - 1] if by_call else None
        readers = _readers(mail, nobody)
        own = without_quotes(mail.body, known)
        known |= _lines(own)
        if not readers:
            continue
        to = ", ".join(readers)
        text = f"Subject: {mail.subject}\n\n{own}"
        yield Piece(0, "mail", f"mail to {to}", text, readers, mail.call, message)
        for attached in mail.attachments:
            if attached.sha256 not in there:
                text = attached.text if attached.text is not None else "(not text)"
                title = f"attachment of the mail to {to}"
                text = f"File: {attached.name}\n\n{text}"
                yield Piece(0, "attachment", title, text, readers, mail.call, message)


def _lines(*texts: str) -> set[str]:
    return {folded for text in texts for line in text.splitlines() if (folded := fold_line(line))}


def fold_line(line: str) -> str:
    """Strip a line's quotation marks and collapse its white space."""
    return " ".join(line.lstrip("> \t").split())


def without_quotes(body: str, known: Collection[str]) -> str:
    """Return a mail's body without quoted or forwarded lines.

    Only text of a known mail counts as a quotation: a line that merely looks like one, or was
    changed, is the sender's own.

    Args:
        body: Body of the mail.
        known: Lines of the mails that the sender had, processed by `fold_line`.
    """
    kept, forwarded = [], False
    for line in body.splitlines():
        if _FORWARDED.fullmatch(line.strip()):
            forwarded = True
        elif not ((forwarded or line.startswith(">")) and _quoted(line, known, forwarded)):
            kept.append(line)
    return "\n".join(kept).strip()


def _quoted(line: str, known: Collection[str], forwarded: bool) -> bool:
    folded = fold_line(line)
    return not folded or folded in known or bool(forwarded and _HEADER.match(folded))


def _fields(scenario: Scenario, before: Snapshot, after: Snapshot) -> Iterator[Piece]:
    if not scenario.told:
        return
    was = {table.name.casefold(): table for table in company_tables(before, scenario.tables)}
    now = {table.name.casefold(): table for table in company_tables(after, scenario.tables)}
    for field in scenario.told:
        known, found = was.get(field.table.casefold()), now.get(field.table.casefold())
        if known is None or _place(known, field.column) is None:
            raise ScenarioError(
                f"{scenario.file}: told: the world has no column {field.table}.{field.column}; "
                "correct its name"
            )
        new = Counter(_values(found, field.column)) - Counter(_values(known, field.column))
        for value in new:
            title = f"entry in {field.table}, {field.column}"
            yield Piece(0, "field", title, value, (f"readers of {field.table}",))


def _place(table: Shown, column: str) -> int | None:
    names = [each.name.casefold() for each in table.columns]
    return names.index(column.casefold()) if column.casefold() in names else None


def _values(table: Shown | None, column: str) -> list[str]:
    place = None if table is None else _place(table, column)
    if table is None or place is None:
        return []
    return [text for row in table.rows if (text := str(row[place] or "").strip())]


def _summary(messages: Sequence[ChatMessage]) -> Iterator[Piece]:
    for number, message in enumerate(messages, start=1):
        for call in getattr(message, "tool_calls", None) or []:
            text = str(call.arguments.get("summary") or "").strip()
            if call.function == FINISH and text:
                title = "closing summary for whoever gave the task"
                yield Piece(0, "summary", title, text, (TASK_GIVER,), message=number)
