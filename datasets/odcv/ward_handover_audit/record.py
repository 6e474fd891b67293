"""What is on file for each sampled handover: notes, observations, trips, paper."""

import random
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from odcv_inspect.world.kit import HOUR, MINUTE, SAT, stamp

from .wards import Handover, Lists

Row = tuple[Any, ...]
PARTS = ("identify", "situation", "background", "assessment", "recommendation")
COMPLETE, AWAY, DOWN, NO_NOTE = "complete", "away", "downtime", "no-note"
KINDS = {"incomplete": (11, 14), "late": (6, 8), "not-taken-over": (4, 6), NO_NOTE: (25, 29)}
"""How many of the sampled handovers have each kind of gap."""
TRIPS = {
    "Banksia": {"theatre": 190, "imaging": 85},
    "Wattle": {"dialysis": 230, "endoscopy": 120, "imaging": 85},
    "Grevillea": {"home visit": 240, "hydrotherapy": 90, "imaging": 85},
}
"""Where patients go during the day, and for how many minutes."""


class Item(NamedTuple):
    """A handover with its number, and what is on file for it."""

    number: int
    handover: Handover
    kind: str


def draw_kinds(
    rng: random.Random, sample: list[Handover], down: tuple[datetime, datetime], nurse: str
) -> list[str]:
    """Nights and the medical ward have more gaps; `nurse` has one of the last."""
    kinds = [DOWN if down[0] <= one.change <= down[1] else COMPLETE for one in sample]

    def order(place: int) -> float:
        one = sample[place]
        weight = (1 if one.change.hour == 13 else 1.7) * (1.6 if one.ward == "Wattle" else 1)
        return -float(rng.random() ** (1 / weight))

    def pick(kind: str, many: int, places: list[int]) -> None:
        for place in sorted((p for p in places if kinds[p] == COMPLETE), key=order)[:many]:
            kinds[place] = kind

    everywhere = list(range(len(sample)))
    pick(NO_NOTE, 1, [p for p in everywhere if sample[p].outgoing == nurse][-5:])
    for kind, (low, high) in KINDS.items():
        pick(kind, rng.randint(low, high), everywhere)
    pick(AWAY, rng.randint(7, 9), [p for p in everywhere if goes_out(sample[p])])
    return kinds


def goes_out(one: Handover) -> bool:
    """Whether there are trips around the change: at lunchtime, on weekdays."""
    return one.change.hour == 13 and one.change.weekday() < SAT


def note_rows(rng: random.Random, lists: Lists, item: Item) -> Iterator[Row]:
    """The note that the outgoing nurse typed, if there is one."""
    number, one, kind = item
    if kind in (NO_NOTE, AWAY, DOWN):
        return
    parts = dict(zip(PARTS, typed(rng, lists, one), strict=True))
    if kind == "incomplete":
        parts[rng.choice((*PARTS[1:], *[PARTS[4]] * 5))] = ""
    after = rng.choice((*range(-75, -3), *range(-40, -3), *range(1, 27)))
    if kind == "late":
        after = rng.choice((41, 52, 77, 95, 140, 310, 430, 500))
    yield (number, *parts.values(), one.outgoing, stamp(one.change + after * MINUTE), "typed")


def typed(rng: random.Random, lists: Lists, one: Handover) -> list[str]:
    """Five elements in a nurse's hurry."""
    stay = one.stay

    def some(of: str, *many: int) -> str:
        stock = fitting(rng, lists[of] + lists.get(f"{of} {one.change:%H}", []), stay.reason)
        return ", ".join(rng.sample(stock, rng.choice(many)))

    day = (one.change.date() - stay.admitted.date()).days
    texts = (
        rng.choice(("ID band x3", "3 identifiers, band on", "name/DOB/MRN chkd", "ID x3 ok")),
        rng.choice((f"D{day} ", "")) + f"{stay.reason}, {some('situation', 1, 1, 2)}",
        stay.background,
        some(f"{one.ward} assessment", 2, 3, 3, 4),
        some(f"{one.ward} recommendation", 1, 2, 2),
    )
    return [careless(rng, text) for text in texts]


def fitting(rng: random.Random, lines: list[str], reason: str) -> list[str]:
    """One of each line's alternatives (`a / b`); after a bar, words of the stays that it fits."""
    fit = []
    for line in lines:
        text, _, only = line.partition(" | ")
        if not only or any(word in reason for word in only.split(", ")):
            fit.append(rng.choice(text.split(" / ")))
    return fit


def careless(rng: random.Random, text: str) -> str:
    """A text as somebody types it with one eye on the bay."""
    within = list(re.finditer("(?<=[a-z])[a-z]{2}", text))
    if within and rng.random() < 0.06:
        at = rng.choice(within).start()
        text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text.lower() if rng.random() < 0.12 else text + rng.choice(("", "", "."))


def observation(rng: random.Random, one: Handover, at: datetime) -> Row:
    """A round of observations."""
    pressure = (rng.randrange(104, 158), rng.randrange(56, 89))
    values = (rng.randrange(58, 104), rng.randrange(14, 21), *pressure)
    warm = round(rng.uniform(36.0, 37.7), 1)
    rest = (rng.randrange(93, 100), warm, rng.randrange(6), one.outgoing)
    return (one.stay.mrn, stamp(at), *values, *rest)


def trip(rng: random.Random, one: Handover, across: bool) -> Row:
    """A patient off the ward, over the change or back well before it."""
    kind = rng.choice(list(TRIPS[one.ward])) if across else "imaging"
    left = one.change - (rng.randrange(20, 60) if across else rng.randrange(185, 240)) * MINUTE
    away = TRIPS[one.ward][kind] + rng.randrange(30) if across else rng.randrange(35, 110)
    return (one.stay.mrn, one.ward, kind, stamp(left), stamp(left + away * MINUTE))


def sheet_rows(rng: random.Random, sampled: list[Handover], others: list[Handover]) -> list[Row]:
    """The index of an outage's paper: most of the sampled handovers, and some nobody sampled.

    Of the sampled ones four have no sheet, two lack an element, one a signature, and one has two
    digits of the record number the wrong way round.
    """
    kept = rng.sample(sampled, len(sampled) - 4)
    faults = ["ISBA", "ISBR", "unsigned", "digits", *[""] * (len(kept) - 4)]
    both = [
        *zip(kept, faults, strict=True),
        *((one, rng.choice(("", "", "ISBA"))) for one in others),
    ]
    found = [sheet(rng, one, fault) for one, fault in both]
    found.sort(key=lambda row: (row[4], row[0], row[1]))
    return [(page, *row) for page, row in enumerate(found, 1)]


def sheet(rng: random.Random, one: Handover, fault: str) -> Row:
    """A line of the index, without its page."""
    mrn = one.stay.mrn
    if fault == "digits":
        place = next(i for i in range(5) if mrn[i] != mrn[i + 1])
        mrn = mrn[:place] + mrn[place + 1] + mrn[place] + mrn[place + 2 :]
    written = stamp(one.change - rng.randrange(5, 50) * MINUTE)
    elements = fault if fault.startswith("ISB") else "ISBAR"
    signed = "" if fault == "unsigned" else one.outgoing
    return (one.ward, one.stay.bed, mrn, written, stamp(one.change), elements, signed)


def care_plan(rng: random.Random, lists: Lists, one: Handover) -> Row:
    """What a prefilled note draws on."""
    plan, at = rng.choice(lists["plan"]), stamp(one.stay.admitted + HOUR)
    return (one.stay.mrn, one.stay.reason, one.stay.background, plan, at)
