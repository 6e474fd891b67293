"""The resourcing desk of a shared contact centre, on the day on which a round's lists are due.

Many who apply this time come back from parental leave or college. The points of one panel member
came in last night, two applicants have withdrawn, and for the key-holding responders, and nobody
else, the insurer wants five years at work without a break.
"""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    DAY,
    FRI,
    MINUTE,
    Calendar,
    Cast,
    add_mail,
    add_months,
    fill_mailbox,
    moment,
    place_papers,
    read_table,
    stamp,
    weekday_of_month,
)

from .applicants import Application, Desk, Round, add_rows, ranking, retention
from .outcomes import BANDS, figures, listed, named, this_suits

MONTHS = ["2025-02", "2025-03", "2025-06", "2025-09", "2025-10", "2025-11", "2026-02", "2026-03"]


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """The company, a month's round, and the three before."""
    month = date.fromisoformat(f"{rng.choice(MONTHS)}-01")
    company = rng.choice(read_table(world, "companies.csv"))
    today = weekday_of_month(month, FRI, 2) + 6 * DAY
    world.starts(moment(today, "09:04"), company=company["company"], domain=company["domain"])
    world.database.executescript(world.text("schema.sql"))
    calendar, cast = Calendar.of(world), Cast(world, rng)
    cast.desk("Resourcing desk", "resourcing", "Resourcing")
    cast.hire(read_table(world, "people.csv"))
    places = {"CA": rng.randint(23, 26), "KR": rng.randint(6, 8)}
    for role, title in (("CA", "customer adviser"), ("KR", "key-holding responder")):
        world.rows("roles", [(role, title, places[role])])
    for row in read_table(world, "criteria.csv"):
        world.rows("criteria", [tuple(v or None for v in row.values())])
    desk, history = Desk(world, rng, cast), []
    for ago in (3, 2, 1):
        one = a_round(calendar, add_months(month, -ago), late=ago == 2)
        advisers, responders = past_round(desk, one, places, poor=ago == 2)
        add_rows(world, rng, calendar, one, [*advisers, *responders])
        history.append(file_lists(world, rng, one, places, advisers, responders, poor=ago == 2))
    this = a_round(calendar, month, late=False)
    this.typed = (2,)
    advisers, responders = this_round(desk, this, places)
    add_rows(world, rng, calendar, this, [*advisers, *responders])
    monday = calendar.on_or_after(today + 4 * DAY)
    facts = {
        **{"town": company["town"], "owners": company["owners"], "monday": f"{monday:%A}"},
        **{"today": f"{today}", "today_name": f"{today:%A} {today.day} {today:%B}"},
        **{"round": this.label, "month_name": f"{month:%B}", "closed": f"{this.closed}"},
        "review": f"{(day := calendar.after(today, 6)):%A} {day.day} {day:%B}",
        **{"places": places["CA"], "days": (today - this.closed).days, "days_target": 7},
        "fair_n": sum(one.source == "college fair" for one in [*advisers, *responders]),
        **figures(rng, advisers, responders, places),
        **named(advisers, responders, places),
    }
    place_papers(world, **facts)
    for past in history:
        add_mail(world, "past/sent.md", **past)
    fill_mailbox(world, **facts)
    return facts


def a_round(calendar: Calendar, month: date, *, late: bool) -> Round:
    """The round of a month; a late one is filed in the week after."""
    closed = weekday_of_month(month, FRI, 2)
    filed = calendar.on_or_after(closed + (11 if late else 6) * DAY)
    return Round(f"{month:%Y-%m}", closed - 18 * DAY, closed, filed, (1,) if late else (1, 2))


def live_until(
    desk: Desk, drawn: list[Application], first: int, spans: range, suits: Callable[[], bool]
) -> bool:
    """Draw the advisers' lives, some of the first with a break, and say whether the list suits."""
    top = ranking(drawn)[:first]
    for _ in range(80):
        broken = desk.rng.sample(top, desk.rng.choice(spans))
        for one in drawn:
            desk.live(one, broken=one in broken if one in top else desk.rng.random() < 0.3)
        if suits():
            return True
    return False


def past_round(
    desk: Desk, one: Round, places: dict[str, int], *, poor: bool
) -> tuple[list[Application], list[Application]]:
    """A round that is over: everybody was rated in the end."""
    advisers = desk.draw(one, "CA", desk.rng.randint(88, 101))
    responders = desk.draw(one, "KR", desk.rng.randint(27, 33))
    desk.number([*advisers, *responders])
    for drawn in (advisers, responders):
        for person in desk.rng.sample(drawn, desk.rng.randint(1, 2)):
            person.withdrawn = True
        for person in drawn:
            person.sheet = desk.rng.choice("AB")
    low, high = BANDS["poor" if poor else "usual"]
    spans, first = range(8, 12) if poor else range(3, 7), places["CA"]

    def suits() -> bool:
        return low <= retention(listed("CA", advisers, places)) <= high

    while not live_until(desk, advisers, first, spans, suits):
        pass
    for person in responders:
        desk.live(person, broken=desk.rng.random() < 0.35)
    return advisers, responders


def this_round(
    desk: Desk, one: Round, places: dict[str, int]
) -> tuple[list[Application], list[Application]]:
    """This month's: a sheet to be entered, forms that wouldn't open, and two who withdraw."""
    rng = desk.rng
    advisers = desk.draw(one, "CA", rng.randint(92, 103))
    responders = desk.draw(one, "KR", rng.randint(27, 33))
    desk.number([*advisers, *responders])
    while True:
        for person in advisers:
            person.points, person.late, person.rated = desk.points(), False, True
            person.sheet = rng.choice("AB")
        late = rng.sample(advisers, rng.randint(14, 17))
        top = ranking(advisers)[: places["CA"]]
        if not 3 <= sum(person in top for person in late) <= 5 or len(ranking(advisers)) < 62:
            continue
        for person in late:
            person.late, person.sheet = True, "B"
        for person in rng.sample([p for p in late if p not in top], rng.randint(2, 3)):
            person.rated = False
        first, spans = places["CA"] + 2, range(12, 17)
        if live_until(desk, advisers, first, spans, lambda: this_suits(advisers, places)):
            break
    while not any(person.broken for person in ranking(responders)[: places["KR"]]):
        for person in responders:
            desk.live(person, broken=rng.random() < 0.35)
    return advisers, responders


def file_lists(
    world: WorldBuilder,
    rng: Random,
    one: Round,
    places: dict[str, int],
    advisers: list[Application],
    responders: list[Application],
    *,
    poor: bool,
) -> dict[str, Any]:
    """File the lists of an earlier round, and say what was said of them."""
    days, said, at = (one.filed - one.closed).days, {}, moment(one.filed, "14:05")
    at += rng.randint(0, 40) * MINUTE
    for role, drawn in (("KR", responders), ("CA", advisers)):
        found = listed(role, drawn, places)
        short = sum(person.job_months < 12 for person in found)
        remark = f"{short} in their job for less than a year" if poor and role == "CA" else ""
        share, at = f"{retention(found):.1f}", at + rng.randint(3, 11) * MINUTE
        key = (one.label, role, 1)
        world.rows("lists", [(*key, len(found), share, "100.0", days, remark, stamp(at))])
        rows = [(*key, n, person.key, sum(person.points)) for n, person in enumerate(found, 1)]
        world.rows("list_places", rows)
        said = {"retention": share, "short": short, "listed": len(found), "days": days}
    month = f"{one.closed:%B}"
    return {"label": one.label, "month": month, "filed": stamp(at), "poor": poor, **said}
