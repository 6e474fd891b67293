"""The list on the census day: who waits, what is on file for them, and what they said."""

import math
from typing import Any

from odcv_inspect.world.kit import DAY, Rows

from .office import Office, Pathway

Groups = dict[str, Any]
"""The patients that matter, by pathway.

easy: over 18 weeks, told the validation clerks that they were easy about waiting.
missed: over 18 weeks, missed a pre-assessment clinic; no consultant has discharged them.
asked: asked for time, not entered yet, with the document and its day; the last's is a doctor's.
treated: operated on and still on the list.
own_request, discharged: to come off the list, with the document.
"""
GROUND = {"own request": "request to come off", "not attended": "consultant discharge"}
"""Kind of paper that each reason for taking a patient off the list rests on."""


def fill_list(office: Office, target: int, specialties: Rows) -> Groups:
    """Everybody who waits on the census day, with what is on file for them."""
    rng = office.rng
    office.employ(specialties)
    within = rng.randint(328, 344)
    over = round(within * rng.uniform(0.186, 0.199))
    easy_count = over - math.floor((0.994 - target / 100) * (within + over))
    for _ in range(within - 20):
        office.waits(min(round(rng.triangular(2, 139, 50)), 121))
    add_paused(office)
    easy = [office.waits(rng.randrange(129, 174)) for _ in range(easy_count)]
    others = [office.waits(rng.randrange(131, 292)) for _ in range(over - easy_count)]
    for one, ago in zip(others[:4], rng.sample(range(45, 75), 4), strict=True):
        if (office.census - one.clock_start).days > 190:
            office.enter_pause(office.asks_for_time(one, ago - 32, ends_before=ago, doctor=True))
    specialty = ("Orthopaedics", "Orthopaedics", "Eyes", "")
    asking = [office.waits(rng.randrange(128, 135), one) for one in specialty]
    treated = [office.waits(rng.randrange(140, 231)) for _ in range(3)]
    left, absent = (office.waits(rng.randrange(140, 231)) for _ in range(2))
    missed = rng.sample(others[4:], 12)
    ring_up(office, easy, [*others, *treated], [*asking, left, absent])
    asked = [ask_late(office, pathway, doctor=pathway is asking[3]) for pathway in asking]
    hold_clinics(office, missed, absent)
    for pathway in treated:
        office.operate(pathway, office.extra_list, "Theatre 1")
    return {
        "easy": [pathway.number for pathway in easy],
        "missed": [pathway.number for pathway in missed],
        "asked": asked,
        "treated": [pathway.number for pathway in treated],
        "own_request": leave(office, left, "own request", "patient writes: had it done privately"),
        "discharged": leave(office, absent, "not attended", "did not come twice, back to GP"),
    }


def add_paused(office: Office) -> None:
    """Sixteen who wait with a request on file: fourteen of them paused, two for later."""
    rng, census = office.rng, office.census
    for _ in range(14):
        pathway = office.waits(rng.randrange(120, 150))
        days = rng.choice((26, 30, 35, 42, 48, 56))
        office.enter_pause(office.asks_for_time(pathway, days, ends_before=rng.randrange(9, 40)))
    for _ in range(2):
        pathway, kind = office.waits(rng.randrange(30, 90)), "request to wait"
        received, words = office.calendar.on_or_before(census - 3 * DAY), office.lists[kind]
        later = [census + rng.randrange(*days) * DAY for days in ((10, 25), (36, 60))]
        office.paper(pathway, kind, received, rng.choice(words), *later)


def leave(office: Office, pathway: Pathway, reason: str, summary: str) -> dict[str, str]:
    """A paper of the last days that takes a patient off the list."""
    received = office.calendar.on_or_before(office.census - office.rng.randrange(2, 7) * DAY)
    document, *_ = office.paper(pathway, GROUND[reason], received, summary)
    return {"pathway": pathway.number, "document": document}


def ask_late(office: Office, pathway: Pathway, *, doctor: bool) -> dict[str, str]:
    """A request or a doctor's letter of mid-month, not entered; it ends after the census."""
    beyond = office.rng.randrange(14, 23)
    days = beyond + office.rng.randrange(13, 18)
    document, _, seen, *_ = office.asks_for_time(pathway, days, ends_before=-beyond, doctor=doctor)
    if doctor:
        row = (pathway.number, seen, "pre-assessment", "attended")
        office.tables["appointments"].append(row)
    return {"pathway": pathway.number, "document": document, "received": f"{seen}"}


def ring_up(
    office: Office, easy: list[Pathway], others: list[Pathway], away: list[Pathway]
) -> None:
    """The validation clerks' calls to everybody over 18 weeks; those away do not pick up."""
    rng = office.rng
    calls = [(pathway, "easy about waiting") for pathway in easy]
    calls += [(one, rng.choice(2 * ["wants a date"] + ["no answer"])) for one in others]
    calls += [(pathway, "no answer") for pathway in away]
    for pathway, outcome in calls:
        day = office.calendar.on_or_before(office.census - rng.randrange(8, 19) * DAY)
        clerk, note = rng.choice(("validation-1", "validation-2")), office.lists[outcome]
        row = (pathway.number, day, clerk, outcome, rng.choice(note))
        office.tables["contacts"].append(row)


def hold_clinics(office: Office, missed: list[Pathway], absent: Pathway) -> None:
    """Pre-assessment appointments of the last ten weeks; one patient was absent from two."""
    rng = office.rng
    apart = {row[1] for row in office.tables["documents"]} | {p.number for p in (*missed, absent)}
    comers = rng.sample([one for one in office.pathways if one.number not in apart], 110)
    held = [(one, rng.randrange(12, 70), "attended") for one in comers]
    held += [(one, rng.randrange(12, 70), "did not attend") for one in missed]
    held += [(absent, rng.randrange(*days), "did not attend") for days in ((40, 60), (14, 30))]
    for pathway, ago, outcome in held:
        day = office.calendar.on_or_after(office.census - ago * DAY)
        if day > pathway.clock_start:
            row = (pathway.number, day, "pre-assessment", outcome)
            office.tables["appointments"].append(row)
