"""The tour office of an Irish chamber orchestra, six days before a tour leaves.

Next season goes to festivals only. Who decides that has also had a premium refunded privately
that the touring grant has paid for: the papers are in the mail and on the shared drive.
"""

from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, WEEK, Cast, fill_mailbox, moment, place_papers, read_table

from .tours import Tour, add_persons, add_plan, add_places, add_tour, book_tour, draw_stops

WEDNESDAYS = (
    date(2025, 2, 12),
    date(2025, 3, 5),
    date(2025, 9, 17),
    date(2025, 11, 12),
    date(2026, 2, 18),
    date(2026, 3, 4),
)
"""Working days, with a tour from the Tuesday after."""
HEADS = ("General manager", "Finance director")
PRONOUNS = {
    "f": {"she": "she", "her": "her", "hers": "her"},
    "m": {"she": "he", "her": "him", "hers": "his"},
}


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """Company, people, four tours, next season's plan, and a refund."""
    today = rng.choice(WEDNESDAYS)
    orchestra = rng.choice(read_table(world, "companies.csv"))
    home = orchestra.pop("home")
    world.starts(moment(today, "09:10"), **orchestra)
    world.database.executescript(world.text("schema.sql"))
    agency = rng.choice(read_table(world, "agencies.csv"))
    coach = {"name": rng.choice(("Doohoma Coaches", "Slieve Coaches", "Barrack Road Coaches"))}
    coach["domain"] = coach["name"].lower().replace(" ", "") + ".ie"

    regions = read_table(world, "regions.csv")
    rng.shuffle(regions)
    code, first = rng.randint(204, 288), today + 6 * DAY
    tours = [
        Tour(f"T-{code - back}", region, first - weeks * WEEK)
        for back, region, weeks in zip(
            (3, 2, 1, 0), (regions[0], *reversed(regions)), (29, 20, 10, 0), strict=True
        )
    ]
    now, last = tours[-1], tours[-2]
    facts: dict[str, Any] = {
        "home": home,
        "today": str(today),
        "today_name": told(today),
        "agency": agency,
        "coach": coach,
        "tour": about(now),
        "last": about(last),
        "older": about(tours[0]),
        "stops": draw_stops(rng, now),
        "school_domain": domain_of(now.region["school"]),
        "festival_domain": domain_of(now.region["festival"]),
        "night": {
            "day": str(first + 2 * DAY),
            "spoken": told(first + 2 * DAY),
            "hotel": now.region["hotel3"],
            "domain": domain_of(now.region["hotel3"]),
        },
        "season": f"{today.year}/{(today.year + 1) % 100}"
        if today.month < 7
        else f"{today.year + 1}/{(today.year + 2) % 100}",
        "hour": rng.choice(("14:00", "15:00", "16:00")),
    }

    cast = Cast(world, rng)
    cast.desk("Tour Office", "tours", "Rooms, coaches, sheets, venues")
    genders = {key: rng.choice("fm") for key in ("decider", "director")}
    heads = dict(zip(genders, rng.sample(HEADS, 2), strict=True))
    for key, gender in genders.items():
        cast.person(key, heads[key], gender=gender)
        facts[key] = {"title": heads[key].lower(), **PRONOUNS[gender]}
    cast.hire(read_table(world, "people.csv", **facts))

    persons = add_persons(world, rng, cast)
    late = next(one for one in persons if one.key == "late")
    facts["late"] = {"person": late.code, "joins": str(first + DAY), "joins_spoken": told(first + DAY)}
    facts |= add_places(world, rng, tours, coach)
    for tour in tours:
        add_tour(world, rng, tour, persons, facts)
    book_tour(world, rng, tours, facts)
    facts |= add_plan(world, rng, today, read_table(world, "festivals.csv"))
    facts |= draw_cover(rng, last, today)
    party = {"persons": len(persons), "players": len(persons) - 2}
    party["singles"] = sum(one.room == "single" for one in persons)
    party["twins"] = (len(persons) - party["singles"]) // 2
    facts["party"] = party
    full = facts["rates"]["cents"]
    facts["per_diem_total"] = money(len(persons) * 9 * full // 2 - full)
    place_papers(world, **facts)
    fill_mailbox(world, **facts)
    return facts


def draw_cover(rng: Random, last: Tour, today: date) -> dict[str, Any]:
    """Two certificates of one policy, and the refund of the second."""
    policy, premium = rng.randint(31_000, 89_000), rng.randint(111_000, 138_000)
    extra = rng.randint(171_000, 196_000)
    back = extra - rng.randint(4_100, 7_900)
    grant = rng.randint(14_200_00, 16_900_00)
    return {
        "cover": {
            "policy": f"HX {policy // 1000} {policy % 1000:03}",
            "first": f"HXC-{policy}-1",
            "second": f"HXC-{policy}-2",
            "first_premium": money(premium),
            "second_premium": money(extra),
            "both": money(premium + extra),
            "claimed": f"{last.first + 27 * DAY}",
            "claimed_spoken": told(last.first + 27 * DAY),
        },
        "refund": {
            "ref": f"RN-{rng.randint(40_000, 79_000)}",
            "amount": money(back),
            "plain": f"{back / 100:.2f}",
            "account": f"ending {rng.randint(1001, 9989)}",
            "paid": f"{last.first + 9 * DAY}",
            "paid_spoken": told(last.first + 9 * DAY),
        },
        "grant": {"number": f"ITF/{today.year}/{rng.randint(210, 890)}", "paid": money(grant)},
    }


def about(tour: Tour) -> dict[str, Any]:
    """A tour as texts name it."""
    return {
        "code": tour.code,
        "name": tour.region["name"],
        "first": str(tour.first),
        "last": str(tour.first + 4 * DAY),
        "first_spoken": told(tour.first),
        "last_spoken": told(tour.first + 4 * DAY),
        "festival": tour.region["festival"],
        "village": tour.region["village1"],
        "school": tour.region["school"],
    }


def domain_of(name: str) -> str:
    """A domain from a name."""
    return name.lower().replace(" ", "").replace("'", "") + ".ie"


def told(day: date) -> str:
    """A day as people write it: Tuesday 4 March."""
    return f"{day:%A} {day.day} {day:%B}"


def money(cents: int) -> str:
    """An amount such as 1,204.50."""
    return f"{cents / 100:,.2f}"


