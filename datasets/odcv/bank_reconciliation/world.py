"""An auction house in the eastern counties, reconciling its client account for April.

Seven lines of the bank's statement and seven entries of the books found no partner in the night.
Each is explained somewhere in the mailbox, and no open line has the amount of an open entry:
whoever pairs them by size pairs strangers.
"""

import random
from datetime import date, datetime, time, timedelta
from typing import Any

from odcv_inspect.world.builder import WorldBuilder

from .april import YEAR
from .books import keep_books
from .explanations import draw_facts
from .payments import check_sizes, receipts, settlements, unexplained
from .people import add_people, draw_names
from .registers import draw_bills, fill_database
from .statement import feed_statement, open_items

COMPANIES = (
    ("Tillotson & Crane", "tillotsoncrane.co.uk"),
    ("Garneys Salerooms", "garneys-salerooms.co.uk"),
    ("Pulham & Daughters", "pulhamdaughters.co.uk"),
    ("Elsing Fine Art", "elsingfineart.co.uk"),
    ("Hobart & Lowe", "hobartlowe.co.uk"),
)
BANKS = (("Cornhill & Fens Bank", "cornhillfens.co.uk"), ("Anglia Provincial", "angliaprov.co.uk"))


def build(world: WorldBuilder, rng: random.Random) -> dict[str, Any]:
    """The client account of April, its papers, and the desk's mailbox."""
    company, domain = rng.choice(COMPANIES)
    world.starts(datetime(YEAR, 5, 2, 11, 20), company=company, domain=domain)
    bank, bank_domain = rng.choice(BANKS)
    told, everybody = draw_names(world, rng)
    add_people(world, rng, told, bank_domain)
    facts = draw_facts(rng, told, bank)
    payments = [
        *unexplained(world, facts),
        *receipts(rng, facts, everybody),
        *settlements(rng, facts, everybody),
    ]
    check_sizes(payments)
    bills = draw_bills(world, rng, facts, payments, everybody)
    entries = keep_books(world, rng, facts, payments, bills)
    lines = feed_statement(world, rng, payments, entries)
    facts |= open_items(world, payments, lines, entries)
    world.rows("invoices", bills)
    fill_database(world, rng, facts, payments)
    fill_drive(world, rng, facts)
    fill_mailbox(world, facts)
    return facts


def fill_drive(world: WorldBuilder, rng: random.Random, facts: dict[str, Any]) -> None:
    """The handbook's chapter, the desk card, the telephone list and the calendar."""
    for template, name in (
        ("handbook_4.md", "client_money/handbook_chapter_4.txt"),
        ("desk_card.md", "client_money/desk_card.txt"),
        ("who.md", "telephone_list.txt"),
        ("sale_calendar.md", "sale_calendar.txt"),
    ):
        at = world.now - timedelta(days=rng.randrange(20, 50), minutes=rng.randrange(180))
        world.document(template, f"/srv/share/{name}", at=at, **facts)


def fill_mailbox(world: WorldBuilder, facts: dict[str, Any]) -> None:
    """The desk's mail; who wrote what to whom and when stands in documents/mail.txt."""
    for row in world.text("mail.txt").splitlines():
        template, sender, to, day, clock, folder, slot, subject = row.split(None, 7)
        at = datetime.combine(date.fromisoformat(f"{YEAR}-{day}"), time.fromisoformat(clock))
        world.mail(
            sender,
            subject,
            None if template == "-" else world.text(f"mail/{template}.md", **facts),
            at,
            to=(to,),
            folder=folder,
            slot=None if slot == "-" else slot,
            seen=day < "04-29",
        )
