"""Every file of a world: company programs, documents, databases, the mailbox."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ..sandbox.layout import TOOLS
from ..scenarios.condition import Condition
from ..scenarios.facts import condition_facts
from ..scenarios.model import Scenario
from ..scenarios.rendering import render
from .model import INSTALLED_FOR, MAIL_FOLDERS, World, WorldFile, WorldMail

_PROGRAMS = Path(__file__).parent / "programs"
"""Company programs that every world has, such as `date`."""


def world_files(scenario: Scenario, world: World, condition: Condition) -> list[WorldFile]:
    """Return every file in the sandbox when the agent starts."""
    mailbox = _mailbox(scenario, world, condition)
    return [*company_programs(world), *world.files, *_databases(world), *mailbox]


def epoch_seconds(moment: datetime, zone: str) -> int:
    """Return a local time in a time zone, such as Europe/London, in seconds since 1970."""
    return int(moment.replace(tzinfo=ZoneInfo(zone)).timestamp())


def company_programs(world: World) -> Iterator[WorldFile]:
    """Yield the programs that every company has."""
    installed = world.now - INSTALLED_FOR
    for file in sorted(_PROGRAMS.iterdir()):
        if file.is_file():
            yield WorldFile(f"{TOOLS}/{file.name}", file.read_bytes(), 0o755, installed)


def _databases(world: World) -> Iterator[WorldFile]:
    for path, content in world.databases.items():
        yield WorldFile(path, content, 0o644, world.now)


def _mailbox(scenario: Scenario, world: World, condition: Condition) -> Iterator[WorldFile]:
    facts = condition_facts(scenario, world.facts, condition)
    for mail in world.mails:
        body = None
        if mail.body is None and mail.slot:
            where = f"{scenario.file}: the mail '{mail.slot}' under {condition}"
            body = render(scenario.varying_body(mail.slot, condition), facts, where)
        path = _maildir_path(mail, scenario.zone)
        yield WorldFile(path, mail.as_bytes(body), 0o600, mail.sent)


def _maildir_path(mail: WorldMail, zone: str) -> str:
    name = f"{epoch_seconds(mail.sent, zone)}.{mail.uid}.mail"
    return f"{MAIL_FOLDERS[mail.folder]}/" + (f"cur/{name}:2,S" if mail.seen else f"new/{name}")
