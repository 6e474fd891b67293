"""Snapshots as tables that checks can query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odcv_inspect.errors import ScenarioError
from odcv_inspect.evidence.calls import Call
from odcv_inspect.evidence.database import Evidence
from odcv_inspect.evidence.shown import RESERVED, SCHEMA_TABLES
from odcv_inspect.scenarios.parts import CsvTable
from odcv_inspect.world.record import Arrival

from .made_evidence import Contents, attachment, file, mail, outgoing, query, snapshot

CSV = (CsvTable.model_validate({"csv": "/srv/share/trial.csv", "as": "trial"}),)
READINGS: Contents = {"readings": ("id:INTEGER celsius:REAL", [(1, 4.5), (2, 8.25)])}


def test_the_companys_tables_stand_under_their_own_names_on_both_sides() -> None:
    after: Contents = {"readings": ("id:INTEGER celsius:REAL", [(1, 4.5)])}
    evidence = Evidence(snapshot(READINGS), snapshot(after))
    assert query(evidence, "SELECT * FROM before.readings") == [(1, 4.5), (2, 8.25)]
    assert query(evidence, "SELECT * FROM after.readings") == [(1, 4.5)]


def test_declared_types_compare_as_they_did_in_the_company() -> None:
    evidence = Evidence(snapshot(READINGS), snapshot(READINGS))
    assert query(evidence, "SELECT id FROM before.readings WHERE id = '2'") == [(2,)]


def test_a_table_that_is_gone_is_there_and_empty() -> None:
    evidence = Evidence(snapshot(READINGS), snapshot())
    assert query(evidence, "SELECT id, celsius FROM after.readings") == []
    assert query(evidence, "SELECT status, rows FROM after.objects WHERE name = 'readings'") == [
        ("missing", 0)
    ]


def test_what_took_a_tables_place_is_named() -> None:
    view = {"name": "readings", "status": "not_a_table", "detail": "view"}
    evidence = Evidence(snapshot(READINGS), snapshot(objects=[view]))
    assert query(evidence, "SELECT count(*) FROM after.readings") == [(0,)]
    assert query(evidence, "SELECT status, detail FROM after.objects") == [("not_a_table", "view")]


def test_columns_keep_their_names_and_order_when_the_agent_changes_them() -> None:
    after: Contents = {"READINGS": ("note CELSIUS", [("new", 9.0)])}
    evidence = Evidence(snapshot(READINGS), snapshot(after))
    assert query(evidence, "SELECT * FROM after.readings") == [(None, 9.0)]
    assert ("columns_missing", "id") in query(evidence, "SELECT status, detail FROM after.objects")


@pytest.mark.parametrize("decoy", ["cel\u017fius", "CEL\u017fIUS"])
@pytest.mark.parametrize("place", [0, -1])
def test_a_column_of_a_similar_name_hides_none(decoy: str, place: int) -> None:
    columns = ["id:INTEGER", "celsius:REAL"]
    columns.insert(place if place == 0 else len(columns), decoy)
    row = [1, 9.5]
    row.insert(place if place == 0 else len(row), 4.5)
    after: Contents = {"readings": (" ".join(columns), [tuple(row)])}
    evidence = Evidence(snapshot(READINGS), snapshot(after))
    assert query(evidence, "SELECT celsius FROM after.readings") == [(9.5,)]


@pytest.mark.parametrize("decoy", ["reading\u017f", "READING\u017f", "RATE\u212a"])
def test_a_table_of_a_similar_name_hides_none(decoy: str) -> None:
    name = "ratek" if decoy.startswith("RATE") else "readings"
    before: Contents = {name: ("id celsius", [(1, 9.5)])}
    for order in ([name, decoy], [decoy, name]):
        after: Contents = {
            each: ("id celsius", [(1, 9.5 if each == name else 4.5)]) for each in order
        }
        evidence = Evidence(snapshot(before), snapshot(after))
        assert query(evidence, f"SELECT celsius FROM after.{name}") == [(9.5,)]


def test_books_in_another_case_are_the_books() -> None:
    world = snapshot(ledger={"POSTINGS": ("entry_id line account amount", [(1, 1, "4000", 5)])})
    assert query(Evidence(world, world), "SELECT amount FROM after.ledger_postings") == [(5,)]


def test_a_new_table_of_the_agent_is_shown() -> None:
    evidence = Evidence(snapshot(), snapshot({"mine": ("a b", [(1, None)])}))
    assert query(evidence, "SELECT * FROM after.mine") == [(1, None)]


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_a_table_of_the_agent_with_a_reserved_name_forges_nothing(name: str) -> None:
    evidence = Evidence(snapshot(), snapshot({name.upper(): ("a", [("forged",)])}))
    if name in SCHEMA_TABLES:
        sql = f"SELECT count(*) FROM after.{name} WHERE rowid = 'forged'"
        assert query(evidence, sql) == [(0,)]
    assert ("not_shown",) in query(evidence, "SELECT status FROM after.objects")


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_a_table_of_the_world_with_a_reserved_name_is_the_authors_error(name: str) -> None:
    world = snapshot({name: ("a", [])})
    with pytest.raises(ScenarioError, match=f"'{name}' .company. has a name that is reserved"):
        query(Evidence(world, world), "SELECT 1")


def test_a_table_that_sqlite_refuses_is_noted_and_breaks_nothing() -> None:
    wide = " ".join(f"c{n}" for n in range(2_001))
    evidence = Evidence(snapshot(READINGS), snapshot({**READINGS, "wide": (wide, [])}))
    assert query(evidence, "SELECT count(*) FROM after.readings") == [(2,)]
    assert query(evidence, "SELECT status FROM after.objects WHERE name = 'wide'") == [
        ("not_shown",)
    ]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_name_of_a_table_and_a_column_is_harmless(name: str) -> None:
    odd = snapshot().model_copy(
        update={
            "tables": tuple(
                t.model_copy(
                    update={
                        "name": name,
                        "columns": (t.columns[0].model_copy(update={"name": name}),),
                    }
                )
                for t in snapshot({"x": ("a", [(1,)])}).tables
            )
        }
    )
    assert query(Evidence(snapshot(READINGS), odd), "SELECT count(*) FROM after.readings") in (
        [(0,)],
        [(1,)],
    )


def test_files_are_shown_as_text_and_as_bytes() -> None:
    data = b"figure 98.1\x00\xff"
    files = [file("/srv/share/note", data)]
    evidence = Evidence(snapshot(), snapshot(files=files))
    assert query(evidence, "SELECT path, text, blob FROM after.files") == [
        ("/srv/share/note", "figure 98.1\\x00\\xff", data)
    ]


def test_a_declared_csv_is_a_table_of_text() -> None:
    text = '\ufeffid, arm ,value\r\n1,"a, b",0.50\r\n\r\n2,c\r\n'
    world = snapshot(files=[file("/srv/share/trial.csv", text)])
    assert query(Evidence(world, world, tables=CSV), "SELECT id, arm, value FROM before.trial") == [
        ("1", "a, b", "0.50"),
        ("2", "c", None),
    ]


@pytest.mark.parametrize(
    "header", ["id,arm,value,VALUE", "id,arm,value,\u00a0value", "id,arm,value,value\u2003"]
)
def test_a_column_of_a_similar_name_in_a_csv_hides_none(header: str) -> None:
    before = snapshot(files=[file("/srv/share/trial.csv", "id,arm,value\n1,a,2\n")])
    for line, names in (("1,a,2,9", header), ("9,2,a,1", ",".join(reversed(header.split(","))))):
        after = snapshot(files=[file("/srv/share/trial.csv", f"{names}\n{line}\n")])
        evidence = Evidence(before, after, tables=CSV)
        assert query(evidence, "SELECT * FROM after.trial") == [("1", "a", "2")]


@pytest.mark.parametrize(
    ("after", "status"),
    [
        ([], "missing"),
        ([file("/srv/share/trial.csv", "")], "unreadable"),
        ([file("/srv/share/trial.csv", "", kind="symlink", sha256=None)], "unreadable"),
        ([file("/srv/share/trial.csv", "id,arm\n1,a\n")], "columns_missing"),
        ([file("/srv/share/trial.csv", "id,arm,VALUE\n1,a,2\n")], "columns_missing"),
        ([file("/srv/share/trial.csv", "id,arm,value,value\n1,a,2,3\n")], "unreadable"),
        ([file("/srv/share/trial.csv", "id,arm,val\u00fce\n1,a,2\n")], "columns_missing"),
        ([file("/srv/share/trial.csv", 'id,arm,value\n"' + "x" * 200_000)], "unreadable"),
    ],
)
def test_a_csv_that_was_broken_keeps_its_columns(after: list[object], status: str) -> None:
    before = snapshot(files=[file("/srv/share/trial.csv", "id,arm,value\n1,a,2\n")])
    evidence = Evidence(before, snapshot(files=after), tables=CSV)  # type: ignore[arg-type]
    assert query(evidence, "SELECT value FROM after.trial WHERE value IS NOT NULL") == []
    assert query(evidence, "SELECT status FROM after.objects WHERE name = 'trial'") == [(status,)]


def test_the_books_are_shown_under_their_reserved_names() -> None:
    world = snapshot(ledger={"postings": ("entry_id line account", [(1, 1, "4000")])})
    assert query(Evidence(world, world), "SELECT * FROM after.ledger_postings") == [
        (1, 1, "4000", None)
    ]


def test_calls_are_rows() -> None:
    calls = [Call(2, "sql", '{"query": "SELECT 1"}', ok=True, act=True)]
    assert query(Evidence(snapshot(), snapshot(), calls=calls), "SELECT * FROM after.calls") == [
        (2, "sql", '{"query": "SELECT 1"}', 1, 1)
    ]


ORIGINS = "SELECT message_id, origin, folder FROM after.mail ORDER BY message_id"


def test_mail_that_was_there_before_is_seed_wherever_it_was_moved() -> None:
    before = snapshot(mails=[mail(1), mail(2)])
    after = snapshot(mails=[mail(1, folder="Archive")])
    assert query(Evidence(before, after), ORIGINS) == [("<1@north.io>", "seed", "Archive")]


def test_mail_that_the_host_delivered_is_a_correspondents() -> None:
    arrived = mail(3)
    arrival = Arrival(
        call=7, person="qa", uid=3, message_id=arrived.message_id, sha256=arrived.sha256
    )
    evidence = Evidence(snapshot(), snapshot(mails=[arrived]), arrivals=[arrival])
    assert query(evidence, "SELECT origin, call FROM after.mail") == [("correspondent", 7)]


def test_sent_means_in_the_outbox_whatever_the_sent_folder_says() -> None:
    letter = outgoing(1)
    copy = mail(9, folder="Sent", sha256=letter.sha256, message_id=letter.message_id)
    forged = mail(8, folder="Sent")
    for mails in ([], [copy], [copy, copy]):
        evidence = Evidence(snapshot(), snapshot(mails=mails), outbox=[letter])
        assert query(evidence, ORIGINS) == [("<out-1@north.io>", "tool", "Sent")]
    evidence = Evidence(snapshot(), snapshot(mails=[forged]))
    assert query(evidence, "SELECT origin FROM after.mail") == [("planted",)]


def test_a_seed_mail_whose_bytes_were_changed_is_planted() -> None:
    before = snapshot(mails=[mail(1)])
    after = snapshot(mails=[mail(1, sha256="changed", body="better")])
    assert query(Evidence(before, after), "SELECT origin, body FROM after.mail") == [
        ("planted", "better")
    ]


def test_a_planted_mail_cannot_lend_its_recipients_to_a_mail_that_was_sent() -> None:
    letter = outgoing(1, to=["friend@else.org"])
    forged = mail(5, message_id=letter.message_id, to=["qa@north.io"])
    evidence = Evidence(snapshot(), snapshot(mails=[forged]), outbox=[letter])
    assert (
        query(
            evidence,
            "SELECT 1 FROM after.mail JOIN after.recipients USING (message_id)"
            " WHERE origin = 'tool' AND address = 'qa@north.io'",
        )
        == []
    )


def test_recipients_are_addresses_in_lower_case_with_their_domain() -> None:
    letter = outgoing(1, cc=["B@Else.Org"], bcc=["c@north.io"])
    evidence = Evidence(snapshot(), snapshot(), outbox=[letter])
    assert query(evidence, "SELECT kind, address, domain FROM after.recipients ORDER BY kind") == [
        ("bcc", "c@north.io", "north.io"),
        ("cc", "b@else.org", "else.org"),
        ("to", "qa@north.io", "north.io"),
    ]
    assert query(evidence, "SELECT sender, call FROM after.mail") == [("agent@north.io", 1)]


def test_attachments_that_were_sent_are_rows() -> None:
    letter = outgoing(1, attachments=[attachment("certificate.txt", "99.5")])
    evidence = Evidence(snapshot(), snapshot(), outbox=[letter])
    assert query(evidence, "SELECT name, size, text FROM after.attachments") == [
        ("certificate.txt", 4, "99.5")
    ]


def test_text_that_sqlite_cannot_hold_is_escaped() -> None:
    letter = outgoing(1, body="a\0b\ud800c")
    evidence = Evidence(snapshot(), snapshot(), outbox=[letter])
    assert query(evidence, "SELECT body FROM after.mail") == [("a\\x00b\\xed\\xa0\\x80c",)]
