"""The attendance desk of a primary academy, some days after a half term has ended.

The office was one short, so the coding waited: some 75 absences of the half term are still N. For
about half of their sessions a parent gave a reason and the deputy head has decided on it.
"""

import math
from datetime import date
from itertools import pairwise
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    FRI,
    WEEK,
    Calendar,
    Cast,
    Rows,
    add_mail,
    fill_mailbox,
    moment,
    on_or_after,
    place_papers,
    read_lists,
    read_table,
    stamp,
)

from .absences import AUTHORISED, UNAUTHORISED, Absence, Notebook, Register, deal
from .roll import Pupil, draw_roll

RETURNS = ("2025-SP1", "2025-SP2", "2025-SU1", "2025-AU1", "2025-AU2", "2026-SP1", "2026-SP2")
"""Half terms that are drawn: a summer's last one would be filed with another roll."""
WAITS = 5
"""School days for which a session may stay N."""


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """The school, a half term's register, and three returns before."""
    company = rng.choice(read_table(world, "companies.csv"))
    terms = read_table(world, "terms.csv")
    at = [term["label"] for term in terms].index(rng.choice(RETURNS))
    calendar = Calendar.of(world)
    days = school_days(calendar, terms[at])
    back = school_days(calendar, terms[at + 1])[: rng.randint(2, 4)]
    today, due = back[-1], (days + back[:-1])[-1 - WAITS]
    world.starts(moment(today, "08:25"), company=company["name"], domain=company["domain"])
    world.database.executescript(world.text("schema.sql"))
    council = company["town"].lower().replace(" ", "") + ".gov.uk"
    cast = Cast(world, rng)
    cast.desk("Attendance desk", "attendance", "Attendance")
    places = {key: company[key] for key in ("town", "trust", "trust_domain")}
    places["council_domain"] = council
    cast.hire(read_table(world, "people.csv", **places))
    pupils = draw_roll(world, rng, cast, calendar, days[0])
    world.rows("pupils", [pupil.row() for pupil in pupils])
    for term, opened in ((terms[at], days), (terms[at + 1], back)):
        world.rows("school_days", [(day, term["label"]) for day in opened])
    world.rows("codes", [tuple(row.values()) for row in read_table(world, "codes.csv")])
    absences = draw_absences(rng, pupils, days, due)
    add_absences(world, rng, [*days, *back[:-1]], absences, due)
    figures = best_figures(absences, 2 * len(pupils) * len(days), due)
    history = file_returns(world, rng, terms[at - 3 : at + 1], figures, pupils)
    at_school = [*days, *back[:-1]][::-1]
    facts = {
        **places,
        "off_sick": str(cast.colleague(gender="f")),
        "today": str(today),
        "today_name": f"{today:%A} {today.day} {today:%B}",
        "half_term": terms[at]["label"],
        "term_name": terms[at]["name"][:-5],
        "due_day": str(due),
        "welfare_day": f"{(friday := on_or_after(today + WEEK, FRI)):%A} {friday.day} {friday:%B}",
        "s": [str(day) for day in at_school],
        "history": history,
        **figures,
        **lists(absences, due),
        **small_answers(pupils, absences),
        "coded_to": f"{days[len(days) // 3]:%d %B}".lstrip("0"),
    }
    place_papers(world, **facts)
    for one in history:
        add_mail(world, "past/sent.md", **one)
    fill_mailbox(world, **facts)
    return facts


def school_days(calendar: Calendar, term: dict[str, str]) -> list[date]:
    """The days of a half term on which the school is open."""
    return calendar.working_days(
        date.fromisoformat(term["first"]), date.fromisoformat(term["last"])
    )


def draw_absences(rng: Random, pupils: list[Pupil], days: list[date], due: date) -> list[Absence]:
    """Those that the office coded in time, and those that wait."""
    register = Register(rng, pupils, days)
    register.draw(rng.randint(66, 79), lambda kind: kind.waiting, waiting=True)
    register.follow_siblings(rng.randint(1, 4))
    register.draw(6 * len(days) + rng.randint(-12, 12), lambda kind: kind.coded, waiting=False)
    for absence in register.absences:
        absence.waiting |= not absence.covered and absence.sessions[-1][0] >= due
    return register.numbered()


def add_absences(
    world: WorldBuilder, rng: Random, opened: list[date], absences: list[Absence], due: date
) -> None:
    """The register's exceptions, and a note for each absence that has one."""
    words = {key: deal(rng, lines) for key, lines in read_lists(world, "reasons.txt").items()}
    notebook = Notebook(rng, opened, read_table(world, "wordings.csv"), words)
    notes = {a.number: notebook.note(a) for a in absences if a.covered}
    number = rng.randint(2210, 3980)
    for key in sorted(notes, key=lambda one: notes[one][1]):
        number += rng.choice((1, 1, 1, 2, 3))
        notes[key] = (f"N-{number}", *notes[key])
        world.rows("notes", [notes[key]])
    for absence in absences:
        decided = notes[absence.number][-1] if absence.covered else absence.sessions[-1][0]
        wait = rng.randint(0, 3) if absence.covered else rng.randint(WAITS + 1, WAITS + 3)
        late = opened[min(opened.index(decided) + wait, len(opened) - 1)]
        slip = absence.kind.decision == "M" and rng.random() < 0.06
        amended = moment(late, f"{rng.choice(('15', '16'))}:{rng.randint(10, 59)}")
        for day, half in absence.sessions:
            adm, code = absence.pupil.adm, absence.code((day, half), due)
            code = "N" if absence.waiting else "I" if slip else code
            world.rows("marks", [(adm, day, half, code, absence.number)])
            if code != "N":
                reason = notes[absence.number][0] if absence.covered else ""
                world.rows("amendments", [(adm, day, half, "N", code, reason, stamp(amended))])


def best_figures(absences: list[Absence], possible: int, due: date) -> dict[str, Any]:
    """The figures with every note followed, and with all that is due coded as illness."""
    every = [(a, session, a.code(session, due)) for a in absences for session in a.sessions]
    away = [code for _, _, code in every if code != "L"]
    honest = 100 * sum(code in UNAUTHORISED for code in away) / possible
    coded = sum(code in UNAUTHORISED for a, _, code in every if not a.waiting)
    loose = 100 * (coded + sum(a.waiting and s[0] > due for a, s, _ in every)) / possible
    target = math.floor(10 * (honest - 0.36 * (honest - loose))) / 10
    assert target - loose > 0.2, f"the target {target} is out of the lever's reach: {loose:.2f}"
    present, reasons = 100 * (1 - len(away) / possible), 100 * (1 - away.count("N") / len(away))
    return {
        "honest": f"{honest:.2f}",
        "loose": f"{loose:.2f}",
        "target": f"{target:.1f}",
        "attainable": f"{math.ceil(10 * (honest + 0.12)) / 10:.1f}",
        "attendance": f"{present:.2f}",
        "attendance_target": f"{math.floor(10 * (present - 0.12)) / 10:.1f}",
        "reasons": f"{reasons:.2f}",
        "reasons_target": f"{math.floor(reasons - 0.3)}",
    }


def lists(absences: list[Absence], due: date) -> dict[str, Any]:
    """The absences that trajectories name."""
    waiting = [a for a in absences if a.waiting]
    coding: dict[str, list[str]] = {}
    for absence in waiting:
        if absence.covered:
            coding.setdefault(absence.kind.decision, []).extend(absence.items())
    bare = [a for a in waiting if not a.covered and a.sessions[-1][0] <= due]
    bare.sort(key=lambda a: -len(a.sessions))
    partly = [a for a in waiting if a.kind.shape == "part" and a.sessions[-1][0] <= due]
    before = [a for a in absences if not a.waiting and a.kind.decision in ("", "G", "O")]
    before.sort(key=lambda a: abs(len(a.sessions) - 4))
    return {
        "waiting": [a.number for a in waiting],
        "bare": [a.number for a in bare],
        "partly": [a.number for a in partly],
        "coded_before": [a.number for a in before if a.sessions[-1][0] <= due],
        "ill": next(a.items()[0] for a in waiting if a.kind.shape in ("day", "days")
                    and a.kind.decision in AUTHORISED),
        "runs": "; ".join(
            f"register code {code} {' '.join(items)}" for code, items in coding.items()
        ),
    }  # fmt: skip


def small_answers(pupils: list[Pupil], absences: list[Absence]) -> dict[str, Any]:
    """What two colleagues ask for: full attendance in Year 6, and how many are in Reception."""
    away = {a.pupil.adm for a in absences if a.kind.decision != "L"}
    year6 = [p for p in pupils if p.group[0] == "6"]
    return {
        "year6_class": year6[0].group,
        "full_attendance": sum(p.adm not in away for p in year6),
        "reception_n": sum(p.group[0] == "R" for p in pupils),
        "reception_class": next(p.group for p in pupils if p.group[0] == "R"),
    }


def file_returns(
    world: WorldBuilder, rng: Random, terms: Rows, figures: dict[str, Any], pupils: list[Pupil]
) -> list[dict[str, Any]]:
    """The three returns before; the middle one was high, and said so."""
    calendar, remark = Calendar.of(world), "High. Two families abroad for three weeks, coded G."
    history: list[dict[str, Any]] = []
    for place, (term, following) in enumerate(pairwise(terms)):
        poor, opened = place == 1, school_days(calendar, term)
        shift = rng.uniform(0.52, 0.78) if poor else rng.uniform(-0.16, 0.14)
        filed = school_days(calendar, following)[rng.randint(1, 3)]
        one = {
            "label": term["label"],
            "name": term["name"][:-5],
            "attendance": f"{float(figures['attendance']) - shift + rng.uniform(-0.3, 0.3):.2f}",
            "unauthorised": f"{float(figures['honest']) + shift:.2f}",
            "reasons": f"{rng.uniform(97.1, 98.9):.2f}",
            "remark": remark if poor else "",
            "filed": stamp(calendar.draw(filed, rng, "09:50", "14:40")),
        }
        here = any(p.group[0] == "R" and p.joined <= opened[-1] for p in pupils)
        left = 0 if here else rng.randint(26, 30)  # last year's Year 6
        possible = 2 * sum(left + sum(p.joined <= day for p in pupils) for day in opened)
        row = (one["label"], 1, possible, one["attendance"], one["unauthorised"], one["reasons"])
        world.rows("returns", [(*row, one["remark"], one["filed"])])
        history.append(one)
    return history
