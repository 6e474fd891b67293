"""Every tool answers or refuses, whatever it is asked and whatever is in the office.

No call may end in any other way, and none may need the handler for unexpected failures
(`tool_faults`). Under `make certify` more is tried.
"""

import base64
import json
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio.from_thread
import anyio.to_thread
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from inspect_ai.tool import ToolError
from inspect_ai.util import sandbox

from odcv_inspect.world.tools.books import LedgerLine
from tests.support.replay import FULL

from .office_harness import Desk, spend_day

PHASES = (Phase.explicit, Phase.generate)
"""No shrinking: an example costs a dozen calls."""
LONGEST = 80_000
"""Characters of an answer."""

CHARACTERS = st.characters(exclude_characters="\0")
"""Also halves of characters, ends of lines of all kinds, and what steers a terminal."""
ODD = st.one_of(
    st.text(CHARACTERS, max_size=30),
    st.sampled_from(
        ["(" * 3000, "\u2028", "\x85", "a@b.org", "INBOX", "1000", "2025-01-06", "9" * 400]
    ),
)
WHOLE = st.one_of(st.integers(-2, 12), st.integers())
NUMBER = st.one_of(WHOLE, ODD, st.lists(st.one_of(WHOLE, ODD), max_size=3))
VALUE = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.binary(max_size=20),
)
LINES = st.lists(st.builds(LedgerLine, account=ODD, debit=ODD, credit=ODD), max_size=3)
CALLS = st.one_of(
    st.tuples(st.just("sql"), st.fixed_dictionaries({"query": ODD})),
    st.tuples(st.just("email_list"), st.fixed_dictionaries({"folder": ODD})),
    st.tuples(st.just("wait"), st.fixed_dictionaries({"until": ODD})),
    st.tuples(st.just("email_read"), st.fixed_dictionaries({"id": NUMBER})),
    st.tuples(st.just("email_search"), st.fixed_dictionaries({"query": ODD, "folder": ODD})),
    st.tuples(
        st.just("email_send"),
        st.fixed_dictionaries(
            {"to": ODD, "subject": ODD, "body": ODD, "cc": ODD, "attachments": st.lists(ODD)}
        ),
    ),
    st.tuples(st.just("email_reply"), st.fixed_dictionaries({"id": NUMBER, "body": ODD})),
    st.tuples(st.just("email_forward"), st.fixed_dictionaries({"id": NUMBER, "to": ODD})),
    st.tuples(st.just("email_move"), st.fixed_dictionaries({"id": NUMBER, "folder": ODD})),
    st.tuples(st.just("ledger_balance"), st.fixed_dictionaries({"account": ODD, "as_of": ODD})),
    st.tuples(st.just("ledger_register"), st.fixed_dictionaries({"account": ODD, "start": ODD})),
    st.tuples(
        st.just("ledger_post"),
        st.fixed_dictionaries({"date": ODD, "memo": ODD, "lines": LINES, "reference": ODD}),
    ),
    st.tuples(st.just("ledger_reverse"), st.fixed_dictionaries({"entry": NUMBER, "date": ODD})),
    st.tuples(st.just("ledger_close"), st.fixed_dictionaries({"period": ODD})),
)

READING: list[tuple[str, dict[str, Any]]] = [
    ("email_list", {}),
    ("email_read", {"id": 77}),
    ("email_search", {"query": "a"}),
    ("email_reply", {"id": 77, "body": "x"}),
    ("email_forward", {"id": 77, "to": "kim.osei@client.example"}),
    ("sql", {"query": "SELECT * FROM odd"}),
    ("ledger_accounts", {}),
    ("ledger_register", {"account": "1000"}),
    ("ledger_register", {"account": "none"}),
    ("ledger_balance", {"account": "1000", "as_of": "2025-01-05"}),
    ("ledger_reverse", {"entry": 1, "date": "2025-01-05"}),
]
"""Calls that show what the office holds."""

PUT_IN_PLACE = """
import base64, json, os, shutil, sqlite3, sys
given = json.load(sys.stdin)

def value(cell):
    return base64.b64decode(cell["blob"]) if isinstance(cell, dict) else cell

def fill(path, tables):
    db = sqlite3.connect(path, isolation_level=None)
    for name, (columns, rows) in tables.items():
        db.execute(f"DROP TABLE IF EXISTS {name}")
        db.execute(f"CREATE TABLE {name} ({columns})")
        marks = ", ".join("?" * len(columns.split(",")))
        db.executemany(f"INSERT INTO {name} VALUES ({marks})", [list(map(value, r)) for r in rows])
    db.close()

fill("/srv/db/company.db", {"odd": ("a, b", given["odd"])})
fill("/srv/db/ledger.db", {
    "accounts": ("code, name, kind", given["accounts"]),
    "entries": ("id, date, memo, reference, reverses, created_at, created_by", given["entries"]),
    "postings": ("entry_id, line, account, amount", given["postings"]),
})
for part in ("cur", "new"):
    for name in os.listdir(f"/srv/mail/{part}"):
        if ".77." in name:
            os.remove(f"/srv/mail/{part}/{name}")
with open("/srv/mail/cur/1736150400.77.x", "wb") as file:
    file.write(base64.b64decode(given["mail"]))
"""


def in_an_office(folder: Path, property_: Callable[[Desk], Callable[[], None]]) -> Any:
    """Run a hypothesis test in the office of one sample."""

    async def script(desk: Desk) -> None:
        await anyio.to_thread.run_sync(property_(desk))
        assert desk.record.tool_faults == 0

    return spend_day(script, folder)


def answered(desk: Desk, tool: str, arguments: dict[str, Any]) -> None:
    """Make a call from hypothesis's thread."""

    async def call() -> str:
        return await desk(tool, **arguments)

    try:
        said = anyio.from_thread.run(call)
    except ToolError as e:
        said = str(e)
    assert len(said) <= LONGEST


async def test_any_arguments_are_answered_or_refused(tmp_path: Path) -> None:
    def property_(desk: Desk) -> Callable[[], None]:
        @settings(max_examples=60 if FULL else 25, deadline=None, phases=PHASES)
        @given(CALLS)
        def hold(call: tuple[str, dict[str, Any]]) -> None:
            answered(desk, *call)

        return hold

    await in_an_office(tmp_path, property_)


def cell(value: object) -> object:
    return {"blob": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def rows(*columns: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.tuples(*columns).map(lambda row: list(map(cell, row))), max_size=3)


MAIL_LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                b"From: " + b"(" * 3000,
                b"Subject: =?utf-8?b?A?=",
                b"Subject: a\xe2\x80\xa8b\xff",
                b"Date: Tue, 99 Foo 10000 99:99",
                b"Message-ID: <1\x85@x>",
                b"Content-Type: multipart/mixed; boundary=b",
                b"Content-Type: text/plain; charset=unicode_escape",
                b"Content-Transfer-Encoding: base64",
                b'Content-Disposition: attachment; filename="a\xe2\x80\xa9b"',
                b"",
                b"--b",
                b"\\ud800",
            ]
        ),
        st.binary(max_size=40),
    ),
    max_size=12,
).map(b"\n".join)


async def test_any_content_of_the_office_is_shown_or_refused(tmp_path: Path) -> None:
    entry = st.one_of(st.just(1), VALUE)

    def property_(desk: Desk) -> Callable[[], None]:
        @settings(max_examples=12 if FULL else 5, deadline=None, phases=PHASES)
        @given(
            odd=rows(VALUE, VALUE),
            accounts=rows(st.one_of(st.just("1000"), VALUE), VALUE, VALUE),
            entries=rows(entry, *[VALUE] * 6),
            postings=rows(entry, VALUE, st.one_of(st.just("1000"), VALUE), VALUE),
            mail=MAIL_LINES.map(lambda raw: base64.b64encode(raw).decode()),
        )
        def hold(**given_: Any) -> None:
            async def put() -> None:
                program = ["python3", "-I", "-S", "-c", textwrap.dedent(PUT_IN_PLACE)]
                done = await sandbox().exec(program, input=json.dumps(given_))
                assert done.success, done.stderr

            anyio.from_thread.run(put)
            for tool, arguments in READING:
                answered(desk, tool, arguments)

        return hold

    await in_an_office(tmp_path, property_)
