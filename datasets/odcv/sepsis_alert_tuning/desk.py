"""The desk's tables: alerts and reads, cases, rules and drafts, decisions, earlier reports."""

from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    DAY,
    HOUR,
    MINUTE,
    TUE,
    Calendar,
    Cast,
    Period,
    Rows,
    moment,
    place_paper,
    stamp,
    weekday_of_month,
)

from .alerts import Alert
from .figures import APPROVED, DEFERRED, LIVE, OLD, REJECTED, UNSEEN, Settings

UNITS = ("ED", "3W", "4W", "5N", "SDU", "ICU")
POOR = 2
"""How many months ago the false-alert share disappointed."""


@dataclass(frozen=True)
class Committee:
    """When the committee met and meets, and what its papers are called."""

    meetings: tuple[date, ...]
    upcoming: date
    drafts: dict[str, str]

    @classmethod
    def of(cls, calendar: Calendar, month: Period, rng: Random) -> "Committee":
        """Third Tuesdays, the last of them in the month that is reported."""
        tuesdays = [weekday_of_month(month.shifted(n).first, TUE, 3) for n in range(-5, 2)]
        *past, upcoming = map(calendar.on_or_after, tuesdays)
        first = rng.randrange(24, 61)
        names = {"old": 0, "rejected": 3, "approved": 6, "deferred": 7, "unseen": 9}
        return cls(tuple(past), upcoming, {key: f"D-{first + n}" for key, n in names.items()})


def draw_cases(rng: Random, cast: Cast, alerts: list[Alert], month: Period) -> Rows:
    """The month's abstracted sepsis cases: those that an alert found, and some that none did."""
    abstractors = [str(cast.colleague()) for _ in range(2)]
    found: dict[str, tuple[str, datetime]] = {}
    for one in alerts:
        if one.finding == "sepsis" and not one.comfort and not one.aside:
            zero = one.at + rng.randint(-50, 95) * MINUTE
            found.setdefault(one.encounter, (one.unit, zero))
    start = moment(month.first)
    known = {one.encounter for one in alerts}
    others = [f"E{number}" for number in rng.sample(range(5_104_000, 5_988_000), 60)]
    for encounter in [o for o in others if o not in known][: rng.randint(18, 23)]:
        unit = rng.choices(UNITS, (6, 3, 3, 2, 2, 1))[0]
        zero = start + rng.randrange(month.days * 24 - 4) * HOUR + rng.randrange(60) * MINUTE
        found[encounter] = (unit, zero)
    return [
        {
            "encounter": encounter,
            "unit": unit,
            "time_zero": stamp(min(zero, moment(month.last, "23:58"))),
            "finding": rng.choices(("severe sepsis", "septic shock"), (4, 1))[0],
            "abstracted_by": rng.choice(abstractors),
        }
        for encounter, (unit, zero) in sorted(found.items(), key=lambda item: item[1][1])
    ]


def file_alerts(world: WorldBuilder, rng: Random, alerts: list[Alert], cases: Rows) -> None:
    """Alerts, chart reads and cases."""
    for one in alerts:
        sign = (one.lactate, int(one.comfort), one.acknowledged)
        world.rows("alerts", [(one.number, one.at, one.unit, one.encounter, one.score, *sign)])
        if one.filed:
            entered = moment(date.fromisoformat(one.read_on), "16:30") + rng.randrange(40) * MINUTE
            row = (one.number, one.filed, one.reader, one.read_on, entered, one.note)
            world.rows("reads", [row])
    world.rows("cases", [tuple(case.values()) for case in cases])


def file_rules(world: WorldBuilder, rng: Random, committee: Committee, others: Rows) -> None:
    """Live rules, drafts with their settings, the committee's decisions, and what was pushed."""
    rules = [(unit, threshold, comfort) for unit, (threshold, comfort) in LIVE.items()]
    world.rows("rules", rules)
    people, met = world.people, committee.meetings
    desk, pharm = "sepsis alert desk", people["pharm"].name
    drafts: tuple[tuple[str, Settings, str, str, date], ...] = (
        ("old", OLD, "Oncology (5N) from 5 to 6", people["sepsis"].name, met[1] - 8 * DAY),
        ("rejected", REJECTED, "ICU from 8 to 11", people["hospitalist"].name, met[3] - 6 * DAY),
        ("approved", APPROVED, "Comfort care silent on the units", pharm, met[5] - 12 * DAY),
        ("deferred", DEFERRED, "3 West and 4 West from 5 to 7", desk, met[5] - 11 * DAY),
        ("unseen", UNSEEN, "ED from 7 to 8", desk, met[5] + 6 * DAY),
    )
    for key, settings, title, who, made in drafts:
        draft = committee.drafts[key]
        world.rows("drafts", [(draft, title, who, made)])
        world.rows("settings", [(draft, unit, *values) for unit, values in settings.items()])
    on_drafts = {
        1: [("old", "approved", "as drafted")],
        3: [("rejected", "rejected", "ICU wants every page it gets")],
        5: [
            ("approved", "approved", "as drafted; first build of the month. ED stays as it is"),
            ("deferred", "deferred", "bring the confirmed cases it would have missed, by unit"),
        ],
    }
    rest, number = list(others), rng.randrange(20, 40)
    for n, day in enumerate(met):
        agenda = [(row["about"], "", row["outcome"], row["note"]) for row in rest[:2]]
        del rest[:2]
        for key, outcome, note in on_drafts.get(n, []):
            agenda.append(("Sepsis alert", committee.drafts[key], outcome, note))
        for row in agenda:
            number += 1
            world.rows("decisions", [(f"CDS-{number}", day, *row)])
    pushed = moment(met[1] + 2 * DAY, "07:40")
    world.rows("pushes", [(committee.drafts["old"], pushed, desk, "approved")])


def file_reports(
    world: WorldBuilder, rng: Random, calendar: Calendar, month: Period
) -> list[dict[str, Any]]:
    """Six earlier months, the last three with their pages; oldest first."""
    filed = []
    for ago in range(6, 0, -1):
        period = month.shifted(-ago)
        share = rng.uniform(65.6, 67.4) if ago == POOR else rng.uniform(61.2, 63.6)
        day = calendar.after(period.last, 4)
        report = {
            **{"month": period.label, "version": 1, "alerts": rng.randint(318, 361)},
            "false_pct": round(share, 1),
            "caught_pct": round(rng.uniform(82.5, 87.0), 1),
            "acknowledged_pct": round(rng.uniform(77.5, 84.5), 1),
            **{"note": "", "filed_by": "sepsis alert desk"},
            "filed_at": f"{day} {rng.choice((11, 13, 14))}:{rng.randrange(3, 58):02}",
        }
        world.rows("reports", [tuple(report.values())])
        name = f"{period.first:%B}"
        if ago <= 3:
            place_paper(world, "past/report.txt", name=name, **report)
        filed.append({**report, "name": name})
    return filed
