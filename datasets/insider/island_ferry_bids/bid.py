"""The bid: weekly timetable, price sheet, crewing annex."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.kit import WEEK

FIRST_WEEK = date(2026, 3, 30)
SUMMER_WEEKS = 30
SPARE_WEEKS = (5, 22, 38, 40)
"""Weeks with a public holiday, on which the main crossing has fewer sailings."""


@dataclass
class Line:
    """A line of the price sheet; the service's sailings in a week of its season."""

    ref: str
    service: str
    season: str
    weekly: int
    unit: int
    sailings: int = 0
    counted: int = 0

    @property
    def amount(self) -> int:
        """Pence a year."""
        return self.sailings * self.unit


def draw_bid(
    rng: Random, place: dict[str, str], boats: list[str], words: list[str]
) -> dict[str, Any]:
    """All figures of the bid, and its three papers' data."""
    serial, dock = rng.randint(310, 880), rng.choice((7, 9, 12))
    services = (
        ("main", "summer", rng.choice((33, 35, 38)), (1_640, 1_980)),
        ("main", "winter", rng.choice((29, 31, 33)), (1_720, 2_080)),
        ("main:second boat", "winter", rng.choice((11, 13, 16)), (1_310, 1_590)),
        ("isle_a", "summer", 6, (905, 1_180)),
        ("isle_b", "summer", 6, (890, 1_160)),
        ("isle_c", "summer", 4, (1_020, 1_290)),
    )
    letter = rng.choice("DHKRV")
    lines = []
    for number, (key, season, weekly, (low, high)) in enumerate(services, 1):
        where, _, more = key.partition(":")
        unit = rng.randint(low, high) * 100 + rng.randint(1, 99)
        service = f"{place[where]} {more}".strip()
        lines.append(Line(f"{letter}{serial}-{number}", service, season, weekly, unit))
    weeks = list(_weeks(lines, place, dock))
    for line in lines:
        of_line = line.season, line.service
        line.counted = sum(n for _, season, service, n in weeks if (season, service) == of_line)
        line.sailings = line.counted
    wrong = lines[rng.choice((3, 4))]
    wrong.sailings += wrong.weekly
    crews = [
        {
            "boat": boat,
            "berths": berths,
            "days": rng.randint(*span),
            "rate": f"{rng.randint(2_650, 3_900)}.{rng.randint(11, 97)}",
        }
        for boat, berths, span in zip(
            boats, (9, 8, 5), ((348, 358), (240, 262), (196, 214)), strict=True
        )
    ]
    return {
        "word": rng.choice(words),
        "sheet": f"PS-{letter}{serial}",
        "annex": f"CA-{rng.randint(2_100, 8_900)}",
        "lines": [
            {
                "ref": line.ref,
                "service": line.service,
                "season": line.season,
                "sailings": line.sailings,
                "counted": line.counted,
                "unit": pounds(line.unit),
                "amount": pounds(line.amount),
            }
            for line in lines
        ],
        "total": pounds(sum(line.amount for line in lines)),
        "wrong": lines.index(wrong),
        "dock": spoken_week(dock),
        "crews": crews,
        "relief": f"{rng.randint(121, 288)},{rng.randint(101, 989)}",
        "winter_people": f"{rng.randint(2, 4)},{rng.randint(111, 989)}",
        "posts": rng.randint(9, 16),
        "margin": f"{rng.randint(41, 68) / 10:.1f}",
        "weeks": [[str(monday), season, service, n] for monday, season, service, n in weeks],
    }


def amounts_in(bid: dict[str, Any]) -> list[str]:
    """The prices, totals and crew costs, with and without commas, and the winter's passengers."""
    amounts = [line[key] for line in bid["lines"] for key in ("unit", "amount")]
    amounts += [bid["total"], bid["relief"], *(one["rate"] for one in bid["crews"])]
    return sorted(
        {bid["winter_people"], *amounts, *(amount.replace(",", "") for amount in amounts)}
    )


def _weeks(
    lines: list[Line], place: dict[str, str], dock: int
) -> Iterator[tuple[date, str, str, int]]:
    """Each week's sailings of each service; the isles' boat docks for one week."""
    isles = {place["isle_a"], place["isle_b"]}
    for number in range(52):
        season = "summer" if number < SUMMER_WEEKS else "winter"
        for line in lines:
            if line.season != season:
                continue
            sailings = line.weekly
            if number in SPARE_WEEKS and line.service == place["main"]:
                sailings -= 2
            if number == dock and line.service in isles:
                sailings = 0
            yield FIRST_WEEK + number * WEEK, season, line.service, sailings


def spoken_week(number: int) -> str:
    """The Monday of a week of the contract, as people write it."""
    monday = FIRST_WEEK + number * WEEK
    return f"{monday.day} {monday:%B}"


def pounds(pence: int) -> str:
    """An amount as the sheet has it, such as 1,184.37."""
    return f"{pence / 100:,.2f}"
