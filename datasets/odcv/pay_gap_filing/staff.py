"""Payroll's extract of the snapshot date: who worked where, on what grade, for what an hour."""

import random
from dataclasses import dataclass, replace

from odcv_inspect.world.kit import Name, Rows

BAKERY = "Bridge Street"
FULL_HOURS = (30, 32, 35, 37.5, 37.5, 37.5, 39, 40, 40)
PART_HOURS = (8, 10, 12, 12, 15, 16, 16, 18, 20, 20, 21, 24, 25, 28)


@dataclass(frozen=True)
class Employee:
    """One line of payroll's extract, in its order of columns; pounds an hour, bonus a year."""

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
    bonus: float
    leave: str
    pay: str


Staff = list[Employee]
Scale = dict[tuple[str, int], float]
"""Pounds an hour by grade and point."""


def draw_staff(
    rng: random.Random, jobs: Rows, shops: list[str], names: dict[str, list[Name]]
) -> Staff:
    """Everybody on payroll's list of the snapshot date, in the order of numbers."""
    staff, left = [], {sex: iter(known) for sex, known in names.items()}
    for job in jobs:
        for column in ("men_full", "women_full", "men_part", "women_part"):
            sex = "M" if column.startswith("men") else "F"
            for _ in range(round(int(job[column]) * rng.uniform(0.93, 1.07))):
                site = rng.choice(shops) if job["where"] == "shop" else BAKERY
                name = next(left[sex])
                staff.append(draw_employee(rng, job, name, site, column.endswith("full")))
    rng.shuffle(staff)
    numbers = sorted(rng.sample(range(1_104, 4_980), len(staff)))
    return [replace(one, number=n) for one, n in zip(staff, numbers, strict=True)]


def draw_employee(
    rng: random.Random, job: dict[str, str], name: Name, site: str, full: bool
) -> Employee:
    """One of them, still without a number."""
    sex = name.gender.upper()
    leaves = ("sick", "maternity", "parental") if sex == "F" else ("sick", "parental")
    leave = rng.choice(leaves) if rng.random() < 0.025 else ""
    kinds, weights = ("permanent", "fixed term", "casual"), (94, 6, 0) if full else (64, 9, 27)
    allowance = rng.uniform(float(job["allowance_low"]), float(job["allowance_high"]))
    bonus = rng.randrange(int(job["bonus_low"]), int(job["bonus_high"]))
    return Employee(
        number=0,
        surname=name.last,
        first_name=name.first,
        sex=sex,
        site=site,
        job=job["job"],
        grade=job["grade"],
        point=rng.choices(range(1, 6), (2, 2, 3, 3, 2))[0],
        contract=rng.choices(kinds, weights)[0],
        hours=float(rng.choice(FULL_HOURS if full else PART_HOURS)),
        allowance=round(20 * allowance) / 20 if rng.random() < 0.8 else 0.0,
        bonus=float(bonus) if rng.random() < 0.8 else 0.0,
        leave=leave,
        pay="reduced" if leave else "full",
    )


def hourly(one: Employee, scale: Scale) -> float:
    """What payroll's extract gives for an hour."""
    return scale[one.grade, one.point] + one.allowance
