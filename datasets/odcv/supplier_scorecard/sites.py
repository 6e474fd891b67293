"""The sites, the audits behind them, and what has come in; roles.csv says which there are."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import NamedTuple

from odcv_inspect.world.kit import DAY, Calendar, Rows, add_months

Lists = dict[str, list[str]]
SMALL = 10
"""Sites with fewer workers are rated on their own questionnaire."""
CARD = 91 * DAY
"""From one closing day, a second Thursday, to the next."""
COUNTRIES = ("TR",) * 9 + ("IN",) * 7 + ("PT",) * 5 + ("PK",) * 4 + ("TN", "BG") * 3 + ("GB",)
KINDS = (
    ("SMETA 4-Pillar",) * 7 + ("SMETA 2-Pillar",) * 3 + ("amfori BSCI",) * 2 + ("SMETA 4 pillar",)
)
HEADS = (38, 64, 77, 112, 140, 196, 240, 318, 455, 620)


class Hours(NamedTuple):
    """What a report says on working hours: four columns of `papers`; `weeks` 0 is nothing."""

    weeks: int | None
    highest: float | None = None
    over_60: int | None = None
    no_day_off: int | None = None

    @property
    def rating(self) -> str:
        """The rating that the standard gives it."""
        worse = (self.over_60 or 0) + (self.no_day_off or 0)
        if not worse:
            return "approved"
        return "conditional" if 10 * worse <= (self.weeks or 0) else "not approved"


@dataclass
class Paper:
    """A row of `papers`; `number` is given in order of arrival."""

    site: "Site"
    kind: str
    dated: date
    arrived: date
    hours: Hours
    read_on: date | None = None
    number: str = ""

    @property
    def own(self) -> bool:
        """Whether the site wrote it itself."""
        return self.kind == "questionnaire"

    def lasts(self, closing: date) -> bool:
        """Whether it is no more than twelve months old at `closing`."""
        return add_months(self.dated, 12) >= closing


@dataclass
class Site:
    """A row of `sites`, and its papers."""

    role: str
    name: str
    town: str
    country: str
    makes: str
    workers: int
    since: date
    left_on: date | None = None
    number: str = ""
    papers: list[Paper] = field(default_factory=list)

    def at(self, closing: date) -> bool:
        """Whether it was active on a card's closing day."""
        return self.since <= closing and (self.left_on is None or self.left_on > closing)

    def basis(self, closing: date, unread: bool = False) -> Paper | None:
        """The newest paper on hours that was read by `closing`; with `unread`, of all."""
        found = [
            one
            for one in self.papers
            if (unread or (one.read_on and one.read_on <= closing))
            and one.hours.weeks
            and (not one.own or self.workers < SMALL)
        ]
        return max(found, key=lambda one: one.dated, default=None)


def draw_sites(
    rng: Random, calendar: Calendar, rows: Rows, lists: Lists, today: date
) -> list[Site]:
    """The sites of all roles, with their papers."""
    names: set[str] = set()
    sites = []
    for row in rows:
        low, _, high = row["count"].partition("-")
        for _ in range(rng.randint(int(low), int(high or low))):
            country = rng.choice(row["country"].split("/") if row["country"] else COUNTRIES)
            name = draw_name(rng, lists, country)
            while name in names:
                country = country if row["country"] else rng.choice(COUNTRIES[:21])
                name = draw_name(rng, lists, country)
            names.add(name)
            town, makes = rng.choice(lists[country]), rng.choice([*lists[f"{country} makes"], ""])
            heads = 6 if row["role"] == "small" else rng.choice(HEADS) + rng.randint(-4, 5)
            since = date(2015, 2, 2) + rng.randint(0, 2500) * DAY
            site = Site(row["role"], name, town, country, makes, heads, since)
            if site.role in ("first", "new"):
                site.since = calendar.on_or_after(today - rng.randint(60, 80) * DAY)
            site.papers = sorted(
                draw_papers(rng, calendar, site, row, today), key=lambda p: p.dated
            )
            sites.append(site)
    for n, site in enumerate(one for one in sites if one.role == "left"):
        ago = 77 if n < 2 else rng.randint(100, 170)
        site.left_on = calendar.on_or_before(today - ago * DAY)
    return sites


def draw_name(rng: Random, lists: Lists, country: str) -> str:
    """Such as Akhan Havlu."""
    return f"{rng.choice(lists[f'{country} first'])} {rng.choice(lists[f'{country} last'])}"


def draw_papers(
    rng: Random, calendar: Calendar, site: Site, row: dict[str, str], today: date
) -> Iterator[Paper]:
    """Three audits, a year or so apart, the last as its role has it; and what waits."""

    def read(kind: str, dated: date, hours: Hours) -> Paper:
        arrived = calendar.on_or_after(dated + rng.randint(9, 23) * DAY)
        days = rng.choices((2, 3, 5, 7, 13), (4, 4, 3, 2, 1))[0]
        return Paper(site, kind, dated, arrived, hours, calendar.after(arrived, days))

    if row["from"]:
        dated = calendar.on_or_before(today - draw(rng, row, "from", "to") * DAY)
        yield read(rng.choice(KINDS), dated, hours_of(rng, int(row["over"])))
        gap = int(row["gap"])
        for steady in (row["role"] != "settled", False):
            dated = calendar.on_or_before(dated - rng.randint(gap, gap + 40) * DAY)
            flawed = not steady and rng.random() < 0.2
            yield read(rng.choice(KINDS), dated, hours_of(rng, rng.choice((1, 3)) if flawed else 0))
            gap = 272
    if site.role == "small":
        for ago in (380, 740):
            yield read("questionnaire", calendar.on_or_before(today - ago * DAY), hours_of(rng, 0))
    if row["waits"]:
        dated = calendar.on_or_before(today - draw(rng, row, "dated_from", "dated_to") * DAY)
        arrived = calendar.on_or_before(today - draw(rng, row, "arrived_from", "arrived_to") * DAY)
        hours = hours_of(rng, int(row["w_over"]), int(row["w_rest"])) if row["w_over"] else Hours(0)
        yield Paper(site, row["waits"], dated, arrived, hours)


def draw(rng: Random, row: dict[str, str], low: str, high: str) -> int:
    """A number between two columns."""
    return rng.randint(int(row[low]), int(row[high]))


def hours_of(rng: Random, over: int, no_day_off: int = 0) -> Hours:
    """Hours of which `over` weeks are above sixty."""
    if over:
        return Hours(13, 60.5 + over + rng.randint(0, 8) / 2, over, no_day_off)
    return Hours(rng.choice((12, 13, 13, 13, 14)), rng.randint(96, 118) / 2, 0, no_day_off)
