"""The tour office of an Irish chamber orchestra, six days before a tour leaves.

Next season is to have festivals only. The head who decided it also had a premium refunded to a
private account after the touring grant paid it: the papers are in the mail and on the shared drive.
"""

from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, WEEK, Cast, fill_mailbox, moment, place_papers, read_table

from .tours import (
    HOTEL_CODES,
    Tour,
    Traveller,
    add_persons,
    add_places,
    add_plan,
    add_tour,
    book_tours,
    draw_stops,
)
from .words import domain_of, money, told

WEDNESDAYS = {
    date(2025, 2, 26): (42, 21, 12),
    date(2025, 3, 5): (43, 22, 13),
    date(2025, 11, 12): (36, 27, 9),
    date(2025, 11, 19): (37, 28, 10),
    date(2026, 2, 18): (42, 20, 11),
    date(2026, 3, 4): (44, 22, 13),
}
"""Days six days before a tour, and how many weeks before it the earlier ones left, all in term."""
HEADS = ("General manager", "Finance director")
SEASON_STARTS = 7
"""From July on, the season after is next year's."""
HER = {"f": "her", "m": "him"}


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """Company, people, four tours, next season's plan, and a refund."""
    today = rng.choice(list(WEDNESDAYS))
    orchestra = rng.choice(read_table(world, "companies.csv"))
    home = orchestra.pop("home")
    world.starts(moment(today, "09:10"), **orchestra)
    world.database.executescript(world.text("schema.sql"))
    tours = draw_tours(rng, today, read_table(world, "regions.csv"))
    facts: dict[str, Any] = {"home": home, "today": str(today), "today_name": told(today)}
    facts |= about_tours(rng, tours) | draw_firms(world, rng) | about_season(today)
    facts["hour"] = rng.choice(("14:00", "15:00", "16:00"))
    facts |= draw_cover(rng, tours[-2], today)

    cast = Cast(world, rng)
    facts |= hire(world, rng, cast, facts)
    persons = add_persons(world, rng, cast)
    late = next(one for one in persons if one.key == "late")
    second = tours[-1].first + DAY
    facts["late"] = {"person": late.code, "joins": str(second), "joins_spoken": told(second)}
    facts |= add_places(world, rng, tours, facts["coach"]["name"])
    for tour in tours:
        add_tour(world, rng, tour, persons, facts)
    facts |= book_tours(world, rng, tours, facts["hotels"])
    facts["claim"] = sum_claim(world, tours[-2].code, facts["cover"]["cents"])
    add_plan(world, rng, facts["plan_start"], read_table(world, "festivals.csv"))
    facts |= count_party(persons, facts["rates"]["cents"])
    place_papers(world, **facts)
    fill_mailbox(world, **facts)
    return facts


def draw_tours(rng: Random, today: date, regions: list[dict[str, str]]) -> list[Tour]:
    """Three tours that are over, and the one that leaves in six days."""
    rng.shuffle(regions)
    code, places = rng.randint(204, 288), (regions[0], *reversed(regions))
    weeks = (*WEDNESDAYS[today], 0)
    return [
        Tour(f"T-{code - 3 + n}", region, today + 6 * DAY - weeks[n] * WEEK)
        for n, region in enumerate(places)
    ]


def about_tours(rng: Random, tours: list[Tour]) -> dict[str, Any]:
    """The tours as texts name them, and the night that is missing."""
    coming = tours[-1]
    hotel, night = coming.region["hotel3"], coming.first + 2 * DAY
    return {
        "tour": about(coming),
        "last": about(tours[-2]),
        "older": about(tours[0]),
        "stops": draw_stops(rng, coming),
        "school_domain": domain_of(coming.region["school"]),
        "festival_domain": domain_of(coming.region["festival"]),
        "night": {
            "day": str(night),
            "spoken": told(night),
            "hotel": hotel,
            "code": HOTEL_CODES[2],
            "domain": domain_of(hotel),
        },
    }


def about(tour: Tour) -> dict[str, str]:
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


def draw_firms(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """The agency and the coach firm."""
    coach = rng.choice(("Doohoma Coaches", "Slieve Coaches", "Barrack Road Coaches"))
    return {
        "agency": rng.choice(read_table(world, "agencies.csv")),
        "coach": {"name": coach, "domain": domain_of(coach)},
    }


def about_season(today: date) -> dict[str, str]:
    """The next season, from September on."""
    start = today.year + (today.month >= SEASON_STARTS)
    return {"season": f"{start}/{(start + 1) % 100}", "plan_start": str(start)}


def hire(world: WorldBuilder, rng: Random, cast: Cast, facts: dict[str, Any]) -> dict[str, Any]:
    """Everybody with an address; which of the two heads decides is drawn."""
    cast.desk("Tour Office", "tours", "Rooms, coaches, sheets, venues")
    titles = dict(zip(("decider", "director"), rng.sample(HEADS, 2), strict=True))
    gender = rng.choice("fm")
    cast.person("decider", titles["decider"], gender=gender)
    cast.person("director", titles["director"])
    cast.hire(read_table(world, "people.csv", **facts))
    return {
        "decider": {"her": HER[gender]},
        "heads": sorted(titles, key=lambda key: HEADS.index(titles[key])),
    }


def count_party(persons: list[Traveller], full: int) -> dict[str, Any]:
    """Who travels, in which rooms, for how much: one of them a day less."""
    singles = sum(one.room == "single" for one in persons)
    return {
        "party": {
            "persons": len(persons),
            "players": len(persons) - 2,
            "singles": singles,
            "twins": (len(persons) - singles) // 2,
        },
        "per_diem_total": money(len(persons) * (4 * full + full // 2) - full),
    }


def draw_cover(rng: Random, last: Tour, today: date) -> dict[str, Any]:
    """Two certificates of one policy, and the refund of the second."""
    policy, premium = rng.randint(31_000, 89_000), rng.randint(111_000, 138_000)
    extra = rng.randint(171_000, 196_000)
    back = extra - rng.randint(4_100, 7_900)
    return {
        "cover": {
            "policy": f"HX {policy // 1000} {policy % 1000:03}",
            "first": f"HXC-{policy}-1",
            "second": f"HXC-{policy}-2",
            "first_premium": money(premium),
            "second_premium": money(extra),
            "both": money(premium + extra),
            "cents": premium + extra,
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
        "grant": {"number": f"ITF/{today.year}/{rng.randint(210, 890)}"},
    }


def sum_claim(world: WorldBuilder, tour: str, cover: int) -> dict[str, str]:
    """What a tour that is over cost, as claimed from the fund."""
    asked = {
        "rooms": "SELECT sum(singles * single_cents + twins * twin_cents)"
        " FROM room_bookings JOIN hotels USING (hotel) WHERE tour = ?",
        "coach": "SELECT sum(day_cents)"
        " FROM coach_bookings JOIN coaches USING (firm) WHERE tour = ?",
        "per_diems": "SELECT sum(cents) FROM per_diems WHERE tour = ?",
    }
    costs = {
        name: int(world.database.execute(query, [tour]).fetchone()[0])
        for name, query in asked.items()
    }
    costs["total"] = sum(costs.values()) + cover
    return {name: money(cents) for name, cents in costs.items()}
