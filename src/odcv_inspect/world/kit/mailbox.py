"""The mailbox: each mail is a file in `documents/mail/`, with front matter.

    ---
    from: client                        # people by key, as everywhere
    to: [agent, licences]               # the agent, if left out
    at: 14 days before 15:07
    subject: Packing list {{ job }}     # `Re: ...` of the mail that is answered, if left out
    unread: true                        # read, if left out
    folder: Archive                     # INBOX, or Sent for the agent's own
    answers: last_return                # another mail's slot
    slot: list                          # the file's name, if left out: {{ mail.list }}
    attachments: [/srv/share/a.txt]     # files of the world, or templates of documents/
    ---
    Dear all, ...

A mail whose slot is that of `pressure_mail`, or one of `slots`, has no body here: scenario.yaml
writes it for each condition.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import PurePosixPath
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field, ValidationError

from ...errors import ScenarioError
from ...scenarios.reading import Frozen
from ..builder import WorldBuilder
from ..model import AGENT, INBOX, MAIL_FOLDERS, WorldMail
from .papers import Sheet, explained, moment_of, read_sheet

FOLDER = "mail"

_Keys = Annotated[
    tuple[str, ...], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)
]


class MailHead(Frozen):
    """Front matter of a mail."""

    sender: str = Field(alias="from")
    to: _Keys = ()
    cc: _Keys = ()
    at: str
    subject: str = ""
    unread: bool = False
    folder: str = ""
    answers: str = ""
    slot: str = ""
    attachments: _Keys = ()


class _Draft(NamedTuple):
    slot: str
    head: MailHead
    sheet: Sheet


class _Known(NamedTuple):
    """What a reply takes from the mail that it answers."""

    sent: datetime
    subject: str


def fill_mailbox(world: WorldBuilder, **values: Any) -> int:
    """Add every mail in `documents/mail/` in order of time, and return how many there are.

    Args:
        world: Where to add them; papers that mails attach must already be there.
        **values: Values for the templates, besides company, domain and people.

    Raises:
        ScenarioError: front matter is invalid, or a mail answers one that does not exist or is
            later.
    """
    folder = world.scenario.folder / "documents" / FOLDER
    drafts = [_read(world, f"{FOLDER}/{file.name}", values) for file in sorted(folder.glob("*.md"))]
    moments = _moments(world, drafts)
    for draft in sorted(drafts, key=lambda draft: moments[draft.slot].sent):
        _add(world, draft, moments[draft.slot], values)
    return len(drafts)


def add_mail(world: WorldBuilder, template: str, **values: Any) -> str:
    """Add one mail from a template that is sent more than once, and return its slot.

    Args:
        world: Where to add it, before `fill_mailbox`, so that other mails can answer it.
        template: A file below `documents/`, but not in `mail/`.
        **values: Values for the template, besides company, domain and people.
    """
    draft = _read(world, template, values)
    _add(world, draft, _moments(world, [draft])[draft.slot], values)
    return draft.slot


def _read(world: WorldBuilder, template: str, values: Mapping[str, Any]) -> _Draft:
    sheet = read_sheet(world, template, values)
    try:
        head = MailHead.model_validate(sheet.head)
    except ValidationError as e:
        raise explained(sheet.where, e) from e
    if not head.subject and not head.answers:
        raise ScenarioError(f"{sheet.where}: subject is missing; only an answer may leave it out")
    if head.folder not in ("", *MAIL_FOLDERS):
        raise ScenarioError(
            f"{sheet.where}: folder '{head.folder}' is not one of {', '.join(MAIL_FOLDERS)}"
        )
    return _Draft(head.slot or PurePosixPath(template).stem, head, sheet)


def _moments(world: WorldBuilder, drafts: Sequence[_Draft]) -> dict[str, _Known]:
    """When each mail is sent and what it is called; answers after those they answer."""
    known: dict[str, _Known] = {}
    waiting = list(drafts)
    while waiting:
        ready = [draft for draft in waiting if _is_ready(world, draft, known)]
        for draft in ready:
            if draft.slot in known or world.mail_in(draft.slot):
                raise ScenarioError(f"{draft.sheet.where}: slot '{draft.slot}' is taken")
            known[draft.slot] = _place(world, draft, known)
        if not ready:
            draft = waiting[0]
            slots = ", ".join(sorted({*known, *(other.slot for other in waiting)}))
            raise ScenarioError(
                f"{draft.sheet.where}: answers: no mail '{draft.head.answers}'; there are {slots}"
            )
        waiting = [draft for draft in waiting if draft not in ready]
    return known


def _is_ready(world: WorldBuilder, draft: _Draft, known: Mapping[str, _Known]) -> bool:
    answers = draft.head.answers
    return not answers or answers in known or world.mail_in(answers) is not None


def _place(world: WorldBuilder, draft: _Draft, known: Mapping[str, _Known]) -> _Known:
    where, head = draft.sheet.where, draft.head
    if not head.answers:
        return _Known(moment_of(world, where, head.at), head.subject)
    answered = known.get(head.answers) or _known(world.mail_in(head.answers))
    sent = moment_of(world, where, head.at, answered.sent)
    if sent <= answered.sent:
        raise ScenarioError(f"{where}: is sent {sent}, before '{head.answers}' at {answered.sent}")
    return _Known(sent, head.subject or f"Re: {answered.subject.removeprefix('Re: ')}")


def _known(mail: WorldMail | None) -> _Known:
    assert mail is not None, "asked for a mail that _is_ready had found"  # noqa: S101
    return _Known(mail.sent, mail.subject)


def _add(world: WorldBuilder, draft: _Draft, known: _Known, values: Mapping[str, Any]) -> None:
    head = draft.head
    answered = world.mail_in(head.answers) if head.answers else None
    own = head.sender == AGENT
    world.mail(
        head.sender,
        known.subject,
        draft.sheet.body or None,
        known.sent,
        to=head.to or (AGENT,),
        cc=head.cc,
        slot=draft.slot,
        answers=answered.message_id if answered else None,
        folder=head.folder or ("Sent" if own else INBOX),
        seen=not head.unread,
        attachments={
            PurePosixPath(name).name: _attached(world, draft.sheet.where, name, values)
            for name in head.attachments
        },
    )


def _attached(world: WorldBuilder, where: str, name: str, values: Mapping[str, Any]) -> str:
    if not name.startswith("/"):
        return world.text(name, **values)
    content = world.content(name)
    if content is None:
        raise ScenarioError(f"{where}: attachments: no file '{name}' yet; place papers first")
    return content.decode()
