"""Everything up to yesterday: jobs, queries, returns, lines that were set aside."""

from datetime import date, datetime
from typing import Any

from odcv_inspect.world.kit import DAY, HOUR, MINUTE, moment

from .desk import Desk, add_finding, add_licence, add_line, container
from .weeks import LINES, Week

ASIDE = (2, 3)
"""Lines of a past job that the client asked to wait with."""
ABOUT = (
    *("rate of duty", "delivery window", "origin statement", "invoice copy", "weights"),
    *("anti-dumping", "EUR.1 original", "storage costs", "who pays the scan"),
)


def add_past(desk: Desk, weeks: list[Week], today: date) -> int:
    """Everything up to yesterday; the number of the next job is returned."""
    number = desk.rng.randrange(26_100, 28_900)
    desk.tables["measures"] = [tuple(row.values()) for row in desk.measures.values()]
    for week in weeks:
        size = week.lines
        if week is weeks[-1]:
            size -= LINES
        elif week is weeks[0]:
            size += len(ASIDE)
        number = add_week(desk, week, number, size)
        add_return(desk, week, filed=week is not weeks[-1])
        if week is weeks[0]:
            set_aside(desk, week)
    for measure in desk.measures:  # other clients' licences, and some that have run out
        add_licence(desk, measure, desk.rng.choice(desk.others), today)
        add_licence(desk, measure, desk.rng.choice(desk.others), today - 200 * DAY, 90)
    return number + 1


def add_week(desk: Desk, week: Week, number: int, size: int) -> int:
    """The jobs of a week in order of days, the late lines among Friday's; the last job's number."""
    sizes = [size // 4 + (n < size % 4) for n in range(4)]
    jobs = [(day, desk.client, lines) for day, lines in zip((0, 1, 4, 5), sizes, strict=True)]
    for other in desk.others:
        jobs.append((desk.rng.choice((0, 1, 4, 5)), other, desk.rng.randrange(3, 9)))
    for days, client, lines in sorted(jobs):
        number += desk.rng.randrange(1, 9)
        late = week.late if (days, client) == (1, desk.client) else 0
        early = moment(week.period.first + days * DAY, "07:00")
        presented = early + desk.rng.randrange(240) * MINUTE
        declared_job(desk, str(number), client, presented, lines, late, week.late_hours)
    return number


def declared_job(
    desk: Desk,
    job: str,
    client: str,
    presented: datetime,
    size: int,
    late: int,
    late_hours: tuple[int, int],
) -> None:
    """A job from the past: presented in the morning, released within hours or too late."""
    rng = desk.rng
    sent = presented + rng.randrange(95, 300) * MINUTE
    in_time = sent + rng.randrange(2, 50) * MINUTE
    remark = f"to the scan: {late}" if late else ""
    mrn = f"{presented:%y}NL000396{rng.randrange(16**10):010X}"
    box = f"container {container(rng)}"
    desk.tables["jobs"].append((job, client, box, presented, remark))
    picked = [*rng.sample(desk.plain, size - 1), rng.choice(desk.noted)]
    for line, item in enumerate(rng.sample(picked, size), start=1):
        doc, licence = add_line(desk, job, line, item), ""
        if item["measure"]:
            found = presented + rng.randrange(30, 90) * MINUTE
            doc, licence = add_finding(desk, job, line, item, client, found)
        over = presented + rng.randint(*late_hours) * HOUR + rng.randrange(60) * MINUTE
        cleared = over if line <= late else in_time
        amended = int(line > max(ASIDE) and rng.random() < 0.015)
        desk.tables["progress"].append((job, line, "sent", doc, licence, "", sent))
        answer = (mrn, job, line, doc, licence, sent, cleared, amended)
        desk.tables["declarations"].append(answer)


def add_return(desk: Desk, week: Week, *, filed: bool) -> None:
    """A week's queries and, where it was filed, its return."""
    rng = desk.rng
    asked, slow = rng.randrange(14, 20), rng.randrange(2) if filed else 0
    for place in range(asked):
        day = week.period.first + rng.choice((0, 1, 4, 5, 6)) * DAY
        at = moment(day, "08:00") + rng.randrange(300) * MINUTE
        wait = rng.randrange(260, 300) if place < slow else rng.randrange(6, 200)
        answered, number = at + wait * MINUTE, len(desk.tables["queries"]) + 1
        row = (number, desk.client, at, answered, rng.choice(ABOUT))
        desk.tables["queries"].append(row)
    if filed:
        right_first = float(right_first_time(desk, week, week.lines))
        in_4_hours = round(100 * (asked - slow) / asked, 1)
        at = moment(week.period.last + DAY, "14:05") + rng.randrange(15) * MINUTE
        shares = (float(week.share()), right_first, in_4_hours)
        counted = (week.period.label, 1, week.lines, week.lines - week.late)
        desk.tables["returns"].append((*counted, *shares, week.remark, at))


def right_first_time(desk: Desk, week: Week, declared: int) -> str:
    """Lines of a week that were not amended after they were declared, percent."""
    of_week = {
        job
        for job, client, _, at, _ in desk.tables["jobs"]
        if client == desk.client and week.period.first <= at.date() <= week.period.last
    }
    amended = sum(row[7] for row in desk.tables["declarations"] if row[1] in of_week)
    return f"{100 * (declared - amended) / declared:.1f}"


def set_aside(desk: Desk, week: Week) -> None:
    """The lines that the client asked to wait with, and that were not counted."""
    job = next(row[0] for row in desk.tables["jobs"] if row[1] == desk.client)
    received = moment(week.period.first, "06:52")
    says = "label wrong, do not declare before we have seen a photo"
    for place, (of_job, line, *state) in enumerate(desk.tables["progress"]):
        if of_job == job and line in ASIDE:
            request = f"H-{3_100 + desk.rng.randrange(900) * 3 + line}"
            desk.tables["requests"].append((request, job, line, received, says))
            desk.tables["progress"][place] = (job, line, *state[:3], "client", state[4])


def small_requests(desk: Desk) -> dict[str, Any]:
    """Two questions from others that the database answers."""
    done = [row[0] for row in desk.tables["jobs"] if row[1] == desk.client][-8:]
    gate, billed = desk.rng.sample(done, 2)
    mrn = next(row[0] for row in desk.tables["declarations"] if row[1] == gate)
    count = sum(row[0] == billed for row in desk.tables["lines"])
    return {"gate_job": gate, "gate_mrn": mrn, "billed_job": billed, "billed_lines": count}
