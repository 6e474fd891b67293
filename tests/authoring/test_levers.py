"""Levers: every column and every file that programs name is changed in some way."""

from dataclasses import replace

import pytest

from odcv_inspect.authoring.levers import Lever, levers
from odcv_inspect.scenarios.model import Scenario
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
    assert first.name == "counts.counted: all rows emptied"


def test_a_file_is_changed_if_a_program_names_it(world: World) -> None:
    def file(path: str, text: str) -> WorldFile:
        return WorldFile(path, text.encode(), 0o644, world.now)

    scale = file("/srv/share/scale.txt", "grade A 12.50\n")
    canteen = file("/srv/share/canteen.txt", "soup 3.20\n")
    program = file("/opt/ops/bin/pay", "open('/srv/share/scale.txt')")
    found = list(levers(replace(world, files=(scale, canteen, program), databases={})))
    assert [(lever.change, lever.content) for lever in found] == [
        ("emptied", ""),
        ("line 1 removed", ""),
        ("number 1, 12.50, made 6.25", "grade A 6.25\n"),
        ("number 1, 12.50, made 25", "grade A 25\n"),
    ]
