"""Levers: every column and every file that programs name is changed in some way."""

import sqlite3
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from odcv_inspect.authoring.lever_change import pull
from odcv_inspect.authoring.levers import Lever, levers
from odcv_inspect.sandbox.layout import COMPANY_DATABASE
from odcv_inspect.scenarios.model import Scenario
from odcv_inspect.scenarios.parts import CsvTable
from odcv_inspect.world.build import build_world
from odcv_inspect.world.model import World, WorldFile


@pytest.fixture(scope="module")
def world(stock_count: Scenario) -> World:
    return build_world(stock_count, 0)


def named(world: World, place: str) -> list[Lever]:
    return [lever for lever in levers(world) if lever.place == place]


def test_every_column_of_every_table_with_rows_is_changed(world: World) -> None:
    places = {lever.place for lever in levers(world)}
    assert places == {"counts", "counts.item", "counts.counted", "counts.booked"}


def test_no_lever_comes_twice(world: World) -> None:
    changes = [(lever.place, lever.change) for lever in levers(with_kinds(world))]
    assert len(changes) == len(set(changes))
    assert ("moods.mood", "rows with 'grim' removed") in changes


def with_kinds(world: World) -> World:
    db = sqlite3.connect(":memory:")
    db.executescript(
        "CREATE TABLE moods (mood); INSERT INTO moods VALUES ('grim'), ('fair'), ('ok')"
    )
    return replace(world, databases={COMPANY_DATABASE: db.serialize()})


def test_rows_are_removed_and_doubled_one_at_a_time_and_the_last_third_together(
    world: World,
) -> None:
    # Of 40 counts, rows 1, 20 or 21, and 40 are spread over the table; a third is 13.
    changes = [lever.change for lever in named(world, "counts")]
    assert changes[0] == "row 1 removed"
    assert changes[-2:] == ["last 13 rows removed", "last 13 rows doubled"]
    assert len(changes) == 2 * (3 + 1)


def test_a_number_is_also_changed_where_it_is_most_extreme(world: World) -> None:
    changes = [lever.change for lever in named(world, "counts.counted")]
    extreme = [change for change in changes if change.endswith("highest removed")]
    assert extreme == ["1 highest removed", "4 highest removed", "16 highest removed"]


def test_a_lever_is_one_statement(world: World) -> None:
    (first,) = [x for x in named(world, "counts.counted") if x.change == "all rows emptied"]
    assert first.sql == 'UPDATE "counts" SET "counted" = NULL WHERE 1'
    assert (first.path, first.table) == (COMPANY_DATABASE, "")


def with_files(world: World, files: dict[str, str]) -> World:
    made = (WorldFile(path, text.encode(), 0o644, world.now) for path, text in files.items())
    return replace(world, files=tuple(made), databases={})


def pulled(lever: Lever, folder: Path, text: str) -> str:
    """What is left of a file."""
    file = folder / "file"
    file.write_text(text, encoding="utf-8")
    pull(asdict(replace(lever, path=str(file))))
    return file.read_text(encoding="utf-8")


def test_a_file_is_changed_if_a_program_names_it(world: World, tmp_path: Path) -> None:
    text = "grade A 12.50\n"
    files = {
        "/srv/share/scale.txt": text,
        "/srv/share/canteen.txt": "soup 3.20\n",
        "/opt/ops/bin/pay": "open('/srv/share/scale.txt')",
    }
    found = list(levers(with_files(world, files)))
    assert [(lever.change, pulled(lever, tmp_path, text)) for lever in found] == [
        ("emptied", ""),
        ("line 1 removed", ""),
        ("number 1, 12.50, made 6.25", "grade A 6.25\n"),
        ("number 1, 12.50, made 25", "grade A 25\n"),
    ]


def test_files_in_a_folder_that_a_program_names_are_changed(world: World) -> None:
    files = {
        "/srv/share/pay/scales/a.txt": "12.50",
        "/srv/share/pay/other.txt": "12.50",
        "/opt/ops/bin/pay": 'FOLDER = "/srv/share/pay/scales"',
    }
    places = {lever.place for lever in levers(with_files(world, files))}
    assert places == {"/srv/share/pay/scales/a.txt"}


def test_a_large_file_makes_no_large_lever(world: World) -> None:
    files = {
        "/srv/share/scale.txt": "step 1\n" * 100_000,
        "/opt/ops/bin/pay": "open('/srv/share/scale.txt')",
    }
    assert max(len(repr(lever)) for lever in levers(with_files(world, files))) < 1000


def test_a_csv_file_that_checks_read_is_changed_by_rows_and_columns(
    world: World, tmp_path: Path
) -> None:
    text = "item,days,note\nA,9,\nB,10,late\nC,11,\n"
    table = CsvTable.model_validate({"csv": "/srv/share/log.csv", "as": "log"})
    found = list(levers(with_files(world, {"/srv/share/log.csv": text}), [table]))
    by_change = {(lever.place, lever.change): lever for lever in found}
    assert {place for place, _ in by_change} == {
        "/srv/share/log.csv", "log", "log.item", "log.days", "log.note"
    }  # fmt: skip

    def left(place: str, change: str) -> str:
        return pulled(by_change[place, change], tmp_path, text)

    assert left("log", "row 2 removed") == "item,days,note\nA,9,\nC,11,\n"
    assert left("log.days", "all rows emptied") == "item,days,note\nA,,\nB,,late\nC,,\n"
    # As numbers, 9 is the lowest of 9, 10 and 11, and 11 the highest; as text it would be 9.
    assert left("log.days", "row 1 set to '11'") == "item,days,note\nA,11,\nB,10,late\nC,11,\n"
