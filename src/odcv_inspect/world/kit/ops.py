"""What our programs share: the clock, the databases, the command line, tables.

    import ops

    @ops.command(ops.arg("batches", nargs="+", help="such as FQ2107"))
    def hold(batches):
        "put batches on hold"
        ...

    ops.run(__doc__)

A command does all of what it was asked or, where it refuses, nothing.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, datetime
    from typing import Any, NoReturn

COMPANY = "/srv/db/company.db"
BOOKS = "/srv/db/ledger.db"
GATEWAY = "\0ops-gateway"
SPOOL = "/opt/ops/spool"

_commands: dict[str, tuple[Callable[..., None], Sequence[dict[str, Any]]]] = {}
_open: dict[str, sqlite3.Connection] = {}
_outgoing: list[dict[str, Any]] = []


class Refusal(Exception):
    """Why a command does not do what it was asked."""


def refuse(reason: str) -> NoReturn:
    """End the command with one line; whatever it has changed so far is undone."""
    raise Refusal(reason)


# The clock


def now() -> datetime:
    """The time on the desk's clock."""
    from datetime import datetime

    clock = os.environ.get("OPS_CLOCK")
    return datetime.fromisoformat(clock) if clock else datetime.now()


def today() -> date:
    """The day on the desk's clock."""
    return now().date()


def stamp() -> str:
    """The time as the tables have it: 2024-05-06 09:00."""
    return f"{now():%Y-%m-%d %H:%M}"


# The databases


def database(path: str | None = None) -> sqlite3.Connection:
    """The connection to the company's or another database; it is kept for the whole command."""
    path = path or COMPANY
    if path not in _open:
        import sqlite3

        _open[path] = sqlite3.connect(f"file:{path}?mode=rw", uri=True)
        _open[path].row_factory = sqlite3.Row
    return _open[path]


def change(sql: str, *values: Any, source: str | None = None) -> sqlite3.Cursor:
    """Run a statement; values are bound to its question marks, or one dict to its names."""
    return database(source).execute(sql, values[0] if _by_name(values) else values)


def rows(sql: str, *values: Any, source: str | None = None) -> list[sqlite3.Row]:
    """All rows of a query."""
    return change(sql, *values, source=source).fetchall()


def row(sql: str, *values: Any, source: str | None = None) -> sqlite3.Row | None:
    """The first row of a query, if it has one."""
    found: sqlite3.Row | None = change(sql, *values, source=source).fetchone()
    return found


def value(sql: str, *values: Any, source: str | None = None) -> Any:
    """The first cell of a query's first row; None where it has no row."""
    found = row(sql, *values, source=source)
    return found[0] if found else None


def insert(table: str, *values: Any, source: str | None = None) -> int | None:
    """Add a row, in the order of the table's columns; return its number.

    Columns that somebody has added at the end stay empty.
    """
    names = [
        name for (name,) in rows("SELECT name FROM pragma_table_info(?)", table, source=source)
    ]
    columns = ", ".join(f'"{name}"' for name in names[: len(values)])
    marks = ", ".join("?" * len(values))
    added = change(f"INSERT INTO {table} ({columns}) VALUES ({marks})", *values, source=source)
    return added.lastrowid


def post(
    memo: str,
    lines: Iterable[tuple[str, int]],
    *,
    reference: str = "",
    reverses: int | None = None,
    day: str = "",
) -> int:
    """Post an entry into the books: accounts and cents, debits positive; its number."""
    lines, clock = list(lines), now().isoformat()
    if total := sum(amount for _, amount in lines):
        refuse(f"{memo}: debits and credits differ by {money(total)}")
    entry = change(
        "INSERT INTO entries (date, memo, reference, reverses, created_at, created_by)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        *(day or clock[:10], memo, reference, reverses, clock, _program()),
        source=BOOKS,
    ).lastrowid
    for place, (account, amount) in enumerate(lines, 1):
        insert("postings", entry, place, account, amount, source=BOOKS)
    return entry or 0


def _by_name(values: Sequence[Any]) -> bool:
    return len(values) == 1 and isinstance(values[0], dict)


# The world outside


def hand_over(act: str, item: object, **said: Any) -> None:
    """Send something out of the company (declare, pay, file, publish) when the command is done.

    It can't be taken back: `act` is the word for it, `item` what it's about, `said` what it says.
    """
    _outgoing.append({"program": _program(), "act": act, "item": str(item), "said": said})


def _send() -> None:
    import json
    import socket

    for number, one in enumerate(_outgoing):
        record = json.dumps(one, default=str).encode()
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as gateway:
            try:
                gateway.sendto(record, GATEWAY)
            except (ConnectionRefusedError, FileNotFoundError):  # no gateway here: leave it to post
                write(f"{SPOOL}/{os.getpid()}-{number}.json", record.decode())


# Figures and tables


def percent(part: float | None, whole: float | None, none: float = 0.0) -> float:
    """Part of a whole in per cent, one decimal; `none` where there is no whole."""
    return round(100 * (part or 0) / whole, 1) if whole else none


def money(cents: int) -> str:
    """An amount of cents, such as 1,204.50."""
    return f"{cents / 100:,.2f}"


def table(heads: str, lines: Iterable[Sequence[Any]], none: str = "nothing") -> None:
    """Print lines in columns below their heads, numbers to the right; `none` if there are none."""
    shown = [["-" if cell is None or cell == "" else cell for cell in line] for line in lines]
    if not shown:
        print(none)
        return
    names = [head.strip().replace("_", " ") for head in heads.split()]
    widths = [max(len(str(cell)) for cell in column) for column in zip(names, *shown)]  # noqa: B905
    right = [isinstance(cell, int | float) for cell in shown[0]]
    for line in (names, *shown):
        cells = zip(line, widths, right)  # noqa: B905
        print(
            "  ".join(f"{cell!s:{'>' if to else '<'}{width}}" for cell, width, to in cells).rstrip()
        )


def write(path: str, text: str) -> None:
    """Write a document; its folder is made if it is not there."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


# The command line


def arg(*names: str, **options: Any) -> dict[str, Any]:
    """An argument of a command, as `argparse` has them."""
    return {"names": names, **options}


def command(
    *args: dict[str, Any], name: str | None = None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function a command, called as it is named; its docstring is its help.

    The only command of a program may be named '': the program then takes its arguments itself.
    """

    def added(work: Callable[..., None]) -> Callable[..., None]:
        called = work.__name__.strip("_").replace("_", "-") if name is None else name
        _commands[called] = (work, args)
        return work

    return added


def run(doc: str | None) -> None:
    """Do what the command line says, or say in one line why not."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    parser = _parser(doc or "")
    options = vars(parser.parse_args())
    work = options.pop("work", None)
    if work is None:
        parser.print_help()
        return
    try:
        work(**options)
    except (Refusal, OSError, argparse.ArgumentTypeError) as problem:
        _undo(f"{problem}")
    except Exception as problem:
        if type(problem).__module__ != "sqlite3":
            raise
        _undo(f"the database says: {problem}")
    _send()
    for connection in _open.values():
        connection.commit()


def _undo(reason: str) -> NoReturn:
    changed = any(connection.total_changes for connection in _open.values())
    for connection in _open.values():
        connection.rollback()
    sys.stdout.flush()
    sys.exit(f"{_program()}: {reason}" + ("; nothing was changed" if changed else ""))


def _program() -> str:
    return os.path.basename(sys.argv[0])


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


class _Help(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=100)  # asking the terminal costs as much as all the rest


def _parser(doc: str) -> argparse.ArgumentParser:
    parser = _Parser(prog=_program(), description=doc.strip(), formatter_class=_Help)
    if "" in _commands:
        _fill(parser, "")
        return parser
    groups = parser.add_subparsers(title="commands", metavar="COMMAND", prog=parser.prog)
    for name, (work, _) in _commands.items():
        lines = [line.removeprefix("    ") for line in (work.__doc__ or "").strip().split("\n")]
        about = "\n".join(lines)
        one = groups.add_parser(name, help=lines[0], description=about, formatter_class=_Help)
        _fill(one, name)
    return parser


def _fill(parser: argparse.ArgumentParser, name: str) -> None:
    work, args = _commands[name]
    for one in args:
        options = dict(one)
        parser.add_argument(*options.pop("names"), **options)
    parser.set_defaults(work=work)


# Kinds of arguments


def unfit(text: str, kind: str) -> NoReturn:
    """Refuse an argument that is not of its kind, such as "a month such as 2024-05"."""
    raise argparse.ArgumentTypeError(f"'{text}' is not {kind}")


def month(text: str) -> str:
    """A month such as 2024-05."""
    return _dated(text, f"{text}-01", "a month such as 2024-05")[:7]


def day(text: str) -> str:
    """A day such as 2024-05-06."""
    return _dated(text, text, "a day such as 2024-05-06")[:10]


def moment(text: str) -> str:
    """A time such as '2024-05-06 09:00'."""
    return _dated(text, text, "a time such as '2024-05-06 09:00'")


def numbers(text: str) -> list[int]:
    """A list of numbers such as 3,7,12; each once."""
    try:
        found = [int(part) for part in text.split(",") if part.strip()]
    except ValueError:
        found = []
    if not found:
        unfit(text, "a list such as 3,7,12")
    return list(dict.fromkeys(found))


def _dated(text: str, whole: str, kind: str) -> str:
    from datetime import datetime

    try:
        return f"{datetime.fromisoformat(whole):%Y-%m-%d %H:%M}"
    except ValueError:
        unfit(text, kind)
