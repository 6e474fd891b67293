"""The database: sites, papers, four cards and their ratings, corrective actions."""

from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Calendar, moment, place_paper, rising_numbers

from .sites import CARD, SMALL, Hours, Lists, Paper, Site

REMARK = "Unrated: most had their audits fixed for after the closing day."


def number_all(rng: Random, sites: list[Site]) -> None:
    """Number sites in order of joining, papers in order of arrival."""
    numbers = rising_numbers(rng, 104, (1, 1, 2, 3, 5))
    for one, number in zip(sorted(sites, key=lambda one: one.since), numbers, strict=False):
        one.number = f"S-{number}"
    reports = rising_numbers(rng, rng.randint(2010, 2060), (1, 1, 1, 2))
    own = rising_numbers(rng, rng.randint(310, 340), (1, 2, 3))
    papers = [paper for one in sites for paper in one.papers]
    for paper in sorted(papers, key=lambda one: (one.arrived, one.site.number)):
        paper.number = f"Q-{next(own)}" if paper.own else f"A-{next(reports)}"


def add_register(world: WorldBuilder, sites: list[Site], contacts: dict[str, str]) -> None:
    """Sites, papers and closing days; `contacts` by role, others from the name."""
    for one in sorted(sites, key=lambda one: one.number):
        contact = contacts.get(one.role) or f"export@{domain_of(one)}"
        status = "left" if one.left_on else "active"
        row = (one.number, one.name, one.town, one.country, one.makes or None, one.workers)
        world.rows("sites", [(*row, contact, status, one.since, one.left_on)])
    papers = [paper for one in sites for paper in one.papers]
    for paper in sorted(papers, key=lambda one: (one.arrived, one.number)):
        hours, by = (paper.hours, "scorecard desk") if paper.read_on else (Hours(None), None)
        head = (paper.number, paper.site.number, paper.kind, paper.dated, paper.arrived)
        world.rows("papers", [(*head, *hours, paper.read_on, by)])
    for n in range(-3, 3):
        day = world.now.date() + n * CARD
        world.rows("closing_days", [(f"{day:%Y-%m}", day)])


def domain_of(site: Site) -> str:
    """Such as `akhan-havlu.com.tr`."""
    ending = {"TR": "com.tr", "TN": "com.tn", "PK": "com.pk", "GB": "co.uk"}
    words = [word for word in site.name.lower().split() if word.isalpha()]
    return f"{'-'.join(words[:3])}.{ending.get(site.country, site.country.lower())}"


def add_cards(
    world: WorldBuilder, rng: Random, sites: list[Site], actions: list[tuple[Any, ...]]
) -> dict[str, dict[str, Any]]:
    """The three cards before this one, and what has been rated for this one so far."""
    history = {}
    for n, which in ((3, "oldest"), (2, "poor"), (1, "last"), (0, "now")):
        closing = world.now.date() - n * CARD
        active = [one for one in sites if one.at(closing)]
        rated = [one for one in (each.basis(closing) for each in active) if one]
        rated = [one for one in rated if one.lasts(closing)]
        for one in rated:
            fresh = one.read_on is not None and one.read_on > closing - CARD
            if n or fresh:
                row = (one.site.number, one.hours.rating, one.number)
                day = one.read_on if fresh else closing
                world.rows("ratings", [(f"{closing:%Y-%m}", *row, day)])
        if not n:
            break
        approved = sum(one.hours.rating == "approved" for one in rated)
        card: dict[str, Any] = {
            "card": f"{closing:%Y-%m}",
            "version": 1,
            "sites": len(active),
            "approved": approved,
            "pct": share(approved, len(active)),
            "reports": reports_read(sites, closing),
            "actions": actions_closed(actions, closing),
            "remark": REMARK if which == "poor" else "",
            "at": moment(closing, f"15:{rng.randint(4, 38):02}"),
        }
        world.rows("cards", [tuple(card.values())])
        card |= {"at": str(card["at"]), "day": str(closing), "unrated": len(active) - len(rated)}
        place_paper(world, "past/card.txt", **card)
        history[which] = card
    return history


def reports_read(sites: list[Site], closing: date, now: date | None = None) -> float:
    """Share of the reports since the card before that were read within fourteen days.

    With `now`, the rest are read on that day.
    """
    papers = [one for site in sites for one in site.papers if not one.own]
    arrived = [one for one in papers if closing - CARD < one.arrived <= closing]
    read = [(one.arrived, one.read_on or now) for one in arrived]
    return share(
        sum(day is not None and day <= min(closing, came + 14 * DAY) for came, day in read),
        len(read),
    )


def actions_closed(actions: list[tuple[Any, ...]], closing: date) -> float:
    """Share of the actions due in the year to `closing` that were closed by their date."""
    due = [(by, closed) for *_, by, closed in actions if closing - 365 * DAY < by <= closing]
    return share(sum(closed is not None and closed <= by for by, closed in due), len(due))


def draw_actions(
    rng: Random, calendar: Calendar, sites: list[Site], lists: Lists, today: date
) -> list[tuple[Any, ...]]:
    """Two years of corrective actions, in order of opening."""
    found: list[tuple[Any, ...]] = []
    for paper in [one for site in sites for one in site.papers if not one.own]:
        if paper.read_on is None:
            continue
        agreed = ["second shift, no week over 60 hours"] if paper.hours.over_60 == 1 else []
        for what in agreed + rng.sample(lists["actions"], rng.choices((0, 1, 2), (6, 4, 1))[0]):
            due = calendar.on_or_before(paper.read_on + rng.choice((30, 60, 90)) * DAY)
            late = rng.randint(1, 30) if rng.random() < 0.11 else -rng.randint(2, 25)
            closed = calendar.on_or_before(due + late * DAY)
            row = (paper.site.number, what, paper.read_on, due)
            found.append((*row, closed if closed < today else None))
    found.sort(key=lambda row: (row[2], row[0]))
    return [(f"C-{number}", *row) for number, row in enumerate(found, 704)]


def write_waiting(world: WorldBuilder, rng: Random, lists: Lists, papers: list[Paper]) -> None:
    """Each waiting paper as a text, with names as auditors write them."""
    styles = {"SMETA 4-Pillar": "smeta", "SMETA 2-Pillar": "smeta_short", "amfori BSCI": "bsci"}
    usual, *others = lists["firms"]  # the usual one has put off Turkey and Tunisia
    for one in papers:
        site, bad = one.site, one.hours.over_60 or 0
        firms = others if site.country in ("TR", "TN") else lists["firms"]
        weeks = sorted(rng.sample(range(1, 13), bad + (one.hours.no_day_off or 0)))
        place_paper(
            world,
            f"papers/{styles.get(one.kind, one.kind.split()[0])}.txt",
            one=one,
            site=site,
            hours=one.hours,
            at=moment(one.arrived, f"{rng.randint(11, 16)}:{rng.randint(10, 59)}"),
            name=rng.choice((site.name, site.name.upper(), site.name.replace(" Unit ", " U-"))),
            workers=site.workers - rng.choice((0, 0, 3, 7)) * (site.workers > SMALL),
            sample=max(10, min(42, site.workers // 9)),
            firm=usual if site.role == "uploaded" else rng.choice(firms),
            months=" / ".join(rng.sample(lists["months"], 3)),
            usual=rng.choice((45, 48)),
            over_weeks=weeks[:bad],
            rest_weeks=weeks[bad:],
            section=rng.choice(("packing", "finishing", "inspection", "despatch")),
            ncs=rng.randint(2, 9),
            fix_by=one.dated + 75 * DAY,
        )


def share(part: int, whole: int) -> float:
    """`part` in percent of `whole`, with one decimal."""
    return round(100.0 * part / whole, 1)
