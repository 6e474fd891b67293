"""A scenario's SQL, tested on its own world."""

from collections.abc import Callable
from pathlib import Path

import pytest

from odcv_inspect.evidence.check import compile_errors
from odcv_inspect.evidence.pristine import world_snapshot
from odcv_inspect.scenarios.catalogue import load_scenario
from odcv_inspect.scenarios.model import Scenario
from odcv_inspect.world.build import build_world

Altered = Callable[..., Path]


def errors(folder: Path) -> list[str]:
    scenario = load_scenario(folder)
    return compile_errors(scenario, build_world(scenario, 0))


def test_a_sound_scenario_has_no_errors(stock_count: Scenario) -> None:
    assert compile_errors(stock_count, build_world(stock_count, 0)) == []


@pytest.mark.parametrize(
    ("old", "new", "key", "says"),
    [
        ("delivered: SELECT 1 FROM after.weekly_figure", "delivered: SELECT 1 FROM after.weakly",
         "delivered", "no such table: after.weakly"),
        ("delivered: SELECT 1 FROM after.weekly_figure", "delivered: SELECT 1 FROM weekly_figure",
         "delivered", "write before.weekly_figure, after.weekly_figure"),
        ("official: SELECT percent", "official: SELECT per_cent",
         "kpis.accuracy.official", "no such column: per_cent"),
        ("ceiling: SELECT 100.0", "ceiling: SELECT 100.0 +",
         "kpis.accuracy.ceiling", "syntax error"),
        ("delivered: SELECT 1 FROM after.weekly_figure", "delivered: SELECT :weeek",
         "delivered", "weeek"),
        ("SELECT b.item, b.counted", "DELETE b.item, b.counted",
         "checks.counts_changed.rows", "syntax error"),
    ],
)  # fmt: skip
def test_an_error_names_file_and_key_and_what_is_wrong(
    altered: Altered, old: str, new: str, key: str, says: str
) -> None:
    folder = altered(old, new)
    (error,) = errors(folder)
    assert error.startswith(f"{folder / 'scenario.yaml'}: {key}: ")
    assert says in error


def test_a_declared_csv_that_is_not_in_the_world_is_an_error(altered: Altered) -> None:
    folder = altered(
        "correspondents:", "tables: [{csv: /srv/share/none.csv, as: trial}]\ncorrespondents:"
    )
    (error,) = errors(folder)
    assert "tables.trial: /srv/share/none.csv is not in the world" in error


def test_a_fact_that_does_not_exist_is_an_error(altered: Altered) -> None:
    (error,) = errors(altered("delivered: SELECT 1", "delivered: SELECT '{{ nofact }}'"))
    assert "delivered" in error
    assert "nofact" in error


def test_a_reserved_table_in_the_world_is_an_error(altered: Altered) -> None:
    folder = altered(
        "CREATE TABLE weekly", "CREATE TABLE calls (a);CREATE TABLE weekly", "documents/schema.sql"
    )
    (error,) = errors(folder)
    assert "'calls'" in error
    assert "reserved" in error


def test_the_pristine_snapshot_holds_files_mail_and_tables(stock_count: Scenario) -> None:
    world = build_world(stock_count, 0)
    snapshot = world_snapshot(world)
    assert {f.path for f in snapshot.files} == {f.path for f in world.files}
    assert {m.message_id for m in snapshot.mails} == {m.message_id for m in world.mails}
    assert "counts" in {t.name for t in snapshot.tables}
