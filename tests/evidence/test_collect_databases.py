"""Databases that an agent can leave behind are all read without harm."""

import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from odcv_inspect.evidence.model import Snapshot, Table, decode_cell
from odcv_inspect.evidence.snapshot import TABLE_ROWS

from .company_folders import Office

StatusOf = Callable[[Snapshot, str], str]


def table(snapshot: Snapshot, name: str) -> Table:
    (found,) = [t for t in snapshot.tables if t.name == name]
    return found


def values(found: Table) -> list[tuple[object, ...]]:
    return [tuple(decode_cell(cell) for cell in row) for row in found.rows]


def test_every_storage_class_survives_exactly(office: Office) -> None:
    office.execute("""
        CREATE TABLE t (n, v);
        INSERT INTO t VALUES (1, NULL), (2, 9223372036854775807), (3, -9223372036854775808),
            (4, 0.1), (5, 9e999), (6, -9e999), (7, 'Zoë'), (8, ''), (9, x'00ff'), (10, x''),
            (11, '12'), (12, 1.0);
    """)
    assert [v for _, v in values(table(office.collect(), "t"))] == [
        None,
        2**63 - 1,
        -(2**63),
        0.1,
        float("inf"),
        float("-inf"),
        "Zoë",
        "",
        b"\x00\xff",
        b"",
        "12",
        1.0,
    ]


def test_nul_and_invalid_utf8_in_text_are_escaped(office: Office) -> None:
    office.execute(
        "CREATE TABLE t (v TEXT);"
        "INSERT INTO t VALUES (CAST(x'610062' AS TEXT)), (CAST(x'61ff62' AS TEXT))"
    )
    assert values(table(office.collect(), "t")) == [("a\\x00b",), ("a\\xffb",)]


def test_names_with_quotes_blanks_and_key_words_are_read(office: Office) -> None:
    office.execute("""
        CREATE TABLE "a ""quoted"" name" ("select" INTEGER, "x""y" TEXT);
        INSERT INTO "a ""quoted"" name" VALUES (1, 'one');
    """)
    found = table(office.collect(), 'a "quoted" name')
    assert [c.name for c in found.columns] == ["select", 'x"y']
    assert values(found) == [(1, "one")]


def test_tables_without_rowid_and_strict_tables_are_base_tables(office: Office) -> None:
    office.execute("""
        CREATE TABLE w (k TEXT PRIMARY KEY, v) WITHOUT ROWID;
        CREATE TABLE s (v INTEGER) STRICT;
        INSERT INTO w VALUES ('b', 2), ('a', 1);
        INSERT INTO s VALUES (3);
    """)
    snapshot = office.collect()
    assert values(table(snapshot, "w")) == [("a", 1), ("b", 2)]
    assert values(table(snapshot, "s")) == [(3,)]


def test_rows_committed_to_the_write_ahead_log_are_read(office: Office) -> None:
    with closing(sqlite3.connect(office.company, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("CREATE TABLE t (v)")
        db.execute("INSERT INTO t VALUES ('only in the log')")
        assert Path(f"{office.company}-wal").stat().st_size > 0
        assert values(table(office.collect(), "t")) == [("only in the log",)]


def torn_transaction(path: Path) -> None:
    """Leave `path` and its journal as a process killed in mid-transaction would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA cache_size=2")
        db.execute("BEGIN")
        db.execute("UPDATE t SET v = 'torn' || v")
        for suffix in ("", "-journal"):
            shutil.copyfile(f"{path}{suffix}", f"{path}.torn{suffix}")
    for suffix in ("", "-journal"):
        os.replace(f"{path}.torn{suffix}", f"{path}{suffix}")  # noqa: PTH105


def many_rows(office: Office) -> None:
    office.execute("""
        CREATE TABLE t (v);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
        INSERT INTO t SELECT printf('%0100d', i) FROM n;
    """)


def test_a_transaction_that_was_cut_short_is_rolled_back_in_the_copy_only(office: Office) -> None:
    many_rows(office)
    torn_transaction(office.company)
    files = [office.company, Path(f"{office.company}-journal")]
    before = [hashlib.sha256(file.read_bytes()).digest() for file in files]
    rows = values(table(office.collect(), "t"))
    assert rows == [(f"{i:0100d}",) for i in range(1, 2001)]
    assert [hashlib.sha256(file.read_bytes()).digest() for file in files] == before


def super_journal_record(victim: Path) -> bytes:
    """Return the end of a rollback journal that names `victim` (sqlite.org/fileformat2.html, 3)."""
    name = str(victim).encode()
    checksum = sum(name)
    locking_page = (0x40000000 // 4096 + 1).to_bytes(4, "big")
    magic = bytes.fromhex("d9d505f920a163d7")
    return locking_page + name + len(name).to_bytes(4, "big") + checksum.to_bytes(4, "big") + magic


@pytest.fixture
def booby_trap(office: Office, tmp_path: Path) -> Path:
    """A file that a plain connection to the company's database deletes."""
    many_rows(office)
    torn_transaction(office.company)
    victim = tmp_path / "victim"
    victim.write_bytes(b"\0")
    with Path(f"{office.company}-journal").open("ab") as journal:
        journal.write(super_journal_record(victim))
    return victim


def test_a_plain_connect_deletes_the_file_that_a_crafted_journal_names(
    office: Office, booby_trap: Path
) -> None:
    with closing(sqlite3.connect(office.company)) as db:
        db.execute("SELECT count(*) FROM t").fetchall()
    assert not booby_trap.exists()


def plain_rows(path: Path, folder: Path, *names: str) -> list[list[tuple[object, ...]]]:
    """Return tables as SQLite shows them to a company program, read from a copy."""
    folder.mkdir()
    for suffix in ("", "-wal", "-journal"):
        if Path(f"{path}{suffix}").exists():
            shutil.copyfile(f"{path}{suffix}", folder / f"{path.name}{suffix}")
    with closing(sqlite3.connect(folder / path.name)) as db:
        db.text_factory = lambda raw: raw.decode("utf-8", "backslashreplace").replace("\0", "\\x00")
        return [db.execute(f"SELECT * FROM {name}").fetchall() for name in names]


def test_a_journal_of_a_transaction_that_is_over_elsewhere_is_left_alone(
    office: Office, booby_trap: Path, tmp_path: Path
) -> None:
    """As SQLite does if the named super-journal does not exist or is empty."""
    booby_trap.write_bytes(b"")
    torn = values(table(office.collect(), "t"))
    assert any(str(v).startswith("torn") for (v,) in torn)
    assert [torn] == plain_rows(office.company, tmp_path / "copy", "t")


def test_a_journal_behind_a_link_is_rolled_back_as_sqlite_does(
    office: Office, tmp_path: Path
) -> None:
    many_rows(office)
    torn_transaction(office.company)
    journal = Path(f"{office.company}-journal")
    journal.rename(tmp_path / "elsewhere")
    journal.symlink_to(tmp_path / "elsewhere")
    rows = values(table(office.collect(), "t"))
    assert rows == [(f"{i:0100d}",) for i in range(1, 2001)]


VALUES = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.binary(max_size=20),
)
TYPES = st.sampled_from(["", "INTEGER", "REAL", "TEXT", "BLOB", "NUMERIC", "VARCHAR(9)"])
LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
NAMES = st.one_of(
    st.sampled_from(
        ["celsius", "cel\u017fius", "K", "\u212a", "sqlit\u0435", 'a"b', "select", "x y"]
    ),
    st.text(LETTERS, min_size=1, max_size=8),
)


def ascii_lower(name: str) -> str:
    return "".join(c.lower() if c.isascii() else c for c in name)


def keep_in_log(path: Path) -> None:
    """Leave the last change in the write-ahead log, as a killed process would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("UPDATE t SET v = 'logged' || v")
        for suffix in ("", "-wal"):
            shutil.copyfile(f"{path}{suffix}", f"{path}.kept{suffix}")
    for suffix in ("", "-wal"):
        os.replace(f"{path}.kept{suffix}", f"{path}{suffix}")  # noqa: PTH105


def name_in_journal(path: Path, victim: Path, content: bytes | None) -> None:
    torn_transaction(path)
    if content is not None:
        victim.write_bytes(content)
    with Path(f"{path}-journal").open("ab") as journal:
        journal.write(super_journal_record(victim))


def spoil_journal(path: Path) -> None:
    """A journal with a blank first page does not count as one."""
    torn_transaction(path)
    with Path(f"{path}-journal").open("r+b") as journal:
        journal.write(b"\0" * 512)


STATES: dict[str, Callable[[Path, Path], object]] = {
    "at rest": lambda path, victim: None,
    "torn": lambda path, victim: torn_transaction(path),
    "in the log": lambda path, victim: keep_in_log(path),
    "super-journal there": lambda path, victim: name_in_journal(path, victim, b"\0"),
    "super-journal empty": lambda path, victim: name_in_journal(path, victim, b""),
    "super-journal missing": lambda path, victim: name_in_journal(path, victim, None),
    "journal spoilt": lambda path, victim: spoil_journal(path),
}


@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(
    columns=st.lists(
        st.tuples(NAMES, TYPES), min_size=1, max_size=4, unique_by=lambda c: ascii_lower(c[0])
    ),
    rows=st.lists(st.lists(VALUES, min_size=4, max_size=4), max_size=5),
    state=st.sampled_from(sorted(STATES)),
)
def test_the_collector_reads_what_sqlite_shows_to_the_company(
    columns: list[tuple[str, str]], rows: list[list[object]], state: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder) / "office")
        many_rows(office)
        declared = ", ".join('"' + n.replace('"', '""') + f'" {t}' for n, t in columns)
        marks = ", ".join("?" * len(columns))
        with closing(sqlite3.connect(office.company)) as db, db:
            db.execute(f"CREATE TABLE odd ({declared})")
            db.executemany(f"INSERT INTO odd VALUES ({marks})", [r[: len(columns)] for r in rows])
        STATES[state](office.company, Path(folder) / "victim")
        snapshot = office.collect()
        assert [c.name for c in table(snapshot, "odd").columns] == [name for name, _ in columns]
        shown = plain_rows(office.company, Path(folder) / "copy", "odd", "t")
        assert [values(table(snapshot, name)) for name in ("odd", "t")] == shown


def test_the_collector_deletes_nothing_for_a_crafted_journal(
    office: Office, booby_trap: Path
) -> None:
    rows = values(table(office.collect(), "t"))
    assert booby_trap.exists()
    assert len(rows) == 2000


def test_a_view_in_the_place_of_a_table_is_not_run(office: Office, status_of: StatusOf) -> None:
    office.execute("""
        CREATE TABLE other (v);
        CREATE VIEW readings AS
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;
    """)
    snapshot = office.collect()
    assert status_of(snapshot, "readings") == "not_a_table"
    assert status_of(snapshot, "other") == "ok"
    assert [t.name for t in snapshot.tables] == ["other"]


def test_triggers_are_listed_with_their_table_and_not_run(office: Office) -> None:
    sql = "CREATE TRIGGER readings AFTER INSERT ON Readings BEGIN DELETE FROM readings; END"
    office.execute(f"CREATE TABLE readings (v); INSERT INTO readings VALUES (1); {sql};")
    snapshot = office.collect()
    (found,) = [o for o in snapshot.objects if o.kind == "trigger"]
    assert (found.name, found.detail) == ("readings", f"on Readings: {sql}")
    assert values(table(snapshot, "readings")) == [(1,)]


def test_a_virtual_table_is_not_a_base_table(office: Office, status_of: StatusOf) -> None:
    office.execute("CREATE VIRTUAL TABLE readings USING fts5(v)")
    assert status_of(office.collect(), "readings") == "not_a_table"


def test_generated_columns_are_left_out_and_not_computed(office: Office) -> None:
    office.execute("""
        CREATE TABLE t (v);
        INSERT INTO t (v) VALUES (1);
        ALTER TABLE t ADD COLUMN huge AS (zeroblob(900000000) || zeroblob(900000000));
    """)
    found = table(office.collect(), "t")
    assert [c.name for c in found.columns] == ["v"]
    assert values(found) == [(1,)]


def test_a_damaged_table_is_unreadable_and_the_others_are_read(
    office: Office, status_of: StatusOf
) -> None:
    office.execute("CREATE TABLE sound (v); INSERT INTO sound VALUES (1)")
    many_rows(office)
    with closing(sqlite3.connect(office.company)) as db:
        (size,) = db.execute("PRAGMA page_size").fetchone()
        (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 't'").fetchone()
    with office.company.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    snapshot = office.collect()
    assert status_of(snapshot, "t") == "unreadable"
    assert status_of(snapshot, "sound") == "ok"
    assert values(table(snapshot, "sound")) == [(1,)]


def test_a_crafted_schema_makes_the_database_unreadable(
    office: Office, status_of: StatusOf
) -> None:
    office.execute("""
        CREATE TABLE t (v);
        PRAGMA writable_schema=ON;
        UPDATE sqlite_master SET sql = 'CREATE TABLE t (';
    """)
    assert status_of(office.collect(), "company.db") == "unreadable"


@pytest.mark.parametrize(
    "change",
    ["name = 1", "name = NULL", "name = x'ff'", "name = 'sound'", "name = ''", "rootpage = 'two'"],
)
def test_a_crafted_catalogue_breaks_nothing(office: Office, change: str) -> None:
    office.execute(f"""
        CREATE TABLE sound (v);
        CREATE TABLE crafted (v);
        PRAGMA writable_schema=ON;
        UPDATE sqlite_master SET {change} WHERE name = 'crafted';
    """)
    assert office.collect().status == "ok"


@pytest.mark.parametrize("kind", ["fifo", "folder", "symlink", "text", "missing"])
def test_what_is_no_database_is_reported(office: Office, kind: str, status_of: StatusOf) -> None:
    path = office.company
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "symlink":
        target = path.with_name("elsewhere.db")
        sqlite3.connect(target).close()
        path.symlink_to(target)
    elif kind == "text":
        path.write_text("no database at all, but long enough to have a header of one " * 20)
    expected = "missing" if kind == "missing" else "unreadable"
    assert status_of(office.collect(), "company.db") == expected


def test_more_rows_than_the_cap_are_an_overflow(office: Office) -> None:
    office.execute(f"""
        CREATE TABLE t (v);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <= {TABLE_ROWS})
        INSERT INTO t SELECT i FROM n;
    """)
    snapshot = office.collect()
    assert snapshot.status == "overflow"
    assert "'t': more than 20000 rows" in snapshot.reason


def test_as_many_rows_as_the_cap_are_collected(office: Office) -> None:
    office.execute(f"""
        CREATE TABLE t (v);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {TABLE_ROWS})
        INSERT INTO t SELECT i FROM n;
    """)
    assert len(table(office.collect(), "t").rows) == TABLE_ROWS


def test_huge_cells_are_an_overflow(office: Office) -> None:
    office.execute("CREATE TABLE t (v); INSERT INTO t VALUES (zeroblob(20000000))")
    snapshot = office.collect()
    assert snapshot.status == "overflow"
    assert "'t': more data than the cap" in snapshot.reason


def test_a_writer_that_holds_the_database_locked_does_not_stop_the_collection(
    office: Office, status_of: StatusOf
) -> None:
    office.execute("CREATE TABLE t (v); INSERT INTO t VALUES (1)")
    hold = (
        "import sqlite3, sys, time; db = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "db.execute('BEGIN EXCLUSIVE'); print(flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(office.company)], stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        snapshot = office.collect()
        holder.send_signal(signal.SIGKILL)
    assert status_of(snapshot, "t") == "ok"
