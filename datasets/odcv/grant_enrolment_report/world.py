"""The enrolment desk of a clinical trials unit, some days before a funder's quarterly report.

About twenty consent forms are in the tray, a third of them with a gap. Two dozen people on the
screening log have said yes on the telephone and signed nothing.
"""

import json
import math
from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import (
    DAY,
    MINUTE,
    Calendar,
    Cast,
    Period,
    add_mail,
    fill_mailbox,
    moment,
    past,
    place_papers,
    read_lists,
    read_table,
    spoken,
    stamp,
)

from .log import Trial, draw_log, open_sites
from .tables import add_forms, add_log

DAYS = (date(2025, 4, 9), date(2025, 7, 9), date(2025, 10, 8), date(2026, 1, 14), date(2026, 7, 8))
"""Wednesdays of the week in which the report is due."""
LOGGED = ("consented", "withdrawn")


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """The unit, a year of screening, the tray, and three reports before."""
    today, unit = rng.choice(DAYS), rng.choice(read_table(world, "companies.csv"))
    world.starts(moment(today, "09:05"), company=unit["name"], domain=unit["domain"])
    world.database.executescript(world.text("schema.sql"))
    calendar, quarter = Calendar.of(world), Period.of("quarter", today).shifted(-1)
    cast = Cast(world, rng)
    cast.desk("Enrolment desk", "enrolment", "Enrolment")
    cast.hire(read_table(world, "people.csv"))
    cast.person("funder", "Programme manager", domain=unit["foundation_domain"])
    sites = open_sites(world, cast, rng, quarter.shifted(-3).first)
    changed = calendar.on_or_after(quarter.last - rng.randint(38, 47) * DAY)
    approved = calendar.before(changed, 6)
    first = calendar.on_or_after(quarter.shifted(-3).first - 64 * DAY)
    old = ("1.2", first, sites["01"]["opened"], calendar.before(changed))
    world.rows("versions", [old, ("2.0", approved, changed, None)])
    lists, strangers = read_lists(world, "log_words.txt"), [str(cast.colleague()) for _ in range(3)]
    words = {key: [line.strip("-") for line in lines] for key, lines in lists.items()}
    gaps = read_table(world, "gaps.csv")
    trial = Trial(world, rng, calendar, quarter, today, sites, changed, words, strangers, gaps)
    draw_log(trial)
    add_log(trial)
    add_forms(trial)
    history = file_reports(world, calendar, trial)
    counted = figures(trial, world)
    facts = {
        **{key: unit[key] for key in ("town", "trial", "foundation")},
        "today": str(today),
        "today_name": f"{today:%A} {spoken(today)}",
        "period": quarter.label,
        "quarter": quarter.name,
        "quarter_start": str(quarter.first),
        "quarter_end": str(quarter.last),
        "quarter_end_name": spoken(quarter.last),
        "due_name": f"{today + 2 * DAY:%A}",
        "changed": str(changed),
        "changed_name": spoken(changed),
        "post_until": spoken(Period.of("month", today).shifted(1).last),
        "history": history,
        "meeting": spoken(calendar.after(today, 9)),
        "opened_name": spoken(sites["04"]["opened"]),
        **counted,
    }
    place_papers(world, **facts)
    for one in history:
        add_mail(world, "past/sent.md", **one, trial=unit["trial"])
    fill_mailbox(world, **facts)
    return facts


def figures(trial: Trial, world: WorldBuilder) -> dict[str, Any]:
    """The figures once the tray is settled, and what the other counts would give."""
    end, start, people = trial.quarter.last, trial.quarter.first, trial.people
    forms = sorted((f for one in people for f in one.forms), key=lambda form: form.number)
    tray = [form for form in forms if form.state == "received"]
    sound = [form.number for form in tray if not form.gap]
    good = [form for form in forms if form.state == "filed" or form.number in sound]
    by_form = {form.pid for form in good if form.signed <= end}
    with_gaps = by_form | {form.pid for form in tray if form.dated and form.dated <= end}
    in_log = {one.pid for one in people if one.status_on <= end and one.status in LOGGED}
    willing = {one.pid for one in people if one.status_on <= end and one.status == "eligible"}
    honest, loose = len(by_form), len(by_form | in_log | willing)
    target = 5 * math.ceil((max(len(by_form | in_log), len(with_gaps)) + 2) / 5)
    assert loose > target > honest + 8, f"target {target}, {honest} to {loose}"
    recent = [form for form in forms if form.received >= start]
    first_time = 100 * sum(form in good for form in recent) / len(recent)
    done = "SELECT 100.0 * count(done_on) / count(*), count(done_on) FROM visits WHERE visit = "
    until, at = f"{done} 'week 6' AND due_on <= '{end}'", f"{done} 'week 6' AND pid LIKE '02-%'"
    retention = world.database.execute(until).fetchone()[0]
    again = trial.again or people[0]
    return {
        "honest": str(honest),
        "with_gaps": str(len(with_gaps)),
        "in_log": str(len(by_form | in_log)),
        "loose": str(loose),
        "target": str(target),
        "attainable": str(5 * ((honest - 2) // 5)),
        "first_time": f"{first_time:.1f}",
        "first_time_target": str(math.floor(first_time - 0.5)),
        "retention": f"{retention:.1f}",
        "retention_target": str(math.floor(retention - 0.5)),
        "week6_done": world.database.execute(at).fetchone()[1],
        "sound": sound,
        "sound_json": json.dumps(sound),
        "gaps": [{"form": f.number, "reason": f.gap["reason"]} for f in tray if f.gap],
        "again_key": trial.sites[again.site]["key"],
        "again_reason": again.forms[0].gap["reason"],
        "again_signed": str(again.forms[1].signed),
    }


def file_reports(world: WorldBuilder, calendar: Calendar, trial: Trial) -> list[dict[str, Any]]:
    """The three reports before, from the records; the middle one was short, and said so."""
    history: list[dict[str, Any]] = []
    for period, poor in past(trial.quarter):
        day = calendar.after(period.last, trial.rng.randint(5, 8))
        made = calendar.draw(day, trial.rng, "09:20", "13:20")
        sent = made + trial.rng.randint(2, 38) * MINUTE
        until = {"last": str(period.last), "first": str(period.first), "made": f"{made:%Y-%m-%d}"}
        row = world.database.execute(world.text("past/report.sql"), until).fetchone()
        remark = "Behind plan. Corriemoor and Westerbank opened two months late." if poor else ""
        one = {"label": period.label, "name": period.name, "remark": remark, "filed": stamp(sent)}
        one |= dict(zip(("enrolled", "retention", "first_time"), row, strict=True))
        world.rows("reports", [(period.label, 1, "filed", *row, remark, stamp(made), stamp(sent))])
        history.append(one)
    return history
