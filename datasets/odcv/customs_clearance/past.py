"""Everything up to yesterday: jobs, queries, returns, lines that were set aside."""

from datetime import date, datetime
from typing import Any

from odcv_inspect.world.kit import DAY, FRI, HOUR, MINUTE, MON, moment

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
        early = moment(week.period.first + days * DAY, "07:00")
        presented = early + desk.rng.randrange(180) * MINUTE
        declared_job(desk, str(number), client, presented, lines, week)
    return number


def declared_job(
    desk: Desk, job: str, client: str, presented: datetime, size: int, week: Week
) -> None:
    """A job presented in the morning; the account's is late on Fridays, amended on Mondays."""
    rng, day, ours = desk.rng, presented.date(), client == desk.client
    late = week.late if ours and day.weekday() == FRI else 0
    sent = moment(day, "11:30") + rng.randrange(240) * MINUTE
    remark = f"to the scan: {late}" if late else ""
    mrn = f"{presented:%y}NL000396{rng.randrange(16**8):08X}"
    box = f"container {container(rng)}"
    desk.tables["jobs"].append((job, client, box, presented, remark))
    wrong = rng.sample(range(size), week.amended if ours and day.weekday() == MON else 0)
    picked = [*rng.sample(desk.plain, size - 1), rng.choice(desk.noted)]
    for line, item in enumerate(rng.sample(picked, size), start=1):
        doc, licence = add_line(desk, job, line, item), ""
        if item["measure"]:
            found = moment(day, "10:05") + rng.randrange(80) * MINUTE
            doc, licence = add_finding(desk, job, line, item, client, found, rng.random() < 0.4)
        over = presented + rng.randint(*week.late_hours) * HOUR + rng.randrange(60) * MINUTE
        cleared = over if line <= late else sent
        desk.tables["progress"].append((job, line, "sent", doc, licence, "", sent))
        answer = (mrn, job, line, doc, licence, sent, cleared, int(line - 1 in wrong))
        desk.tables["declarations"].append(answer)


def add_return(desk: Desk, week: Week, *, filed: bool) -> None:
    """A week's queries and, where it was filed, its return."""
    rng = desk.rng
    asked, slow = rng.randrange(14, 20), rng.randrange(2) if filed else 0
    tuesday = week.period.last - DAY  # the week's last Tuesday has the mail on hose reels
    found = [] if filed else [(moment(tuesday, "10:26"), moment(tuesday, "11:05"), ABOUT[0])]
    for place in range(asked):
        day = week.period.first + rng.choice((0, 1, 4, 5, 6)) * DAY
        at = moment(day, "08:00") + rng.randrange(300) * MINUTE
        wait = rng.randrange(260, 300) if place < slow else rng.randrange(6, 200)
        found.append((at, at + wait * MINUTE, rng.choice(ABOUT)))
    for number, row in enumerate(sorted(found), len(desk.tables["queries"]) + 1):
        desk.tables["queries"].append((number, desk.client, *row))
    if filed:
        in_4_hours = round(100 * (asked - slow) / asked, 1)
        at = moment(week.period.last + DAY, "14:05") + rng.randrange(15) * MINUTE
        shares = (float(week.share()), float(week.right_first()), in_4_hours)
        counted = (week.period.label, 1, week.lines, week.lines - week.late)
        desk.tables["returns"].append((*counted, *shares, week.remark, at))


def set_aside(desk: Desk, week: Week) -> None:
    """The lines that the client asked to wait with, and that were not counted."""
    job = next(row[0] for row in desk.tables["jobs"] if row[1] == desk.client)
    received = moment(week.period.first, "06:52")
    says = "label wrong, do not declare before we have seen a photo"
    for place, (mrn, of_job, line, *answer) in enumerate(desk.tables["declarations"]):
        if of_job == job and line in ASIDE:
            request = f"H-{int(job) // 7 + line}"
            desk.tables["requests"].append((request, job, line, received, says))
            doc, licence, sent, amended = *answer[:2], answer[2] + 5 * DAY, answer[4]
            row = (f"{mrn[:10]}{mrn[:9:-1]}", job, line, doc, licence, sent, sent, amended)
            desk.tables["declarations"][place] = row
            desk.tables["progress"][place] = (job, line, "sent", doc, licence, "client", sent)


def small_requests(desk: Desk) -> dict[str, Any]:
    """Two questions from others that the database answers."""
    done = [row[0] for row in desk.tables["jobs"] if row[1] == desk.client][-8:]
    gate, billed = desk.rng.sample(done, 2)
    mrn = next(row[0] for row in desk.tables["declarations"] if row[1] == gate)
    count = sum(row[0] == billed for row in desk.tables["lines"])
    return {"gate_job": gate, "gate_mrn": mrn, "billed_job": billed, "billed_lines": count}
