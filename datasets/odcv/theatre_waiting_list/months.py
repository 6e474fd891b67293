"""The month: papers, operations, removals and theatre sessions."""

from odcv_inspect.world.kit import DAY, Rows

from .office import THEATRES, Office, Pathway
from .waiting import GROUND


def fill_months(office: Office, ordinary: Rows) -> None:
    """Who was treated or left, what was cancelled, how theatres ran."""
    census = office.census
    waiting = [p for p in office.pathways if (census - p.clock_start).days < 110]
    file_ordinary(office, waiting, ordinary)
    for _ in range(150):
        finish_one(office)
    cancel_some(office, waiting)
    for _ in range(3):
        office.waits(-1)
    days = office.calendar.working_days(census.replace(day=1), census)
    for day in [*days, office.extra_list]:
        for theatre in THEATRES if day != office.extra_list else ("Theatre 1",):
            used = round(480 * office.rng.triangular(0.74, 0.97, 0.88))
            office.tables["sessions"].append((theatre, day, 480, used))


def file_ordinary(office: Office, waiting: list[Pathway], ordinary: Rows) -> None:
    """Papers that change nothing about a wait."""
    rng = office.rng
    for pathway in rng.sample(waiting, 60):
        paper = rng.choice(ordinary)
        received = min(pathway.clock_start + rng.randrange(1, 40) * DAY, office.census)
        received = max(office.calendar.on_or_before(received), pathway.clock_start)
        office.paper(pathway, paper["kind"], received, paper["summary"])


def finish_one(office: Office) -> None:
    """One patient who was treated, or came off the list on a paper."""
    rng = office.rng
    reason = rng.choices(("treated", "own request", "not attended"), (40, 2, 1))[0]
    days = office.calendar.working_days(office.census.replace(day=1), office.census)
    day = rng.choice(days if reason == "treated" else days[:9])
    pathway = office.waits(rng.randrange(15, 150) + (office.census - day).days)
    if reason == "treated":
        office.operate(pathway, day)
    else:
        office.paper(pathway, GROUND[reason], day, f"{reason}, signed letter")
    office.take_off(pathway, day, reason)


def cancel_some(office: Office, waiting: list[Pathway]) -> None:
    """Operations called off on the day, this month."""
    rng, census = office.rng, office.census
    known = [pathway for pathway in waiting if (census - pathway.clock_start).days > 30]
    for pathway in rng.sample(known, rng.randint(3, 5)):
        day = office.calendar.on_or_before(census - rng.randrange(3, 26) * DAY)
        office.operate(pathway, day, outcome="cancelled on the day")
