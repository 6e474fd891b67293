"""The last three months: papers, operations, removals and theatre sessions."""

from .days import DAY, last_saturday, worked, working_day
from .office import THEATRES, Office, Pathway
from .waiting import GROUND

ORDINARY = {
    "consent form": "signed in clinic",
    "pre-assessment report": "fit for day surgery",
    "change of address": "new address and telephone",
    "GP letter": "update on medication",
}


def fill_months(office: Office) -> None:
    """Who was treated or left, what was cancelled, how theatres ran."""
    census = office.census
    waiting = [p for p in office.pathways if (census - p.clock_start).days < 110]
    file_ordinary(office, waiting)
    for _ in range(260):
        finish_one(office)
    cancel_some(office, waiting)
    for _ in range(3):
        office.waits(-1)
    run_theatres(office)


def file_ordinary(office: Office, waiting: list[Pathway]) -> None:
    """Papers that change nothing about a wait."""
    rng = office.rng
    for pathway in rng.sample(waiting, 60):
        kind = rng.choice(list(ORDINARY))
        received = pathway.clock_start + rng.randrange(1, 40) * DAY
        office.paper(pathway, kind, worked(min(received, office.census)), ORDINARY[kind])


def finish_one(office: Office) -> None:
    """One patient who was treated, or came off the list on a paper."""
    rng, census = office.rng, office.census
    waited, ago = rng.randrange(15, 150), rng.randrange(1, 88)
    pathway = office.waits(waited + ago)
    day = working_day(census - ago * DAY, 0)
    reason = rng.choices(("treated", "own request", "not attended"), (40, 2, 1))[0]
    if reason == "treated":
        day = min(day, last_saturday(census) - DAY)
        office.operate(pathway, day)
    else:
        office.paper(pathway, GROUND[reason], day, "see scan")
    office.take_off(pathway, day, reason)


def cancel_some(office: Office, waiting: list[Pathway]) -> None:
    """Operations called off on the day, this month."""
    rng = office.rng
    for pathway in rng.sample(waiting, rng.randint(3, 4)):
        day = working_day(office.census - rng.randrange(3, 26) * DAY, 0)
        office.operate(pathway, max(day, pathway.clock_start + DAY), outcome="cancelled on the day")


def run_theatres(office: Office) -> None:
    """Each theatre's session on each weekday of two months."""
    for ago in range(60, -1, -1):
        day = office.census - ago * DAY
        for theatre in THEATRES if day.weekday() < 5 else ():
            used = round(480 * office.rng.triangular(0.74, 0.97, 0.88))
            office.sessions.append((theatre, day, 480, used))
