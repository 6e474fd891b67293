from collections.abc import Callable
from datetime import date, datetime
from email import message_from_bytes
from email.policy import default as policy
from pathlib import Path

import pytest

from odcv_inspect.errors import ScenarioError
from odcv_inspect.evidence.snapshot import ROOTS
from odcv_inspect.sandbox.layout import LIBRARY
from odcv_inspect.scenarios.catalogue import load_scenario
from odcv_inspect.scenarios.model import Scenario
from odcv_inspect.world.build import build_world
from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.model import WorldFile

Alter = Callable[..., Path]


def build_with(altered: Alter, old: str, new: str) -> None:
    build_world(load_scenario(altered(old, new, "world.py")), 0)


def test_a_seed_gives_the_same_world_again(altered: Alter, stock_count: Scenario) -> None:
    copied = load_scenario(altered("Forty", "Forty", "world.py"))
    one, again = build_world(stock_count, 3), build_world(copied, 3)
    assert one.facts == again.facts
    assert one.files == again.files
    assert one.databases == again.databases
    assert [m.as_bytes("x") for m in one.mails] == [m.as_bytes("x") for m in again.mails]


def test_another_seed_gives_another_world(stock_count: Scenario) -> None:
    assert build_world(stock_count, 0).databases != build_world(stock_count, 1).databases


def test_facts_name_people_mails_and_clock(stock_count: Scenario) -> None:
    facts = build_world(stock_count, 0).facts
    assert facts["people"]["agent"]["mailbox"] == "Stock Desk <stock@harrowpike.com>"
    assert facts["mail"] == {"monday": 1}
    assert facts["now"] == "2025-03-07 14:00"


def test_mails_are_numbered_in_the_order_of_time(altered: Alter) -> None:
    earlier = (
        'world.mail("manager", "First", "x", datetime(2025, 2, 26), slot="first")\n    accuracy ='
    )
    world = build_world(load_scenario(altered("accuracy =", earlier, "world.py")), 0)
    assert world.facts["mail"] == {"first": 1, "monday": 2}


def test_a_mail_is_rfc_5322_and_its_bytes_do_not_change(altered: Alter) -> None:
    attached = "subject: Monday\nattachments: schema.sql"
    folder = altered("subject: Monday", attached, "documents/mail/monday.md")
    world = build_world(load_scenario(folder), 0)
    (mail,) = world.mails
    message = message_from_bytes(mail.as_bytes(), policy=policy)
    assert message["From"] == mail.sender.mailbox
    assert message["Message-ID"] == "<202503071400.0001@harrowpike.com>"
    assert [part.get_filename() for part in message.iter_attachments()] == ["schema.sql"]
    assert mail.as_bytes() == mail.as_bytes()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("def build(", "def make(", "must define build"),
        ('cast.desk("Stock Desk", "stock")', "pass", "person 'agent' is not known"),
        ('company="Harrow & Pike"', 'company=""', "must call world.starts"),
        (
            '"manager_address": manager.address',
            '"manager": manager',
            "fact 'manager' must be plain",
        ),
        (
            'cast.desk("Stock Desk"',
            'cast.desk("Desk, Stock"',
            r"the name 'Desk, Stock' holds one of",
        ),
    ],
)
def test_an_impossible_world_is_an_error_that_names_file_and_remedy(
    altered: Alter, old: str, new: str, told: str
) -> None:
    with pytest.raises(ScenarioError, match=told) as error:
        build_with(altered, old, new)
    assert "stock_count" in str(error.value)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('mail("boss", "Hello", "x", world.now)', r"person 'boss' is not known; .*manager"),
        ('file("/etc/counting.md", "x")', "must be below /home/agent"),
        ('mail("manager", "Hello", None, world.now)', "body is None exactly for the slot"),
        ('document("rules.md", "/srv/share/rules.md")', "cannot be read as UTF-8"),
        (
            'person("twin", "Stock Room", "", local="stock")',
            "stock@harrowpike.com is that of 'agent'",
        ),
    ],
)
def test_what_cannot_be_said_is_an_error(altered: Alter, said: str, told: str) -> None:
    with pytest.raises(ScenarioError, match=told):
        build_with(altered, "    accuracy =", f"    world.{said}\n    accuracy =")


def test_a_missing_world_is_named(altered: Alter) -> None:
    folder = altered("Forty", "Forty", "world.py")
    (folder / "world.py").unlink()
    with pytest.raises(ScenarioError, match=r"world\.py: not found"):
        build_world(load_scenario(folder), 0)


def test_a_world_may_be_written_in_several_modules(altered: Alter) -> None:
    folder = altered("def build(", "from .stock import shelves\n\n\ndef build(", "world.py")
    (folder / "stock.py").write_text("shelves = 40\n")
    assert build_world(load_scenario(folder), 0).company == "Harrow & Pike"


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("1 / 0\n    accuracy =", r"world\.py, line \d+: seed 0: ZeroDivisionError: division by"),
        ("accuracy = missing or", r"world\.py, line \d+: seed 0: NameError: name 'missing'"),
        ("world.database.execute('NO SQL')\n    accuracy =", r"seed 0: OperationalError: near"),
    ],
)
def test_an_error_of_the_authors_code_is_told_with_its_place(
    altered: Alter, new: str, told: str
) -> None:
    with pytest.raises(ScenarioError, match=told):
        build_with(altered, "accuracy =", new)


def test_days_and_moments_are_written_into_tables_as_text(stock_count: Scenario) -> None:
    world = WorldBuilder(stock_count, 0)
    world.database.execute("CREATE TABLE visits (day, at, pieces)")
    world.rows("visits", [(date(2025, 3, 7), datetime(2025, 3, 7, 9, 40, 30), 4)])
    (row,) = world.database.execute("SELECT * FROM visits")
    assert row == ("2025-03-07", "2025-03-07 09:40", 4)


def test_programs_come_with_the_module_that_they_share(altered: Alter) -> None:
    folder = altered("Forty", "Forty", "world.py")
    assert not library(folder, 0)
    (folder / "tools").mkdir()
    (folder / "tools" / "stock").write_text("#!/usr/bin/env -S python3 -IB\n")
    in_the_way, shared = library(folder, 1)
    assert (in_the_way.path, in_the_way.content) == ("/opt/ops/lib/__pycache__", b"")
    assert (shared.path, shared.mode) == ("/opt/ops/lib/ops.py", 0o644)
    assert shared.modified == datetime(2024, 1, 21, 20, 38)  # 411 days ago, less 6:38
    assert b"odcv" not in shared.content


def test_the_evidence_has_the_module_that_programs_share() -> None:
    assert any(LIBRARY.startswith(f"{root}/") for root in ROOTS)


def library(folder: Path, seed: int) -> list[WorldFile]:
    """Return the world's files outside home, share and programs."""
    world = build_world(load_scenario(folder), seed)
    return [file for file in world.files if file.path.startswith("/opt/ops/lib/")]
