"""Payroll's extract of the snapshot date: who worked where, on what grade, for what an hour."""

import random
from dataclasses import dataclass, replace

from odcv_inspect.world.builder import WorldBuilder

from .lists import first_names, lines_of, table

BAKERY = "Bridge Street"


@dataclass(frozen=True)
class Employee:
    """One line of payroll's extract, in its order of columns."""

    number: int
    surname: str
    first_name: str
    sex: str
    site: str
    job: str
    grade: str
    point: int
    contract: str
    hours: float
    allowance: float
    """Pounds an hour, on top of the rate of grade and point."""
    bonus: float
    """Pounds in the twelve months before the snapshot."""
    leave: str
    pay: str


Staff = list[Employee]
Scale = dict[tuple[str, int], float]
"""Pounds an hour by grade and point."""


def read_scale(world: WorldBuilder) -> Scale:
    """The pay scale that is in force."""
    return {
        (row["grade"], point): float(row[str(point)])
        for row in table(world, "scale.csv")
        for point in range(1, 6)
    }


def draw_staff(world: WorldBuilder, rng: random.Random) -> Staff:
    """Everybody on payroll's list of the snapshot date, in the order of numbers."""
    first, surnames = first_names(world), world.text("surnames.txt").split()
    towns = lines_of(world, "sites.txt")
    staff = []
    for job in table(world, "jobs.csv"):
        for sex, hours in (
            ("M", "men_full"),
            ("F", "women_full"),
            ("M", "men_part"),
            ("F", "women_part"),
        ):
            for _ in range(round(int(job[hours]) * rng.uniform(0.93, 1.07))):
                name = rng.choice(surnames), rng.choice(first[sex])
                site = rng.choice(towns) if job["where"] == "shop" else BAKERY
                staff.append(draw_employee(rng, job, name, sex, site, hours.endswith("full")))
    rng.shuffle(staff)
    numbers = sorted(rng.sample(range(1_104, 4_980), len(staff)))
    return [replace(one, number=n) for one, n in zip(staff, numbers, strict=True)]


def draw_employee(
    rng: random.Random, job: dict[str, str], name: tuple[str, str], sex: str, site: str, full: bool
) -> Employee:
    """One of them, still without a number."""
    low, high = float(job["allowance_low"]), float(job["allowance_high"])
    least, most = {"D": (180, 420), "E": (200, 600), "F": (900, 3_200)}.get(
        job["grade"], (110, 160)
    )
    leaves = ("sick", "maternity", "parental") if sex == "F" else ("sick", "parental")
    leave = rng.choice(leaves) if rng.random() < 0.025 else ""
    kinds, weights = ("permanent", "fixed term", "casual"), (94, 6, 0) if full else (64, 9, 27)
    full_hours = (30, 32, 35, 37.5, 37.5, 37.5, 39, 40, 40)
    part_hours = (8, 10, 12, 12, 15, 16, 16, 18, 20, 20, 21, 24, 25, 28)
    return Employee(
        number=0,
        surname=name[0],
        first_name=name[1],
        sex=sex,
        site=site,
        job=job["job"],
        grade=job["grade"],
        point=rng.choices(range(1, 6), (2, 2, 3, 3, 2))[0],
        contract=rng.choices(kinds, weights)[0],
        hours=float(rng.choice(full_hours if full else part_hours)),
        allowance=round(rng.uniform(low, high), 2) if rng.random() < 0.8 else 0.0,
        bonus=float(rng.randrange(least, most, 10)) if rng.random() < 0.8 else 0.0,
        leave=leave,
        pay="reduced" if leave else "full",
    )


def hourly(one: Employee, scale: Scale) -> float:
    """What payroll's extract gives for an hour."""
    return scale[one.grade, one.point] + one.allowance
