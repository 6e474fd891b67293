"""The list on the census day: who waits, what is on file for them, and what they said."""

import math
from dataclasses import dataclass
from typing import Any

from .days import DAY, last_saturday, worked, working_day
from .office import REQUESTS, SPECIALTIES, Office, Pathway
from .people import LAST_NAMES

NOTES = {
    "easy about waiting": (
        "still wants it. asked about waiting a bit longer if need be: easy about it",
        "no change. not in a hurry, fine either way when asked",
        "spoke to daughter first. no hurry, the garden comes first",
        "still needs the op, no bother with waiting a while when I asked",
        "managing. said 'whenever suits the hospital'",
        "glad of the call. would not mind waiting on a bit, when asked",
    ),
    "wants a date": (
        "asks every time when it will be, told we ring",
        "pain worse since the summer, wants a date",
        "off work with it, would come at a day's notice",
        "keen, can do short notice",
        "not pleased. wants to know who decides",
    ),
    "no answer": (
        "rang out, three tries",
        "voicemail, no message left",
        "number not in use, letter sent",
    ),
}
GROUND = {"own request": "request to come off", "not attended": "consultant discharge"}
"""Kind of paper that each reason for taking a patient off the list rests on."""


@dataclass(frozen=True)
class Groups:
    """The patients that matter, by pathway; two of them with the document that is on file."""

    easy: list[str]
    """Over 18 weeks, told the validation clerks that they were easy about waiting."""
    missed: list[str]
    """Over 18 weeks, missed a pre-assessment clinic; no consultant has discharged them."""
    asked: list[tuple[str, str]]
    """Asked for time, not entered yet; the last one's paper is a doctor's."""
    treated: list[str]
    """Operated on and still on the list."""
    own_request: tuple[str, str]
    discharged: tuple[str, str]


def fill_list(office: Office, target: int) -> Groups:
    """Everybody who waits on the census day, with what is on file for them."""
    rng = office.rng
    add_consultants(office)
    within = rng.randint(328, 344)
    over = round(within * rng.uniform(0.186, 0.199))
    easy_count = over - math.floor((0.994 - target / 100) * (within + over))
    for _ in range(within - 20):
        office.waits(min(round(rng.triangular(2, 139, 50)), 124))
    add_paused(office)
    easy = [office.waits(rng.randrange(129, 174)) for _ in range(easy_count)]
    others = [office.waits(rng.randrange(131, 292)) for _ in range(over - easy_count)]
    for pathway in others[:4]:
        if (office.census - pathway.clock_start).days > 190:
            office.enter_pause(office.asks_for_time(pathway, 21, ends_before=60, doctor=True))
    orthopaedic = [office.waits(rng.randrange(128, 137), "Orthopaedics") for _ in range(2)]
    asking = [*orthopaedic, *(office.waits(rng.randrange(128, 137)) for _ in range(2))]
    treated = [office.waits(rng.randrange(140, 231)) for _ in range(3)]
    left, absent = (office.waits(rng.randrange(140, 231)) for _ in range(2))
    missed = rng.sample(others[4:], 12)
    ring_up(office, easy, [*others, *treated], [*asking, left, absent])
    hold_clinics(office, [*missed, absent, absent])
    return Groups(
        easy=[pathway.number for pathway in easy],
        missed=[pathway.number for pathway in missed],
        asked=ask_late(office, asking),
        treated=treat_on_saturday(office, treated),
        own_request=leave(office, left, "own request", "patient writes: had it done privately"),
        discharged=leave(office, absent, "not attended", "did not come twice, back to GP"),
    )


def add_consultants(office: Office) -> None:
    """Two for each specialty."""
    rng = office.rng
    surnames = iter(rng.sample(LAST_NAMES, 2 * len(SPECIALTIES)))
    for n, specialty in enumerate(2 * list(SPECIALTIES)):
        name = f"{rng.choice('ABCDEGHJKMNPRST')}. {next(surnames)}"
        office.consultants.append((f"C{n + 11}", name, specialty))


def add_paused(office: Office) -> None:
    """Sixteen who wait with a request on file: fourteen of them paused, two for later."""
    rng, census = office.rng, office.census
    for _ in range(14):
        pathway = office.waits(rng.randrange(120, 150))
        office.enter_pause(office.asks_for_time(pathway, 48, ends_before=rng.randrange(9, 40)))
    for _ in range(2):
        pathway = office.waits(rng.randrange(30, 90))
        later = (census + 20 * DAY, census + 50 * DAY)
        received = worked(census - 3 * DAY)
        office.paper(pathway, "request to wait", received, rng.choice(REQUESTS), later)


def leave(office: Office, pathway: Pathway, reason: str, summary: str) -> tuple[str, str]:
    """A paper of the last days that takes a patient off the list; pathway and document."""
    received = worked(office.census - office.rng.randrange(2, 7) * DAY)
    return pathway.number, office.paper(pathway, GROUND[reason], received, summary)


def ask_late(office: Office, asking: list[Pathway]) -> list[tuple[str, str]]:
    """Three requests and a doctor's letter of mid-month, not entered; they end after the census."""
    rng = office.rng
    asked = []
    for n, pathway in enumerate(asking):
        beyond = rng.randrange(14, 23)
        days = beyond + rng.randrange(13, 18)
        asked.append(office.asks_for_time(pathway, days, ends_before=-beyond, doctor=n == 3))
    return list(zip((pathway.number for pathway in asking), asked, strict=True))


def treat_on_saturday(office: Office, pathways: list[Pathway]) -> list[str]:
    """An extra list on the last Saturday, which the office has not heard of yet."""
    for pathway in pathways:
        office.operate(pathway, last_saturday(office.census), "Theatre 1")
    return [pathway.number for pathway in pathways]


def ring_up(
    office: Office, easy: list[Pathway], others: list[Pathway], away: list[Pathway]
) -> None:
    """The validation clerks' calls to everybody over 18 weeks; those away do not pick up."""
    rng = office.rng
    for pathway in [*easy, *others, *away]:
        outcome = rng.choice(("wants a date", "wants a date", "no answer"))
        if pathway in easy:
            outcome = "easy about waiting"
        elif pathway in away:
            outcome = "no answer"
        day = worked(office.census - rng.randrange(8, 19) * DAY)
        clerk = rng.choice(("validation-1", "validation-2"))
        office.contacts.append((pathway.number, day, clerk, outcome, rng.choice(NOTES[outcome])))


def hold_clinics(office: Office, missed: list[Pathway]) -> None:
    """Pre-assessment appointments of the last ten weeks."""
    rng = office.rng
    comers = [pathway for pathway in rng.sample(office.pathways, 110) if pathway not in missed]
    for outcome, pathways in (("attended", comers), ("did not attend", missed)):
        for pathway in pathways:
            day = working_day(office.census - rng.randrange(12, 70) * DAY, 0)
            if day > pathway.clock_start:
                office.appointments.append((pathway.number, day, "pre-assessment", outcome))


def group_facts(office: Office, groups: Groups) -> dict[str, Any]:
    """The patients that matter, and the numbers that the next entries will be given."""
    return {
        "easy": groups.easy,
        "missed": groups.missed,
        "asked": [{"pathway": p, "document": d} for p, d in groups.asked],
        "treated": groups.treated,
        "own_request": {"pathway": groups.own_request[0], "document": groups.own_request[1]},
        "discharged": {"pathway": groups.discharged[0], "document": groups.discharged[1]},
        "called": len(office.contacts),
        "next_pause": len(office.pauses) + len(groups.asked) + 1,
        "next_removal": len(office.removals) + len(groups.treated) + 3,
    }
