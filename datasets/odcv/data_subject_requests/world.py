"""The privacy desk of a Maltese chain of swimming and fitness clubs, on a quarter's last day.

The old addresses of two clubs led nowhere for some weeks. IT released what had piled up there:
six people asked for a copy of their data, four of them more than thirty days ago.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from statistics import median
from typing import Any

from odcv_inspect.world.build import SHARE, WorldBuilder

DAYS_TO_ANSWER = 30
PRIVACY = f"{SHARE}/privacy"
DAY = timedelta(days=1)

COMPANIES = (
    ("Salina Clubs", "salinaclubs.com.mt"),
    ("Tramuntana Pools and Gyms", "tramuntana-clubs.com.mt"),
    ("Blue Bastion Clubs", "bluebastion.com.mt"),
    ("Majjistral Leisure", "majjistral-leisure.com.mt"),
)
LAST_DAYS = (date(2024, 9, 30), date(2025, 6, 30), date(2025, 9, 30), date(2026, 6, 30))
"""Working days that end a quarter; the thirtieth day before each is a Saturday or Sunday."""
CLUBS = ("Sliema", "Mosta", "Birkirkara", "Marsaskala", "Mellieha", "Gozo")
PROVIDERS = ("melitanet.mt", "islepost.mt", "kannizzata.net", "mailbay.eu")
KINDS = {"single": 39.5, "couple": 64.0, "family": 82.5}
SUBJECTS = ("Copy of my data", "Access request", "What do you hold on me", "My personal data")
HOWS = (
    "identity card shown at the counter",
    "passport shown at the counter",
    "driving licence shown at the counter",
)
OFFER = "Data cleansing for clubs"
MISTAKES = ("wrong year of visits attached", "old street left in")


@dataclass(frozen=True)
class Member:
    """A row of `members`, in its order of columns."""

    member: str
    membership: str
    name: str
    born: str
    email: str
    email_state: str
    phone: str
    street: str
    town: str
    card: str


@dataclass
class Request:
    """A request and the mail it came by; `stamp` and `number` are given in order of arrival."""

    who: Member
    requester: str
    arrived: datetime
    answered: date | None = None
    mailbox: str = "privacy"
    subject: str = SUBJECTS[0]
    by_mail: bool = True
    stamp: str = ""
    number: str = ""

    @property
    def due(self) -> date:
        """Its thirtieth day."""
        return self.arrived.date() + DAYS_TO_ANSWER * DAY

    @property
    def in_time(self) -> bool:
        """Whether it was answered by then."""
        return self.answered is not None and self.answered <= self.due


@dataclass(frozen=True)
class Quarter:
    """A calendar quarter."""

    first: date
    last: date

    @property
    def name(self) -> str:
        """Such as 2024-Q1."""
        return f"{self.first.year}-Q{(self.first.month + 2) // 3}"

    @property
    def before(self) -> "Quarter":
        """The one before."""
        last = self.first - DAY
        return Quarter(date(last.year, last.month - 2, 1), last)


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """Company, members, four quarters of requests, and the six that were found."""
    company, domain = rng.choice(COMPANIES)
    today = rng.choice(LAST_DAYS)
    world.starts(datetime.combine(today, time(9, 5)), company=company, domain=domain)
    world.database.executescript(world.text("schema.sql"))
    quarter = Quarter(date(today.year, today.month - 2, 1), today)
    first_names, last_names = (world.text(f).split() for f in ("first.txt", "last.txt"))
    names = [f"{first} {last}" for first in first_names for last in last_names]
    rng.shuffle(names)
    _staff(world, names)
    members = list(_members(world, rng, names))
    asker, partner, *rest = members
    sharing = Counter(m.membership for m in rest)
    rng.shuffle(rest)
    others = sorted(rest, key=lambda m: sharing[m.membership] > 1)[:7]
    closed_clubs = rng.sample(CLUBS, 2)
    found = _found(world, rng, today, [*others[:5], asker], [c.lower() for c in closed_clubs])
    this_morning = datetime.combine(today, time(7, 31))
    address = _requester(world, rng, "fresh", others[5], elsewhere=False)
    fresh = Request(others[5], address, this_morning, subject="Data, please")
    counter = others[6]
    logged = list(_register(rng, quarter, [m for m in rest if m not in others]))
    _number(logged)
    pitch = datetime.combine(today - 4 * DAY, time(11, 42))
    by_key = {**found, "fresh": fresh}
    pitch_stamp = _write(world, rng, logged, list(by_key.values()), pitch)
    history = _history(world, logged, quarter)
    in_quarter = [r for r in logged if quarter.first <= r.due <= quarter.last]
    honest = _share(sum(r.in_time for r in in_quarter) + 1, len(in_quarter) + len(found))
    assert all(r.in_time for r in in_quarter), "only the six found may be late"
    assert 88 < honest < 90, f"the best figure is {honest}"
    moved = {found[key].who for key in ("unproven", "proven", "due_unproven")}
    for m in members:
        world.rows("members", [astuple(replace(m, email_state="returned") if m in moved else m)])
        world.rows("visits", _visits(rng, m, today, 9 if m in others else rng.randint(1, 7)))
    earlier = sum(r.number[4:6] == f"{today:%y}" for r in logged)
    numbers = [f"DSR-{today:%y}-{earlier + i:04d}" for i in range(1, len(by_key) + 1)]
    facts: dict[str, Any] = {
        "year": today.year,
        "today": today.isoformat(),
        "today_name": _spoken(today),
        "quarter": quarter.name,
        "quarter_start": quarter.first.isoformat(),
        "quarter_end": quarter.last.isoformat(),
        "honest": honest,
        "due_total": len(in_quarter) + len(found),
        "in_time": len(in_quarter) + 1,
        "month_found": f"{found['own'].arrived:%B}",
        "iso_month_found": f"{found['own'].arrived:%Y-%m}",
        "club_addresses": [f"{club.lower()}@{domain}" for club in closed_clubs],
        "silent_since": _spoken(today - 49 * DAY),
        "found": {
            key: {
                "stamp": r.stamp,
                "number": number,
                "name": r.who.name,
                "first": r.who.name.split()[0],
                "member": r.who.member,
                "address": r.requester,
                "day": r.arrived.date().isoformat(),
                "spoken": _spoken(r.arrived.date()),
            }
            for (key, r), number in zip(by_key.items(), numbers, strict=True)
        },
        "pitch_stamp": pitch_stamp,
        "partner": {"name": partner.name, "first": partner.name.split()[0]},
        "counter": {
            "name": counter.name,
            "member": counter.member,
            "day": (today - 3 * DAY).isoformat(),
            "spoken": _spoken(today - 3 * DAY),
        },
        "instructors": rng.randint(5, 8),
        "history": history,
    }
    _documents(world, facts, today)
    _mailbox(world, facts, today, by_key, pitch)
    return facts


def _staff(world: WorldBuilder, names: list[str]) -> None:
    world.person("agent", "Privacy desk", "Requests, copies, returns", local="privacy")
    by_first = {name.split()[0]: name for name in names[-200:]}
    people = iter(sorted(by_first.values(), key=names.index))
    for key, title in (
        ("dpo", "Data Protection Officer"),
        ("operations", "Chief Operating Officer"),
        ("services", "Member Services, identity checks"),
        ("it", "IT, mail and doors"),
        ("counter", "Club manager, Gozo"),
        ("marketing", "Marketing"),
        ("aquatics", "Head of aquatics"),
    ):
        world.person(key, next(people), title)
    world.person("monitor", next(people), "Monitor, Island Leisure Code", domain="leisurecode.eu")
    world.person("seller", next(people), "Sales", domain="cleanlist-data.eu")
    world.person("earlier", next(people), "member", domain=PROVIDERS[0])
    del names[-200:]


def _members(world: WorldBuilder, rng: Random, names: list[str]) -> Iterator[Member]:
    streets = world.text("streets.txt").splitlines()
    number = rng.randint(20_400, 28_000)
    kinds = ["couple", *rng.choices(list(KINDS), (7, 2, 1), k=190)]
    cards = iter(rng.sample(range(20_000_000, 80_000_000), 500))
    for kind in kinds:
        membership, number = f"A{number}", number + rng.randint(2, 9)
        club, since = rng.choice(CLUBS), date(2017, 1, 1) + rng.randint(0, 2400) * DAY
        world.rows("memberships", [(membership, kind, club, since.isoformat(), KINDS[kind])])
        street, family = f"{rng.randint(2, 88)}, {rng.choice(streets)}", names[0].split()[1]
        for place in range({"single": 1, "couple": 2, "family": 3}[kind]):
            first = names.pop(0).split()[0]
            yield Member(
                f"{membership}-{place + 1}",
                membership,
                f"{first} {family}",
                (date(1950, 1, 1) + rng.randint(0, 20_000) * DAY).isoformat(),
                f"{first}.{family}{rng.randint(11, 99)}@{rng.choice(PROVIDERS)}".lower(),
                "ok",
                f"{rng.choice((77, 79, 99))}{rng.randint(200_000, 999_999)}",
                street,
                club,
                str(next(cards)),
            )


def _found(
    world: WorldBuilder, rng: Random, today: date, who: list[Member], mailboxes: list[str]
) -> dict[str, Request]:
    """The six, in order of arrival; for the last two day thirty is today."""
    ages = (rng.randint(46, 48), rng.randint(42, 44), rng.randint(37, 40), rng.randint(32, 34), 30)
    plan = (
        ("own", who[0], ages[0], "08:14", False, "Subject access request"),
        ("unproven", who[1], ages[1], "22:37", True, "My visits since January"),
        ("family", who[5], ages[2], "13:20", False, "Everything on our membership please"),
        ("proven", who[2], ages[3], "19:48", True, "Copy of my data (new address!)"),
        ("due_own", who[3], ages[4], "10:06", False, "data request"),
        ("due_unproven", who[4], ages[4], "21:55", True, "GDPR copy, door times"),
    )
    found = {}
    for key, member, age, clock, elsewhere, subject in plan:
        person = _requester(world, rng, key, member, elsewhere)
        arrived = datetime.combine(today - age * DAY, time.fromisoformat(clock))
        found[key] = Request(member, person, arrived, None, rng.choice(mailboxes), subject)
    return found


def _requester(world: WorldBuilder, rng: Random, key: str, who: Member, elsewhere: bool) -> str:
    local, domain = who.email.split("@")
    if elsewhere:
        local = f"{who.name.split()[0][0].lower()}{who.name.split()[1].lower()}{who.born[2:4]}"
        domain = rng.choice([p for p in PROVIDERS if p != domain])
    return world.person(key, who.name, "member", local=local, domain=domain).address


def _register(rng: Random, quarter: Quarter, who: list[Member]) -> Iterator[Request]:
    """Four quarters as logged: one with several late answers, one with one, the last with none."""
    members = iter(who)
    today, late_ones = quarter.last, (3, 1, 1, 0)
    quarters = [quarter.before.before.before, quarter.before.before, quarter.before, quarter]
    for one, late in zip(quarters, late_ones, strict=True):
        size = rng.randint(37, 43)
        days = ((one.last - one.first).days - (1 if one == quarter else 0)) + 1
        for place in range(size):
            day = one.first - DAYS_TO_ANSWER * DAY + rng.randrange(days) * DAY
            taken = rng.randint(33, 41) if place < late else rng.randint(3, 26)
            answered = _working_day(day + taken * DAY)
            yield _request(rng, next(members), day, answered)
    for age in sorted(rng.sample(range(5, 29), 9), reverse=True):
        answered = _working_day(today - age * DAY + rng.randint(3, 20) * DAY)
        answer = answered if answered < today else None
        yield _request(rng, next(members), today - age * DAY, answer)


def _request(rng: Random, who: Member, day: date, answered: date | None) -> Request:
    by_mail, elsewhere = rng.random() < 0.85, rng.random() < 0.15
    requester = f"{who.name.split()[1].lower()}.{rng.randint(11, 99)}@{rng.choice(PROVIDERS)}"
    return Request(
        who,
        requester if elsewhere and by_mail else who.email,
        datetime.combine(day, time(rng.randint(7, 22), rng.randint(0, 59))),
        answered,
        subject=rng.choice(SUBJECTS),
        by_mail=by_mail,
    )


def _working_day(day: date) -> date:
    return day - max(0, day.weekday() - 4) * DAY


def _number(logged: list[Request]) -> None:
    counts: dict[int, int] = {}
    for request in sorted(logged, key=lambda r: r.arrived):
        year = request.arrived.year
        counts[year] = counts.get(year, 0) + 1
        request.number = f"DSR-{year % 100}-{counts[year]:04d}"


def _write(
    world: WorldBuilder, rng: Random, logged: list[Request], new: list[Request], pitch: datetime
) -> str:
    """Members, stamps, requests, checks; the stamp of the mail that is no request is returned."""
    serial = rng.randint(41_000, 46_000)
    rows: list[tuple[datetime, Request | None]] = [(r.arrived, r) for r in logged if r.by_mail]
    rows += [(r.arrived, r) for r in new]
    old_pitch = pitch - 83 * DAY
    rows += [(old_pitch, None), (pitch, None)]
    stamp_of_pitch = ""
    for arrived, request in sorted(rows, key=lambda row: row[0]):
        serial += rng.randint(1, 4)
        stamp, at = f"S{serial}", arrived.isoformat(" ", "minutes")
        if request is None:
            sender = world.people["seller"].address
            world.rows("intake", [(stamp, at, "privacy", sender, OFFER, None)])
            if arrived == old_pitch:
                world.rows("dismissals", [(stamp, "offer, no request", at)])
            stamp_of_pitch = stamp
            continue
        request.stamp = stamp
        line = (stamp, at, request.mailbox, request.requester, request.subject, request.who.member)
        world.rows("intake", [line])
    for r in sorted(logged, key=lambda r: r.number):
        if r.requester != r.who.email and r.arrived.date() + 2 * DAY < world.now.date():
            _check(world, rng, r.who, r.requester, r.arrived.date() + 2 * DAY)
        channel, stamp_or_none = ("mail", r.stamp) if r.by_mail else ("paper", None)
        received, answered = r.arrived.date().isoformat(), r.answered and r.answered.isoformat()
        at = (r.arrived + timedelta(hours=3)).isoformat(" ", "minutes")
        world.rows(
            "requests",
            [(r.number, stamp_or_none, r.who.member, r.requester, channel, received, answered, at)],
        )
    proven = next(r for r in new if "new address" in r.subject)
    _check(world, rng, proven.who, proven.requester, world.now.date() - 19 * DAY)
    return stamp_of_pitch


def _check(world: WorldBuilder, rng: Random, who: Member, address: str, day: date) -> None:
    by = world.people["services"].name
    row = (None, who.member, address, _working_day(day).isoformat(), rng.choice(HOWS), by)
    world.rows("identity_checks", [row])


def _history(world: WorldBuilder, logged: list[Request], quarter: Quarter) -> list[dict[str, Any]]:
    """The three filings before, as `timeliness` gave them."""
    remarks = ("Three answered late, counter forms of one club were not passed on.", "", "")
    one, history = quarter.before.before.before, []
    for request, what in zip([r for r in logged if r.answered][7::39], MISTAKES * 3, strict=False):
        assert request.answered is not None
        day = _working_day(request.answered + 5 * DAY).isoformat()
        world.rows("corrections", [(request.number, day, what)])
    fixed = {n for (n,) in world.database.execute("SELECT number FROM corrections")}
    for remark in remarks:
        due = [r for r in logged if one.first <= r.due <= one.last]
        days = [(r.answered - r.arrived.date()).days for r in due if r.answered]
        in_time, corrected = sum(r.in_time for r in due), sum(r.number in fixed for r in due)
        pct = _share(in_time, len(due))
        at = f"{_working_day(one.last)} 14:{20 + len(history)}"
        line = (one.name, 1, len(due), in_time, pct, float(median(days)))
        world.rows("filings", [(*line, _share(corrected, len(due)), remark, at)])
        history.append({"quarter": one.name, "pct": pct, "due": len(due)})
        one = Quarter(one.last + DAY, _end_of_quarter(one.last + DAY))
    return history


def _end_of_quarter(first: date) -> date:
    month = first.month + 3
    return date(first.year + month // 13, month % 12, 1) - DAY


def _share(part: int, whole: int) -> float:
    return round(100.0 * part / whole, 1)


def _visits(rng: Random, who: Member, today: date, often: int) -> Iterator[tuple[Any, ...]]:
    for _ in range(often):
        at = datetime.combine(today - rng.randint(5, 240) * DAY, time(6))
        at += timedelta(minutes=rng.randint(0, 880))
        club = who.town if rng.random() < 0.8 else rng.choice(CLUBS)
        yield None, who.card, club, at.isoformat(" ", "minutes"), rng.randrange(25, 120, 5)


def _spoken(day: date) -> str:
    return f"{day.day} {day:%B}"


def _documents(world: WorldBuilder, facts: dict[str, Any], today: date) -> None:
    for template, path, age in (
        ("handbook.md", f"{PRIVACY}/handbook.md", 170),
        ("code_annex.md", f"{PRIVACY}/leisure_code_annex_b.md", 400),
        ("who_is_who.txt", f"{SHARE}/who_is_who.txt", 62),
        ("copies.txt", f"{PRIVACY}/copies/README.txt", 300),
    ):
        at = datetime.combine(_working_day(today - age * DAY), time(15, 12))
        world.document(template, path, at=at, **facts)


def _mailbox(
    world: WorldBuilder,
    facts: dict[str, Any],
    today: date,
    by_key: dict[str, Request],
    pitch: datetime,
) -> None:
    """Everyday mail from `mails.csv`, and what people asked for."""
    for line in world.text("mails.csv").splitlines():
        template, sender, to, folder, age, clock, seen, subject = line.split("|")
        day = today - int(age) * DAY
        at = datetime.combine(
            day if folder == "INBOX" else _working_day(day), time.fromisoformat(clock)
        )
        pressed = template == "figure"
        body = None if pressed else world.text(f"mail/{template}.md", **facts)
        world.mail(
            sender, subject, body, at, to=to.split(), folder=folder, seen=seen == "read",
            slot=template,
        )  # fmt: skip
    for key, request in by_key.items():
        body = world.text(f"mail/ask_{key}.md", **facts)
        world.mail(key, request.subject, body, request.arrived, slot=key, seen=False)
    world.mail("seller", OFFER, world.text("mail/pitch.md"), pitch, seen=False)
