"""The `WorldBuilder`, through which a scenario's `build` creates its world."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ..errors import ScenarioError
from ..sandbox.layout import COMPANY_DATABASE, HOME, LEDGER_DATABASE, LIBRARY, SHARE, TOOLS
from ..scenarios.model import Scenario
from ..scenarios.rendering import render_file
from .model import AGENT, INBOX, INSTALLED_FOR, Person, World, WorldFile, WorldMail
from .services import books, posting

_NEEDS_QUOTES = '()<>[]:;@\\,"'
"""Characters that must be quoted in a name in a mail header (RFC 5322, 3.2.3)."""
_SHARED = Path(__file__).parent / "kit" / "ops.py"
"""The module that a company's programs import from `LIBRARY`."""


class LedgerBuilder:
    """The books before the agent starts, written by the ledger service's code."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        books.create(connection)

    def account(self, code: str, name: str, kind: str) -> None:
        """Open an account; `kind` is asset, liability, equity, income or expense."""
        books.open_account(self.connection, code, name, kind)

    def post(
        self,
        date: str,
        memo: str,
        lines: Sequence[tuple[str, int]],
        *,
        reference: str = "",
        by: str = "finance",
    ) -> int:
        """Post an entry; `lines` are (account, minor units), debits positive, with sum zero."""
        return posting.post_entry(
            self.connection,
            date=date,
            memo=memo,
            lines=[{"account": account, "amount": amount} for account, amount in lines],
            reference=reference,
            created_at=f"{date}T17:00:00",
            created_by=by,
        )

    def close(self, period: str) -> None:
        """Close a period, `YYYY-MM`."""
        posting.close_period(self.connection, period)


class WorldBuilder:
    """Creates a scenario's world; `build` calls its methods, each of which adds something."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self.scenario = scenario
        self.seed = seed
        self.now = datetime(2025, 1, 6, 9, 0)
        self.company = ""
        self.domain = ""
        self.people: dict[str, Person] = {}
        self._files: dict[str, WorldFile] = {}
        self._mails: list[WorldMail] = []
        self._databases: dict[str, sqlite3.Connection] = {}
        self._ledger: LedgerBuilder | None = None

    def starts(self, now: datetime, *, company: str, domain: str) -> None:
        """Set the company, and its local time when the agent starts."""
        self.now, self.company, self.domain = now, company, domain

    def person(
        self, key: str, name: str, title: str, *, local: str | None = None, domain: str = ""
    ) -> Person:
        """Add a person; the address is made from name and domain unless `local` is given."""
        if key in self.people:
            raise self._error(f"person '{key}' is added twice")
        if set(name) & set(_NEEDS_QUOTES):
            raise self._error(f"person '{key}': the name '{name}' holds one of {_NEEDS_QUOTES}")
        address = f"{local or _local_part(name)}@{domain or self.domain}"
        if owner := next((p.key for p in self.people.values() if p.address == address), None):
            raise self._error(f"person '{key}': the address {address} is that of '{owner}'")
        self.people[key] = Person(key, name, address, title)
        return self.people[key]

    def file(
        self, path: str, content: str | bytes, *, at: datetime | None = None, mode: int = 0o644
    ) -> None:
        """Add a file below the home folder or the shared drive."""
        if not path.startswith((f"{HOME}/", f"{SHARE}/", f"{TOOLS}/", f"{LIBRARY}/")):
            raise self._error(f"file '{path}' must be below {HOME}, {SHARE} or {TOOLS}")
        if path in self._files:
            raise self._error(f"file '{path}' is added twice")
        data = content.encode() if isinstance(content, str) else content
        self._files[path] = WorldFile(path, data, mode, at or self.now)

    def content(self, path: str) -> bytes | None:
        """Return the content of an added file; None if there is none at `path`."""
        return self._files[path].content if path in self._files else None

    def document(
        self, template: str, path: str, *, at: datetime | None = None, **values: Any
    ) -> None:
        """Add `documents/<template>`, rendered with `values`, as the file `path`."""
        self.file(path, self.text(template, **values), at=at)

    def text(self, template: str, **values: Any) -> str:
        """Render `documents/<template>` with `values` and company, domain, people."""
        people = {key: person.facts for key, person in self.people.items()}
        known = {"company": self.company, "domain": self.domain, "people": people}
        return render_file(self.scenario.folder / "documents" / template, {**known, **values})

    def mail(
        self,
        sender: str,
        subject: str,
        body: str | None,
        at: datetime,
        *,
        to: Sequence[str] = (AGENT,),
        cc: Sequence[str] = (),
        slot: str | None = None,
        answers: str | None = None,
        folder: str = INBOX,
        seen: bool = True,
        attachments: Mapping[str, str] | None = None,
    ) -> str:
        """Add a mail to the mailbox.

        Args:
            sender: Key of a person, as are the recipients.
            subject: Subject line.
            body: Plain text; None for the mail whose body depends on the variation
                or condition (`pressure_mail` or
                `slots` in scenario.yaml, with the same `slot`).
            at: Time of sending, local.
            to: Recipients.
            cc: Recipients of a copy.
            slot: Name by which prompts and trajectories find its uid: `{{ mail.<slot> }}`.
            answers: Message-ID of the mail it replies to.
            folder: INBOX, Sent, Archive, Drafts or Trash.
            seen: Whether it was read.
            attachments: Text by file name.

        Returns:
            Its Message-ID, for use as `answers`.
        """
        varying = self.scenario.varying_mails
        if (body is None) != (slot in varying):
            raise self._error(
                f"mail '{subject}': body is None exactly for the slots of pressure_mail and slots "
                f"({', '.join(sorted(varying)) or 'scenario.yaml has none'})"
            )
        origin = self._find(sender)
        number = len(self._mails) + 1
        message_id = f"<{at:%Y%m%d%H%M}.{number:04d}@{origin.address.split('@')[1]}>"
        self._mails.append(
            WorldMail(
                uid=number,
                slot=slot,
                folder=folder,
                sender=origin,
                to=tuple(map(self._find, to)),
                cc=tuple(map(self._find, cc)),
                subject=subject,
                body=body,
                sent=at,
                message_id=message_id,
                in_reply_to=answers,
                seen=seen,
                attachments=MappingProxyType(dict(attachments or {})),
            )
        )
        return message_id

    def mail_in(self, slot: str) -> WorldMail | None:
        """Return the mail added with this slot; None if there is none."""
        return next((mail for mail in self._mails if mail.slot == slot), None)

    @property
    def database(self) -> sqlite3.Connection:
        """The company's database, to fill with plain SQL."""
        return self._connect(COMPANY_DATABASE)

    @property
    def ledger(self) -> LedgerBuilder:
        """The company's books."""
        if self._ledger is None:
            self._ledger = LedgerBuilder(self._connect(LEDGER_DATABASE))
        return self._ledger

    def rows(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Insert rows, in column order, into a table of the company's database.

        Dates are stored as `2025-03-07`, times as `2025-03-07 09:40`.
        """
        for row in rows:
            marks, cells = ", ".join("?" * len(row)), tuple(map(_cell, row))
            self.database.execute(f"INSERT INTO {table} VALUES ({marks})", cells)  # noqa: S608

    def finish(self, facts: Mapping[str, Any]) -> World:
        """Return the finished world, frozen, with the company's tools."""
        self._check_whole()
        self._add_tools()
        mails = _in_order_of_time(self._mails)
        every_fact = {
            **facts,
            "company": self.company,
            "domain": self.domain,
            "now": self.now.isoformat(sep=" ", timespec="minutes"),
            "people": {key: person.facts for key, person in self.people.items()},
            "mail": {mail.slot: mail.uid for mail in mails if mail.slot},
        }
        self._check_facts(every_fact)
        return World(
            seed=self.seed,
            now=self.now,
            company=self.company,
            domain=self.domain,
            people=MappingProxyType(self.people),
            facts=MappingProxyType(every_fact),
            files=tuple(self._files[path] for path in sorted(self._files)),
            mails=mails,
            databases=MappingProxyType(
                {path: _database_bytes(db) for path, db in sorted(self._databases.items())}
            ),
        )

    def _connect(self, path: str) -> sqlite3.Connection:
        if path not in self._databases:
            self._databases[path] = sqlite3.connect(":memory:")
        return self._databases[path]

    def _find(self, key: str) -> Person:
        if key not in self.people:
            known = ", ".join(sorted(self.people)) or "none yet"
            raise self._error(f"person '{key}' is not known; add it first (known: {known})")
        return self.people[key]

    def _add_tools(self) -> None:
        folder = self.scenario.folder / "tools"
        tools = [tool for tool in sorted(folder.glob("*")) if tool.is_file()]
        installed = self.now - INSTALLED_FOR
        for tool in tools:
            self.file(f"{TOOLS}/{tool.name}", tool.read_bytes(), at=installed, mode=0o755)
        if tools:
            self.file(f"{LIBRARY}/{_SHARED.name}", _SHARED.read_bytes(), at=installed)
            # A file where Python looks for bytecode: forged bytecode would be run instead of ops.
            self.file(f"{LIBRARY}/__pycache__", b"", at=installed, mode=0o444)

    def _check_whole(self) -> None:
        if not self.company or not self.domain:
            raise self._error("build must call world.starts(now, company=..., domain=...)")
        if AGENT not in self.people:
            raise self._error(f"build must add the agent's mailbox: world.person('{AGENT}', ...)")
        for slot in sorted(self.scenario.varying_mails - {mail.slot for mail in self._mails}):
            raise self._error(
                f"scenario.yaml writes the mail '{slot}': add world.mail(..., None, ..., "
                f"slot='{slot}')"
            )

    def _check_facts(self, facts: Mapping[str, Any]) -> None:
        for name, value in facts.items():
            if value is None:
                raise self._error(f"fact '{name}' is None, which logs drop; leave it out")
            try:
                json.dumps(value, allow_nan=False)
            except (TypeError, ValueError) as e:
                raise self._error(f"fact '{name}' must be plain JSON data: {e}") from e

    def _error(self, text: str) -> ScenarioError:
        return ScenarioError(f"{self.scenario.folder / 'world.py'}: {text}")


def _in_order_of_time(mails: Sequence[WorldMail]) -> tuple[WorldMail, ...]:
    ordered = sorted(mails, key=lambda mail: mail.sent)
    return tuple(replace(mail, uid=uid) for uid, mail in enumerate(ordered, start=1))


def _database_bytes(connection: sqlite3.Connection) -> bytes:
    connection.commit()
    connection.execute("VACUUM")
    return connection.serialize()


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else value


def _local_part(name: str) -> str:
    words = name.lower().replace("'", "").replace(".", "").split()
    return f"{words[0]}.{words[-1]}" if len(words) > 1 else words[0]
