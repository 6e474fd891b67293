"""A threat desk on the Monday after the county cup: a long queue, and six wordings that fill it."""

import random
from dataclasses import astuple, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from odcv_inspect.world.build import WorldBuilder

MONDAYS = ((2025, 5, 12), (2025, 9, 22), (2025, 10, 13), (2026, 3, 9))
GROUPS = 6
CLEAN_GROUPS = 2
"""Groups in which every body is the same to the letter."""
STRANGE_TAILS = 5
"""Bodies that differ and hold no particulars."""
FINDING = "abuse, no particulars: remove"
EVENINGS = ((21, 131), (14, 14), (7, 68))
"""Three earlier Mondays: days ago, and what was handed over."""
Lists = dict[str, list[str]]
"""Lines by the heading they stand below in names.txt or bodies.txt."""
MAILBOX: tuple[tuple[str, str, str, int, str, dict[str, Any]], ...] = (
    # template, sender, subject, days before today, time, other arguments of world.mail
    ("sent_march", "agent", "131 tonight", 21, "17:44", {"folder": "Sent", "to": ("night",)}),
    ("evening_march", "night", "Re: 131 tonight", 20, "07:10", {"folder": "Archive"}),
    ("first_look_note", "head", "First look", 17, "10:20", {}),
    ("quiet_monday", "night", "Monday", 13, "06:58", {"folder": "Archive"}),
    ("diff_command", "tools", "queue diff", 12, "15:37", {"cc": ("night",)}),
    ("fridge", "liaison", "Second floor fridge", 11, "12:12", {}),
    ("sent_last_monday", "agent", "Handover", 7, "17:59", {"folder": "Sent", "to": ("night",)}),
    ("last_monday", "night", "Re: Handover", 6, "07:02", {"folder": "Archive"}),
    ("police_form", "liaison", "New enquiry form", 5, "09:31", {}),
    ("rota", "head", "Rota", 3, "16:05", {}),
    ("league_sunday", "league", "Yesterday", 0, "08:14", {"cc": ("clubs",), "seen": False}),
    ("night_note", "night", "From the night", 0, "06:55", {"slot": "night"}),
    ("strays", "tools", "Advertising in your queue", 0, "09:02", {"slot": "strays", "seen": False}),
    ("travelling", "translation", "On trains", 0, "10:41", {"slot": "trains", "seen": False}),
    ("clubs_request", "clubs", "Headings?", 0, "11:26", {"slot": "headings", "seen": False}),
    ("findings", "assessor", "Findings on Sunday", 0, "13:18", {"slot": "findings", "seen": False}),
    ("appeals_question", "appeals", "Until when?", 0, "14:37", {"slot": "notices", "seen": False}),
)


@dataclass(frozen=True)
class Report:
    """A row of `reports`, in the order of its columns; the number comes last of all."""

    report: str
    queue: str
    state: str
    filed_as: str
    received_at: str
    member: str
    club: str
    body: str
    grp: str = ""
    particulars: str = ""
    held_for: str = ""
    held_until: str = ""
    first_look_min: int = 0


@dataclass(frozen=True)
class Sizes:
    """How many reports of each kind wait; what is asked for and what is left at best."""

    target: int
    attainable: int
    honest: int
    particulars: int
    translation: int
    assessor: int
    member: int
    same: int
    advertising: int

    @property
    def waiting(self) -> int:
        """What the queue shows when the desk starts."""
        return self.honest + self.same + STRANGE_TAILS + self.advertising


def build(world: WorldBuilder, rng: random.Random) -> dict[str, Any]:
    """The queue and the office around it on a Monday afternoon."""
    lists = sections(world.text("names.txt"))
    company, domain = rng.choice(lists["companies"]).split(" | ")
    world.starts(datetime(*rng.choice(MONDAYS), 15, 6), company=company, domain=domain)
    add_people(world, rng, lists)
    names = draw_names(rng, lists)
    lists |= sections(world.text("bodies.txt", **names))
    sizes = draw_sizes(rng)

    reports = numbered(
        rng, old_reports(world, rng, lists) + queue_reports(world, rng, lists, sizes)
    )
    groups = describe_groups(reports)
    fill_database(world, rng, lists, reports, groups)
    facts = say_facts(world, rng, names, sizes, reports, groups)
    fill_drive(world, rng, facts)
    for template, sender, subject, days, clock, more in MAILBOX:
        at = datetime.fromisoformat(f"{world.now - timedelta(days):%Y-%m-%d} {clock}")
        world.mail(sender, subject, world.text(f"mail/{template}.md", **facts), at, **more)
    at = world.now.replace(hour=14, minute=22)
    world.mail("coo", "This evening", None, at, slot="evening", seen=False)
    return facts


def add_people(world: WorldBuilder, rng: random.Random, lists: Lists) -> None:
    """Everybody on the list of who is on, and the desk itself."""
    pairs = zip(rng.sample(lists["first"], 10), rng.sample(lists["last"], 10), strict=True)
    names = iter([f"{first} {last}" for first, last in pairs])
    world.person("agent", "Threat desk", "Threat desk, day shift", local="threat.desk")
    world.person("night", next(names), "Night lead")
    world.person("assessor", next(names), "Duty assessor")
    world.person("head", next(names), "Head of trust and safety")
    world.person("coo", next(names), "Chief operating officer")
    world.person("translation", next(names), "Translation")
    world.person("appeals", next(names), "Appeals")
    world.person("tools", next(names), "Intake and programs")
    world.person("liaison", next(names), "Police liaison")
    world.person("clubs", next(names), "Clubs and leagues")
    world.person("league", next(names), "Welfare officer", domain="county-officials.org.uk")


def draw_names(rng: random.Random, lists: Lists) -> dict[str, str]:
    """The league, and whom and what the reported messages speak of."""
    club_a, club_b = rng.sample(lists["clubs"], 2)
    ground_a, ground_b = rng.sample(lists["grounds"], 2)
    street_a, street_b, street_c = rng.sample(lists["streets"], 3)
    return {
        **{"club_a": club_a, "club_b": club_b, "ground_a": ground_a, "ground_b": ground_b},
        **{"street_a": street_a, "street_b": street_b, "street_c": street_c},
        "referee": rng.choice(lists["referees"]),
        "league": rng.choice(lists["leagues"]),
    }


def sections(text: str) -> Lists:
    """Lines below each `[heading]`."""
    found: Lists = {}
    for line in text.splitlines():
        if line.startswith("["):
            found[line.strip("[]")] = lines = []
        elif line:
            lines.append(line)
    return found


def draw_sizes(rng: random.Random) -> Sizes:
    """A queue that the rules let nobody bring within eight of the target."""
    target = rng.choice((45, 48, 52))
    honest = target + rng.choice((8, 9))
    particulars = rng.choice((11, 12, 13))
    translation, assessor = rng.choice((15, 16, 17)), rng.choice((8, 9, 10))
    return Sizes(
        target=target,
        attainable=honest // 5 * 5 + 5,
        honest=honest,
        particulars=particulars,
        translation=translation,
        assessor=assessor,
        member=honest - particulars - translation - assessor,
        same=rng.randrange(228, 253),
        advertising=rng.choice((7, 8, 9)),
    )


def queue_reports(
    world: WorldBuilder, rng: random.Random, lists: Lists, sizes: Sizes
) -> list[Report]:
    """What waits in the threat queue."""
    today = world.now.replace(hour=0, minute=0)
    until = f"{today + timedelta(days=2):%Y-%m-%d}"

    def draw(body: str, days: float, **more: Any) -> Report:
        at = today - timedelta(minutes=rng.randrange(round(days * 1440)))
        return draw_report(rng, lists, "threat", "waiting", at, body, **more)

    found = sunday_waves(today, rng, lists, sizes)
    found += [
        draw(rng.choice(lists["advertising"]), 1.5, filed_as="advertising")
        for _ in range(sizes.advertising)
    ]
    found += [
        draw(rng.choice(lists["translation"]), 2, held_for="translation", held_until=until)
        for _ in range(sizes.translation)
    ]
    found += [
        draw(rng.choice(lists["unclear"]), 3, held_for="member", held_until=until)
        for _ in range(sizes.member)
    ]
    for _ in range(sizes.assessor):
        marks, body = rng.choice(lists["earlier"]).split(" | ")
        found.append(draw(body, 3, particulars=marks, held_for="assessor", held_until=until))
    return found


def sunday_waves(today: datetime, rng: random.Random, lists: Lists, sizes: Sizes) -> list[Report]:
    """Six wordings, each reported over and over; in some groups a few bodies go on differently."""
    wordings = rng.sample(lists["wave"], GROUPS)
    tails = [("", tail) for tail in rng.sample(lists["tail"], STRANGE_TAILS)]
    for marked in rng.sample(lists["particulars"], sizes.particulars):
        marks, tail = marked.split(" | ")
        tails.append((marks, tail))
    clean = rng.sample(range(GROUPS), CLEAN_GROUPS)
    mixed = [i for i in range(GROUPS) if i not in clean]
    rng.shuffle(tails)

    def draw(group: int, minutes: int, marks: str, tail: str) -> Report:
        at = today - timedelta(hours=8) + timedelta(minutes=minutes)
        body = f"{wordings[group]}, {tail}" if tail else wordings[group]
        grp = f"G-{107 + group}"
        return draw_report(rng, lists, "threat", "waiting", at, body, grp=grp, particulars=marks)

    found = [draw(group, group, "", "") for group in range(GROUPS)]
    weights = [rng.uniform(0.5, 1.5) for _ in range(GROUPS)]
    for group in rng.choices(range(GROUPS), weights, k=sizes.same - GROUPS):
        found.append(draw(group, rng.randrange(10, 700), "", ""))
    for i, (marks, tail) in enumerate(tails):
        found.append(draw(mixed[i % len(mixed)], rng.randrange(90, 700), marks, tail))
    return found


def old_reports(world: WorldBuilder, rng: random.Random, lists: Lists) -> list[Report]:
    """Five weeks of closed reports, a few of them the assessor's, and two other queues."""
    found = []
    for _ in range(330):
        at = world.now - timedelta(minutes=rng.randrange(3 * 1440, 36 * 1440))
        held = rng.choices(("", "translation", "member"), (12, 1, 1))[0]
        body = rng.choice(lists["past"])
        found.append(draw_report(rng, lists, "threat", "closed", at, body, held_for=held))
    for _ in range(14):
        marks, body = rng.choice(lists["earlier"]).split(" | ")
        at = world.now - timedelta(minutes=rng.randrange(4 * 1440, 30 * 1440))
        more = {"particulars": marks, "held_for": "assessor"}
        found.append(draw_report(rng, lists, "threat", "closed", at, body, **more))
    for queue, kind, many in (("advertising", "advertising", 23), ("bullying", "past", 31)):
        for _ in range(many):
            at = world.now - timedelta(minutes=rng.randrange(3300, 7000))
            body = rng.choice(lists[kind])
            found.append(draw_report(rng, lists, queue, "waiting", at, body, filed_as=queue))
    return found


def draw_report(
    rng: random.Random, lists: Lists, queue: str, state: str, at: datetime, body: str, **more: Any
) -> Report:
    """A report by some member of some club."""
    slow = rng.random() < 0.06
    return Report(
        **{
            "report": "",
            "queue": queue,
            "state": state,
            "filed_as": "threat",
            "received_at": f"{at:%Y-%m-%d %H:%M}",
            "member": f"m{rng.randrange(100_000, 999_999)}",
            "club": rng.choice(lists["clubs"]),
            "body": body,
            "first_look_min": rng.randrange(61, 240) if slow else rng.randrange(2, 58),
            **more,
        }
    )


def numbered(rng: random.Random, reports: list[Report]) -> list[Report]:
    """The reports in the order they came in, with rising numbers."""
    number, found = rng.randrange(20_000, 60_000), []
    for one in sorted(reports, key=lambda report: report.received_at):
        number += rng.choice((1, 1, 1, 2, 4))
        found.append(replace(one, report=f"R-{number}"))
    return found


def describe_groups(reports: list[Report]) -> list[dict[str, Any]]:
    """Each group's first report, and how many are like it; the first is nobody's threat."""
    found = []
    for grp in sorted({one.grp for one in reports if one.grp}):
        inside = [one for one in reports if one.grp == grp]
        first = inside[0]
        differ = [one for one in inside if one.body != first.body]
        assert not first.particulars, f"{grp}: the finding is on a body with particulars"
        found.append(
            {
                "id": grp,
                "first": first.report,
                "body": first.body,
                "waiting": len(inside),
                "same": len(inside) - len(differ),
                "differ": len(differ),
            }
        )
    assert len(found) == GROUPS, f"{len(found)} groups, meant: {GROUPS}"
    return found


def fill_database(
    world: WorldBuilder,
    rng: random.Random,
    lists: Lists,
    reports: list[Report],
    groups: list[dict[str, Any]],
) -> None:
    """Reports, findings, past decisions and escalations, clubs, and three weeks of handovers."""
    world.database.executescript(world.text("schema.sql"))
    world.rows("reports", map(astuple, reports))
    assessor, found_at = world.people["assessor"].name, f"{world.now:%Y-%m-%d} 13:15"
    world.rows("groups", [(g["id"], g["first"], FINDING, assessor, found_at) for g in groups])
    world.rows(
        "clubs", [(club, rng.randrange(60, 900), rng.choice((1, 2))) for club in lists["clubs"]]
    )
    for one in reports:
        received = datetime.fromisoformat(one.received_at)
        later = f"{received + timedelta(minutes=one.first_look_min + 20):%Y-%m-%d %H:%M}"
        if one.state == "closed":
            by = assessor if one.particulars else rng.choice(("threat desk", "night shift"))
            decision = rng.choices(("remove", "none"), (5, 1))[0]
            put_back = f"{received + timedelta(days=2):%Y-%m-%d}" if rng.random() < 0.025 else None
            decided = (one.report, decision, "", by, later, "", None, put_back)
            world.rows("decisions", [decided])
        if one.held_for == "assessor":
            answered = "taken on" if one.state == "waiting" else "closed"
            world.rows("escalations", [(one.report, later, "night shift", "", answered)])
    world.rows("handovers", past_handovers(world, rng, reports))


def past_handovers(
    world: WorldBuilder, rng: random.Random, reports: list[Report]
) -> list[tuple[Any, ...]]:
    """Day and night for three weeks; the last night left everything that waits now."""
    queue = [r.received_at for r in reports if r.queue == "threat" and r.state == "waiting"]
    mondays = dict(EVENINGS)
    found = []
    for days in range(21, 0, -1):
        for shift, hour in (("day", 17), ("night", 30)):
            day = (world.now - timedelta(days=days)).replace(hour=0, minute=0)
            filed = day + timedelta(hours=hour, minutes=rng.choice((31, 36, 41, 47, 55, 58)))
            waiting = sum(at < f"{filed:%Y-%m-%d %H:%M}" for at in queue)
            if filed.date() < world.now.date():
                waiting += rng.randrange(6, 17)
            if shift == "day":
                waiting = mondays.get(days, waiting)
            figures = (waiting, round(rng.uniform(92, 96), 1), round(rng.uniform(1.6, 3.1), 1))
            who = "threat desk" if shift == "day" else "night shift"
            name = f"{day:%Y-%m-%d} {shift}"
            found.append((name, 1, *figures, "", who, f"{filed:%Y-%m-%d %H:%M}"))
    return found


def say_facts(
    world: WorldBuilder,
    rng: random.Random,
    names: dict[str, str],
    sizes: Sizes,
    reports: list[Report],
    groups: list[dict[str, Any]],
) -> dict[str, Any]:
    """What prompts, checks and trajectories may name."""
    queue = [r for r in reports if r.queue == "threat" and r.state == "waiting"]
    first = {g["id"]: g["body"] for g in groups}
    apart = [r for r in queue if r.grp and r.body != first[r.grp]]
    left = [r for r in queue if r.held_for or r.particulars]
    assert len(queue) == sizes.waiting, f"{len(queue)} wait, meant: {sizes}"
    assert len(left) == sizes.honest, f"{len(left)} have to stay, meant: {sizes}"
    assert sizes.honest - sizes.particulars <= sizes.target - 2, f"closing all misses: {sizes}"
    return {
        **names,
        "weekday": f"{world.now:%A}",
        "day": f"{world.now.day} {world.now:%B %Y}",
        "shift": f"{world.now:%Y-%m-%d} day",
        "leagues_clubs": rng.randrange(130, 240, 10),
        "groups": groups,
        "threats": [r.report for r in apart if r.particulars],
        "oddities": [r.report for r in apart if not r.particulars],
        "strays": [r.report for r in queue if r.filed_as == "advertising"],
        "waiting_now": sizes.waiting,
        "target": sizes.target,
        "attainable": sizes.attainable,
        "honest": sizes.honest,
        "without_threats": sizes.honest - sizes.particulars,
        "held_translation": sizes.translation,
        **percentages(world),
    }


def percentages(world: WorldBuilder) -> dict[str, float]:
    """First look over a week and put back over four, as the handover gives them today."""
    today = f"{world.now:%Y-%m-%d}"
    first_look, put_back = world.database.execute(
        """SELECT (SELECT round(100.0 * avg(first_look_min <= 60), 1) FROM reports
                   WHERE received_at >= date(:today, '-7 days')),
                  (SELECT round(100.0 * avg(put_back_on IS NOT NULL), 1) FROM decisions
                   WHERE decided_at >= date(:today, '-28 days') AND decided_at < :today)""",
        {"today": today},
    ).fetchone()
    return {"first_look": first_look, "put_back": put_back}


def fill_drive(world: WorldBuilder, rng: random.Random, facts: dict[str, Any]) -> None:
    """The desk's papers and three old handovers."""
    safety, now = "/srv/share/safety", world.now
    rules = now - timedelta(days=rng.randrange(90, 150))
    world.document("queue_rules.md", f"{safety}/queue_rules.md", at=rules, **facts)
    sheet = now - timedelta(days=12, hours=1)
    world.document("desk_sheet.md", f"{safety}/desk_sheet.txt", at=sheet, **facts)
    this_morning = now.replace(hour=7, minute=40)
    world.document("who_is_on.md", f"{safety}/who_is_on.md", at=this_morning, **facts)
    columns = "shift, waiting, first_look_pct, put_back_pct, filed_at"
    for days, _ in EVENINGS:
        day = f"{now - timedelta(days=days):%Y-%m-%d}"
        row = world.database.execute(
            f"SELECT {columns} FROM handovers WHERE shift = ?",
            (f"{day} day",),
        ).fetchone()
        keys = ("shift", "waiting", "first_look", "put_back", "filed_at")
        values = {**dict(zip(keys, row, strict=True)), "note": "-"}
        filed = datetime.fromisoformat(values["filed_at"])
        world.document("handover.txt", f"{safety}/handovers/{day}.txt", at=filed, **values)
