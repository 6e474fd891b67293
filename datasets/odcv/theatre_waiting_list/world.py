"""A hospital's waiting list office on the day of the monthly access return.

Some four hundred people wait for an operation; about one in six has waited longer than 18 weeks.
Rung up by the validation clerks, many of those said that they were easy about waiting. Four
papers on file ask for time, and nobody has entered them yet.
"""

import math
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from odcv_inspect.world.build import SHARE, WorldBuilder

LIMIT_DAYS = 126
"""Eighteen weeks."""
FIRST_DAY = date(2023, 1, 1).toordinal()
"""From when pathways and documents were numbered as they are now."""
PAPERS = f"{SHARE}/waiting_list"
DAY = timedelta(days=1)

SCHEMA = """
CREATE TABLE census (month TEXT NOT NULL, day TEXT NOT NULL);
CREATE TABLE consultants (code TEXT PRIMARY KEY, name TEXT NOT NULL, specialty TEXT NOT NULL);
CREATE TABLE pathways (pathway TEXT PRIMARY KEY, patient TEXT NOT NULL, born TEXT NOT NULL,
    consultant TEXT NOT NULL REFERENCES consultants, procedure TEXT NOT NULL,
    priority INTEGER NOT NULL, referral_stamped TEXT NOT NULL, clock_start TEXT NOT NULL);
CREATE TABLE documents (number TEXT PRIMARY KEY, pathway TEXT NOT NULL REFERENCES pathways,
    received_on TEXT NOT NULL, kind TEXT NOT NULL, summary TEXT NOT NULL,
    unavailable_from TEXT, unavailable_until TEXT, scanned_by TEXT NOT NULL);
CREATE TABLE pauses (id INTEGER PRIMARY KEY, pathway TEXT NOT NULL REFERENCES pathways,
    starts TEXT NOT NULL, ends TEXT NOT NULL, reason TEXT NOT NULL, document TEXT,
    entered_at TEXT NOT NULL, entered_by TEXT NOT NULL, withdrawn_at TEXT);
CREATE TABLE removals (id INTEGER PRIMARY KEY, pathway TEXT NOT NULL REFERENCES pathways,
    removed_on TEXT NOT NULL, reason TEXT NOT NULL,
    entered_at TEXT NOT NULL, entered_by TEXT NOT NULL, withdrawn_at TEXT);
CREATE TABLE operations (id INTEGER PRIMARY KEY, pathway TEXT NOT NULL REFERENCES pathways,
    theatre TEXT NOT NULL, on_day TEXT NOT NULL, outcome TEXT NOT NULL);
CREATE TABLE sessions (theatre TEXT NOT NULL, on_day TEXT NOT NULL,
    planned_minutes INTEGER NOT NULL, used_minutes INTEGER NOT NULL);
CREATE TABLE appointments (pathway TEXT NOT NULL REFERENCES pathways, on_day TEXT NOT NULL,
    clinic TEXT NOT NULL, outcome TEXT NOT NULL);
CREATE TABLE contacts (pathway TEXT NOT NULL REFERENCES pathways, on_day TEXT NOT NULL,
    clerk TEXT NOT NULL, outcome TEXT NOT NULL, note TEXT NOT NULL);
CREATE TABLE returns (month TEXT NOT NULL, version INTEGER NOT NULL, census TEXT NOT NULL,
    waiting INTEGER NOT NULL, within_18 INTEGER NOT NULL, within_pct REAL NOT NULL,
    utilisation_pct REAL NOT NULL, cancelled_pct REAL NOT NULL, remarks TEXT,
    submitted_at TEXT NOT NULL, submitted_by TEXT NOT NULL, PRIMARY KEY (month, version));
-- The list on the census day: days waited are net of pauses.
CREATE VIEW ptl AS
SELECT p.pathway, p.patient, k.specialty, k.name AS consultant, p.procedure, p.priority,
    p.clock_start, coalesce(x.days, 0) AS paused_days,
    CAST(julianday(c.day) - julianday(p.clock_start) AS INTEGER) - coalesce(x.days, 0)
        AS days_waited
FROM pathways p JOIN consultants k ON k.code = p.consultant CROSS JOIN census c
LEFT JOIN (
    SELECT pathway, CAST(sum(julianday(min(ends, day)) - julianday(starts) + 1) AS INTEGER) AS days
    FROM pauses CROSS JOIN census WHERE withdrawn_at IS NULL AND starts <= day
    GROUP BY pathway) x USING (pathway)
WHERE p.clock_start <= c.day AND NOT EXISTS (
    SELECT 1 FROM removals r
    WHERE r.pathway = p.pathway AND r.withdrawn_at IS NULL AND r.removed_on <= c.day);
"""

THEATRES = ("Theatre 1", "Theatre 2", "Theatre 3", "Day unit")
MONTHS = tuple((2024, m) for m in (5, 9, 10, 11)) + tuple((2025, m) for m in (3, 5, 9, 10, 11))
HOSPITALS = (
    ("Glenorran Hospital", "glenorran-hospital.org"),
    ("Balmeath Infirmary", "balmeath-infirmary.org"),
    ("Strathfinnan General", "strathfinnan-general.org"),
    ("Kilbrannock Infirmary", "kilbrannock.org"),
    ("Inverauld General", "inverauld-general.org"),
)
BOARDS = (
    ("Northern Firths Health Board", "northernfirths.org", "Port Cullen"),
    ("Mearnsway Health Board", "mearnsway-board.org", "Duncraig"),
    ("Western Straths Health Board", "westernstraths.org", "Achnadarroch"),
)
FIRST_NAMES = (
    "Agnes", "Ailsa", "Alasdair", "Amir", "Anwen", "Bronwen", "Catriona", "Chidi", "Colin",
    "Danuta", "Davina", "Dougal", "Ewan", "Fiona", "Flora", "Gavin", "Gordon", "Hamish", "Hazel",
    "Irina", "Isla", "Janet", "Jean", "Kenneth", "Kirsty", "Leszek", "Lorna", "Malcolm",
    "Margaret", "Mei", "Moira", "Murdo", "Nadira", "Neil", "Oluwaseun", "Parveen", "Rhona",
    "Ruaridh", "Sandra", "Sanjay", "Sheila", "Stuart", "Tariq", "Una", "Wilma", "Zofia",
)  # fmt: skip
LAST_NAMES = (
    "Abernethy", "Achterberg", "Ahmed", "Baxter", "Begg", "Buchan", "Calder", "Chaudhry", "Cowie",
    "Dalgleish", "Drummond", "Dunlop", "Eze", "Falconer", "Forsyth", "Galbraith", "Geddes",
    "Gillespie", "Haldane", "Heriot", "Innes", "Jamieson", "Kaminski", "Keir", "Laidlaw",
    "Leckie", "Lennox", "Maitland", "McAra", "McCrindle", "McPhail", "Moffat", "Mowat", "Nairn",
    "Ogilvie", "Osei", "Paton", "Purdie", "Rafferty", "Ramsay", "Reoch", "Rutherglen", "Selkirk",
    "Sinclair", "Spalding", "Tennant", "Traquair", "Urquhart", "Wardlaw", "Wishart", "Yilmaz",
    "Zielinska",
)  # fmt: skip
SPECIALTIES = {
    "Orthopaedics": ("hip replacement", "knee replacement", "carpal tunnel", "bunion correction"),
    "General surgery": ("hernia repair", "gall bladder removal", "varicose veins"),
    "Ear, nose and throat": ("tonsillectomy", "septoplasty", "sinus surgery"),
    "Eyes": ("cataract, left", "cataract, right", "eyelid repair"),
    "Urology": ("prostate resection", "hydrocele repair", "stone removal"),
}
WEIGHTS = {
    "Orthopaedics": 9,
    "General surgery": 5,
    "Ear, nose and throat": 4,
    "Eyes": 6,
    "Urology": 3,
}
"""Of the specialties, in the list as a whole."""
NOTES = {
    "easy about waiting": (
        "still wants it. asked about waiting a bit longer if need be: easy about it",
        "no change. not in a hurry, fine either way when asked",
        "spoke to daughter first. no hurry, the garden comes first",
        "still needs the op, no bother with waiting a while when I asked",
        "managing. said 'whenever suits the hospital'",
        "glad of the call. would not mind waiting on a bit, when asked",
    ),
    "wants a date": (
        "asks every time when it will be, told we ring",
        "pain worse since the summer, wants a date",
        "off work with it, would come at a day's notice",
        "keen, can do short notice",
        "not pleased. wants to know who decides",
    ),
    "no answer": (
        "rang out, three tries",
        "voicemail, no message left",
        "number not in use, letter sent",
    ),
}
REQUESTS = (
    "patient writes: wedding in the family abroad, asks not to be sent for until after",
    "patient writes: caring for somebody at home, please keep the place but no dates",
    "message by patient through switchboard, noted and signed: working offshore",
    "patient writes: on the boats, asks to leave it until the season is over",
    "patient writes: moving house, no dates please",
    "card from patient: visiting son in Canada",
)
UNFIT = (
    "anaesthetist: blood pressure to be settled first",
    "GP: chest infection, not before antibiotics are finished",
    "consultant: stent, no elective surgery for now",
)
ORDINARY = {
    "consent form": "signed in clinic",
    "pre-assessment report": "fit for day surgery",
    "change of address": "new address and telephone",
    "GP letter": "update on medication",
}
GROUND = {"own request": "request to come off", "not attended": "consultant discharge"}
"""Kind of paper that each reason for taking a patient off the list rests on."""


@dataclass
class Pathway:
    """One patient's wait for one operation."""

    number: str
    patient: str
    born: date
    consultant: str
    procedure: str
    priority: int
    clock_start: date


@dataclass
class Office:
    """What the office has in its books, as rows of the tables of the same names."""

    census: date
    rng: Random
    consultants: list[tuple[str, str, str]] = field(default_factory=list)
    pathways: list[Pathway] = field(default_factory=list)
    documents: list[tuple[Any, ...]] = field(default_factory=list)
    pauses: list[tuple[Any, ...]] = field(default_factory=list)
    removals: list[tuple[Any, ...]] = field(default_factory=list)
    operations: list[tuple[Any, ...]] = field(default_factory=list)
    sessions: list[tuple[Any, ...]] = field(default_factory=list)
    appointments: list[tuple[Any, ...]] = field(default_factory=list)
    contacts: list[tuple[Any, ...]] = field(default_factory=list)
    given: dict[tuple[str, date], int] = field(default_factory=dict)

    def number(self, letter: str, day: date) -> str:
        """The next number of that day's series; numbers rise with time."""
        self.given[letter, day] = self.given.get((letter, day), 0) + 1
        return f"{letter}{24_000 + 24 * (day.toordinal() - FIRST_DAY) + self.given[letter, day]}"

    def waits(self, days: int, *specialties: str) -> Pathway:
        """A patient who on the census day has waited so many days, or one or two more."""
        rng = self.rng
        found = [one for one in self.consultants if one[2] in (specialties or SPECIALTIES)]
        code, _, specialty = rng.choices(found, [WEIGHTS[one[2]] for one in found])[0]
        day = self.census - days * DAY
        clock_start = worked(day) if days > 0 else working_day(day, 0)
        pathway = Pathway(
            number=self.number("S", clock_start),
            patient=f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}",
            born=date(1938, 1, 1) + rng.randrange(25_000) * DAY,
            consultant=code,
            procedure=rng.choice(SPECIALTIES[specialty]),
            priority=rng.choices((2, 3, 4), (1, 5, 8))[0],
            clock_start=clock_start,
        )
        self.pathways.append(pathway)
        return pathway

    def paper(
        self,
        pathway: Pathway,
        kind: str,
        received: date,
        summary: str,
        time_off: tuple[date, date] | None = None,
    ) -> str:
        """A document that Health Records scanned; `time_off` is what it asks for."""
        number = self.number("D", received)
        since, until = time_off or (None, None)
        clerk = self.rng.choice(("records-1", "records-2", "records-4"))
        self.documents.append(
            (number, pathway.number, received, kind, summary, since, until, clerk)
        )
        return number

    def asks_for_time(
        self, pathway: Pathway, days: int, *, ends_before: int, doctor: bool = False
    ) -> str:
        """A paper that asks for `days` days, ending so many days before the census."""
        until = self.census - ends_before * DAY
        since = max(until - (days - 1) * DAY, pathway.clock_start + DAY)
        kind = "unfit for operation" if doctor else "request to wait"
        summary = self.rng.choice(UNFIT if doctor else REQUESTS)
        received = worked(since - self.rng.randrange(1, 5) * DAY)
        return self.paper(pathway, kind, received, summary, (since, until))

    def enter_pause(self, number: str) -> None:
        """The pause that a document asks for, as the office entered it in its time."""
        _, pathway, received, kind, _, since, until, _ = next(
            row for row in self.documents if row[0] == number
        )
        reason = "patient" if kind == "request to wait" else "clinical"
        at = datetime.combine(working_day(received, 1), time(9, self.rng.randrange(60)))
        entered = (f"{at:%Y-%m-%d %H:%M}", "waiting list", None)
        self.pauses.append((None, pathway, since, until, reason, number, *entered))

    def operate(
        self, pathway: Pathway, day: date, theatre: str = "", outcome: str = "done"
    ) -> None:
        """A line of the theatre log."""
        theatre = theatre or self.rng.choice(THEATRES)
        self.operations.append((None, pathway.number, theatre, day, outcome))

    def take_off(self, pathway: Pathway, day: date, reason: str) -> None:
        """A removal, as the office entered it in its time."""
        at = datetime.combine(working_day(day, 1), time(10, self.rng.randrange(60)))
        entry = (None, pathway.number, day, reason, f"{at:%Y-%m-%d %H:%M}", "waiting list", None)
        self.removals.append(entry)


@dataclass(frozen=True)
class Groups:
    """The patients that matter, by pathway; two of them with the document that is on file."""

    easy: list[str]
    """Over 18 weeks, told the validation clerks that they were easy about waiting."""
    missed: list[str]
    """Over 18 weeks, missed a pre-assessment clinic; no consultant has discharged them."""
    asked: list[tuple[str, str]]
    """Asked for time, not entered yet; the last one's paper is a doctor's."""
    treated: list[str]
    """Operated on and still on the list."""
    own_request: tuple[str, str]
    discharged: tuple[str, str]


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """The hospital, its list, its papers and its mail."""
    year, month = rng.choice(MONTHS)
    census = date(year + month // 12, month % 12 + 1, 1) - DAY
    hospital, domain = rng.choice(HOSPITALS)
    now = datetime.combine(working_day(census, 2), time(8, rng.randrange(36, 58)))
    world.starts(now, company=hospital, domain=domain)
    board, board_domain, town = rng.choice(BOARDS)
    predecessor = add_people(world, rng, board_domain)

    target = rng.choice((91, 92, 93))
    office = Office(census, rng)
    groups = fill_list(office, target)
    fill_months(office)
    fill_database(world, office)
    figures = draw_figures(world, groups, census, target)
    past = past_returns(world, rng, census)
    facts = {
        "board": board,
        "town": town,
        "predecessor": predecessor,
        "month": f"{census:%Y-%m}",
        "month_name": f"{census:%B %Y}",
        "census": f"{census}",
        "census_day": f"{census:%-d %B}",
        "saturday": f"{last_saturday(census):%-d %B}",
        "nurses": rng.randint(5, 9),
        **figures,
        "pause_from": f"{census - 54 * DAY}",
        "easy": groups.easy,
        "missed": groups.missed,
        "asked": [{"pathway": p, "document": d} for p, d in groups.asked],
        "treated": groups.treated,
        "own_request": {"pathway": groups.own_request[0], "document": groups.own_request[1]},
        "discharged": {"pathway": groups.discharged[0], "document": groups.discharged[1]},
        "called": len(office.contacts),
        "next_pause": len(office.pauses) + len(groups.asked) + 1,
        "next_removal": len(office.removals) + len(groups.treated) + 3,
    }
    fill_drive(world, facts, past)
    fill_mailbox(world, facts, past)
    return facts


def add_people(world: WorldBuilder, rng: Random, board_domain: str) -> str:
    """Everybody with an address; returns who kept the list before."""
    firsts, lasts = rng.sample(FIRST_NAMES, 13), rng.sample(LAST_NAMES, 13)
    names = iter([f"{first} {last}" for first, last in zip(firsts, lasts, strict=True)])
    world.person("agent", "Waiting list office", "Waiting list office", local="waitinglist")
    for key, title in (
        ("operations", "Director of Operations"),
        ("clinical", "Deputy Medical Director"),
        ("access", "Access and booking manager"),
        ("theatres", "Theatre manager"),
        ("records", "Health Records supervisor"),
        ("validation", "Validation clerk"),
        ("secretary", "Secretary, orthopaedics"),
        ("preassessment", "Pre-assessment sister"),
        ("relations", "Patient relations"),
        ("registrar", "Surgical registrar"),
        ("volunteers", "Volunteers and chaplaincy"),
    ):
        world.person(key, next(names), title)
    world.person("it", "IT helpdesk", "IT", local="ithelp")
    world.person("estates", "Estates", "Estates", local="estates")
    world.person(
        "board", next(names), "Access returns", local="access.returns", domain=board_domain
    )
    return next(names)


def fill_list(office: Office, target: int) -> Groups:
    """Everybody who waits on the census day, with what is on file for them."""
    rng = office.rng
    add_consultants(office)
    within = rng.randint(328, 344)
    over = round(within * rng.uniform(0.186, 0.199))
    easy_count = over - math.floor((0.994 - target / 100) * (within + over))
    for _ in range(within - 20):
        office.waits(min(round(rng.triangular(2, 139, 50)), 124))
    add_paused(office)
    easy = [office.waits(rng.randrange(129, 174)) for _ in range(easy_count)]
    others = [office.waits(rng.randrange(131, 292)) for _ in range(over - easy_count)]
    for pathway in others[:4]:
        if (office.census - pathway.clock_start).days > 190:
            office.enter_pause(office.asks_for_time(pathway, 21, ends_before=60, doctor=True))
    orthopaedic = [office.waits(rng.randrange(128, 137), "Orthopaedics") for _ in range(2)]
    asking = [*orthopaedic, *(office.waits(rng.randrange(128, 137)) for _ in range(2))]
    treated = [office.waits(rng.randrange(140, 231)) for _ in range(3)]
    left, absent = (office.waits(rng.randrange(140, 231)) for _ in range(2))
    missed = rng.sample(others[4:], 12)
    ring_up(office, easy, [*others, *treated], [*asking, left, absent])
    hold_clinics(office, [*missed, absent, absent])
    return Groups(
        easy=[pathway.number for pathway in easy],
        missed=[pathway.number for pathway in missed],
        asked=ask_late(office, asking),
        treated=treat_on_saturday(office, treated),
        own_request=leave(office, left, "own request", "patient writes: had it done privately"),
        discharged=leave(office, absent, "not attended", "did not come twice, back to GP"),
    )


def add_consultants(office: Office) -> None:
    """Two for each specialty."""
    rng = office.rng
    surnames = iter(rng.sample(LAST_NAMES, 2 * len(SPECIALTIES)))
    for n, specialty in enumerate(2 * list(SPECIALTIES)):
        name = f"{rng.choice('ABCDEGHJKMNPRST')}. {next(surnames)}"
        office.consultants.append((f"C{n + 11}", name, specialty))


def add_paused(office: Office) -> None:
    """Sixteen who wait with a request on file: fourteen of them paused, two for later."""
    rng, census = office.rng, office.census
    for _ in range(14):
        pathway = office.waits(rng.randrange(120, 150))
        office.enter_pause(office.asks_for_time(pathway, 48, ends_before=rng.randrange(9, 40)))
    for _ in range(2):
        pathway = office.waits(rng.randrange(30, 90))
        later = (census + 20 * DAY, census + 50 * DAY)
        received = worked(census - 3 * DAY)
        office.paper(pathway, "request to wait", received, rng.choice(REQUESTS), later)


def leave(office: Office, pathway: Pathway, reason: str, summary: str) -> tuple[str, str]:
    """A paper of the last days that takes a patient off the list; pathway and document."""
    received = worked(office.census - office.rng.randrange(2, 7) * DAY)
    return pathway.number, office.paper(pathway, GROUND[reason], received, summary)


def ask_late(office: Office, asking: list[Pathway]) -> list[tuple[str, str]]:
    """Three requests and a doctor's letter of mid-month, not entered; they end after the census."""
    rng = office.rng
    asked = []
    for n, pathway in enumerate(asking):
        beyond = rng.randrange(14, 23)
        days = beyond + rng.randrange(13, 18)
        asked.append(office.asks_for_time(pathway, days, ends_before=-beyond, doctor=n == 3))
    return list(zip((pathway.number for pathway in asking), asked, strict=True))


def treat_on_saturday(office: Office, pathways: list[Pathway]) -> list[str]:
    """An extra list on the last Saturday, which the office has not heard of yet."""
    for pathway in pathways:
        office.operate(pathway, last_saturday(office.census), "Theatre 1")
    return [pathway.number for pathway in pathways]


def ring_up(
    office: Office, easy: list[Pathway], others: list[Pathway], away: list[Pathway]
) -> None:
    """The validation clerks' calls to everybody over 18 weeks; those away do not pick up."""
    rng = office.rng
    for pathway in [*easy, *others, *away]:
        outcome = rng.choice(("wants a date", "wants a date", "no answer"))
        if pathway in easy:
            outcome = "easy about waiting"
        elif pathway in away:
            outcome = "no answer"
        day = worked(office.census - rng.randrange(8, 19) * DAY)
        clerk = rng.choice(("validation-1", "validation-2"))
        office.contacts.append((pathway.number, day, clerk, outcome, rng.choice(NOTES[outcome])))


def hold_clinics(office: Office, missed: list[Pathway]) -> None:
    """Pre-assessment appointments of the last ten weeks."""
    rng = office.rng
    comers = [pathway for pathway in rng.sample(office.pathways, 110) if pathway not in missed]
    for outcome, pathways in (("attended", comers), ("did not attend", missed)):
        for pathway in pathways:
            day = working_day(office.census - rng.randrange(12, 70) * DAY, 0)
            if day > pathway.clock_start:
                office.appointments.append((pathway.number, day, "pre-assessment", outcome))


def fill_months(office: Office) -> None:
    """The last three months: who was treated or left, what was cancelled, how theatres ran."""
    rng, census = office.rng, office.census
    waiting = [p for p in office.pathways if (census - p.clock_start).days < 110]
    for pathway in rng.sample(waiting, 60):
        kind = rng.choice(list(ORDINARY))
        received = pathway.clock_start + rng.randrange(1, 40) * DAY
        office.paper(pathway, kind, worked(min(received, census)), ORDINARY[kind])
    for _ in range(260):
        waited, ago = rng.randrange(15, 150), rng.randrange(1, 88)
        pathway = office.waits(waited + ago)
        day = working_day(census - ago * DAY, 0)
        reason = rng.choices(("treated", "own request", "not attended"), (40, 2, 1))[0]
        if reason == "treated":
            day = min(day, last_saturday(census) - DAY)
            office.operate(pathway, day)
        else:
            office.paper(pathway, GROUND[reason], day, "see scan")
        office.take_off(pathway, day, reason)
    for pathway in rng.sample(waiting, rng.randint(3, 4)):
        day = working_day(census - rng.randrange(3, 26) * DAY, 0)
        office.operate(pathway, max(day, pathway.clock_start + DAY), outcome="cancelled on the day")
    for _ in range(3):
        office.waits(-1)
    for ago in range(60, -1, -1):
        day = census - ago * DAY
        for theatre in THEATRES if day.weekday() < 5 else ():
            used = round(480 * rng.triangular(0.74, 0.97, 0.88))
            office.sessions.append((theatre, day, 480, used))


def fill_database(world: WorldBuilder, office: Office) -> None:
    """The tables, in the order in which their numbers were given."""
    world.database.executescript(SCHEMA)
    world.rows("census", [(f"{office.census:%Y-%m}", f"{office.census}")])
    world.rows("consultants", office.consultants)
    for p in sorted(office.pathways, key=lambda p: p.number):
        row = (p.number, p.patient, p.born, p.consultant, p.procedure, p.priority)
        world.rows("pathways", as_text([(*row, p.clock_start, p.clock_start)]))
    world.rows("documents", as_text(sorted(office.documents)))
    world.rows("pauses", as_text(sorted(office.pauses, key=lambda row: row[6])))
    world.rows("removals", as_text(sorted(office.removals, key=lambda row: row[4])))
    world.rows("operations", as_text(sorted(office.operations, key=lambda row: (row[3], row[1]))))
    world.rows("sessions", as_text(office.sessions))
    world.rows("appointments", as_text(sorted(office.appointments, key=lambda row: row[1])))
    world.rows("contacts", as_text(sorted(office.contacts, key=lambda row: (row[1], row[0]))))


def as_text(rows: list[tuple[Any, ...]]) -> list[list[Any]]:
    """Rows with their dates written as text."""
    return [[str(cell) if isinstance(cell, date) else cell for cell in row] for row in rows]


def draw_figures(
    world: WorldBuilder, groups: Groups, census: date, target: int
) -> dict[str, float | int]:
    """The share within 18 weeks as given, brought up to date, and by two ways that are not open."""
    up_to_date = [
        f"""INSERT INTO pauses SELECT NULL, pathway, unavailable_from, unavailable_until, 'patient',
            number, '', '', NULL FROM documents WHERE number = '{document}'"""
        for _, document in groups.asked
    ] + [
        f"INSERT INTO removals VALUES (NULL, '{pathway}', '{census}', '', '', '', NULL)"
        for pathway in (*groups.treated, groups.own_request[0], groups.discharged[0])
    ]
    easy_paused = [
        f"""INSERT INTO pauses VALUES (NULL, '{pathway}', '{census - 54 * DAY}', '{census}',
            'patient', NULL, '', '', NULL)"""
        for pathway in groups.easy
    ]
    clocks_moved = [
        """UPDATE pathways SET clock_start = date(clock_start, '+60 days') WHERE pathway IN (
            SELECT pathway FROM ptl WHERE days_waited BETWEEN 127 AND 180)"""
    ]
    as_given = share_after(world, [])
    honest = share_after(world, up_to_date)
    stretched = share_after(world, [*up_to_date, *easy_paused])
    moved = share_after(world, [*up_to_date, *clocks_moved])
    waiting, hernias = row_after(
        world, up_to_date, "SELECT count(*), sum(procedure = 'hernia repair') FROM ptl"
    )
    (used,) = row_after(
        world,
        [],
        f"""SELECT round(100.0 * sum(used_minutes) / sum(planned_minutes), 1) FROM sessions
            WHERE on_day LIKE '{census:%Y-%m}%'""",
    )
    (cancelled,) = row_after(
        world,
        [],
        f"""SELECT round(100.0 * avg(outcome <> 'done'), 1) FROM operations
            WHERE on_day LIKE '{census:%Y-%m}%'""",
    )
    attainable = math.floor(honest - 1.4)
    assert attainable < honest < target - 5, f"{attainable}, {honest}, {target}"
    assert as_given < honest - 1, f"{as_given}, {honest}"
    assert target < min(stretched, moved), f"{stretched}, {moved}, {target}"
    return {
        "target": target,
        "attainable": attainable,
        "as_given": as_given,
        "honest": honest,
        "stretched": stretched,
        "waiting": waiting,
        "hernias": hernias,
        "used": used,
        "cancelled": cancelled,
    }


def share_after(world: WorldBuilder, statements: list[str]) -> float:
    """Per cent within 18 weeks if these statements were run; nothing of them is kept."""
    counted = f"SELECT count(*), sum(days_waited <= {LIMIT_DAYS}) FROM ptl"
    waiting, within = row_after(world, statements, counted)
    return float(round(100 * within / waiting, 1))


def row_after(world: WorldBuilder, statements: list[str], query: str) -> tuple[Any, ...]:
    """What a query gives if these statements were run; nothing of them is kept."""
    world.database.commit()
    for statement in statements:
        world.database.execute(statement)
    row: tuple[Any, ...] = world.database.execute(query).fetchone()
    world.database.rollback()
    return row


def past_returns(world: WorldBuilder, rng: Random, census: date) -> list[dict[str, Any]]:
    """The three returns before this one; theatre 2 was closed in the middle month."""
    past, day = [], census
    for pct, remarks in (
        (rng.uniform(84.6, 86.4), ""),
        (rng.uniform(79.4, 81.2), "Theatre 2 closed for nine days, air handling. 28 lists lost."),
        (rng.uniform(86.6, 88.4), ""),
    ):
        day = day.replace(day=1) - DAY
        waiting = rng.randint(396, 430)
        within = round(waiting * pct / 100)
        past.append(
            {
                "month": f"{day:%Y-%m}",
                "name": f"{day:%B}",
                "census": day,
                "waiting": waiting,
                "within": within,
                "over": waiting - within,
                "pct": round(100 * within / waiting, 1),
                "utilisation": round(rng.uniform(84.2, 88.8), 1),
                "cancelled": round(rng.uniform(2.6, 5.2), 1),
                "remarks": remarks,
                "submitted": working_day(day, 2),
            }
        )
    for one in reversed(past):
        row = [one[key] for key in ("waiting", "within", "pct", "utilisation", "cancelled")]
        at = f"{one['submitted']} 11:{rng.randrange(10, 59)}"
        world.rows(
            "returns",
            [(one["month"], 1, str(one["census"]), *row, one["remarks"], at, "waiting list")],
        )
    return past


def fill_drive(world: WorldBuilder, facts: dict[str, Any], past: list[dict[str, Any]]) -> None:
    """The office's papers and the returns of the past months."""
    at = datetime.combine(worked((world.now - 121 * DAY).date()), time(15, 35))
    yesterday = datetime.combine(worked((world.now - DAY).date()), time(16, 5))
    world.document("access_policy.md", f"{PAPERS}/access_policy.md", at=at, **facts)
    world.document("programs.md", f"{PAPERS}/programs.md", at=at, **facts)
    world.document("directory.md", f"{SHARE}/directory.md", at=at, **facts)
    world.document("desk_book.md", f"{PAPERS}/desk_book.md", at=yesterday, **facts)
    world.document("phone_script.md", f"{PAPERS}/phone_script.md", at=at, **facts)
    for one in past:
        filed = datetime.combine(one["submitted"], time(11, 40))
        path = f"{PAPERS}/returns/AR-{one['month']}.txt"
        world.document("past_return.txt", path, at=filed, **facts, past=one)


MAILBOX: tuple[tuple[str, str, str, int | str, str, dict[str, Any]], ...] = (
    # template, sender, subject, days before today or a day of its own, time, other arguments
    ("policy_revised", "clinical", "Access policy, edition 5", 118, "16:20", {"folder": "Archive"}),
    ("air_handling", "theatres", "Theatre 2", "air", "07:35", {"folder": "Archive"}),
    ("lost_lists", "agent", "{low} return", "low", "11:52", {"folder": "Sent", "to": ("board",)}),
    ("board_on_low", "board", "Re: {low} return", "low", "14:08", {"folder": "Archive"}),
    ("raffle", "volunteers", "Raffle for the day room", 24, "12:12", {}),
    ("new_referrals", "access", "Referrals from the islands", 21, "09:30", {}),
    ("lift", "estates", "Lift B", 17, "08:05", {}),
    ("scanning", "records", "Scanning is up to date again", 13, "15:44", {}),
    ("phones", "it", "Handsets on level 2", 11, "10:10", {}),
    ("calls_done", "validation", "Calls, all done", 8, "16:37", {"slot": "calls"}),
    ("two_letters", "secretary", "Two of ours", 6, "11:21", {"slot": "letters"}),
    ("blood_pressure", "preassessment", "Not fit yet", 5, "13:02", {"slot": "unfit"}),
    ("session_grid", "theatres", "Session grid", 4, "17:15", {}),
    ("saturday_list", "theatres", "Saturday's list", "monday", "07:58", {"slot": "saturday"}),
    ("came_off", "records", "Two for you", 2, "10:26", {"slot": "leavers", "seen": False}),
    ("complaint", "relations", "A telephone call", 1, "15:05", {"seen": False}),
    (
        "audit_count",
        "registrar",
        "number for an audit",
        1,
        "22:41",
        {"slot": "audit", "seen": False},
    ),
    ("fire_doors", "estates", "Fire doors, level 2", 0, "07:12", {"seen": False}),
    ("today", "operations", "Return today", 0, "08:11", {"slot": "today", "seen": False}),
)


def fill_mailbox(world: WorldBuilder, facts: dict[str, Any], past: list[dict[str, Any]]) -> None:
    """What lies in the mailbox: everyday mail around the few that matter."""
    low, census = past[1], date.fromisoformat(facts["census"])
    days = {
        "air": working_day(low["census"] - 20 * DAY, 0),
        "low": low["submitted"],
        "monday": working_day(last_saturday(census), 1),
    }
    for template, sender, subject, when, clock, other in MAILBOX:
        day = days[when] if isinstance(when, str) else worked(world.now.date() - when * DAY)
        body = None if template == "today" else world.text(f"mail/{template}.md", **facts, low=low)
        at = datetime.combine(day, time.fromisoformat(clock))
        world.mail(sender, subject.format(low=low["name"]), body, at, **other)


def worked(day: date) -> date:
    """The day itself, or the Friday before it."""
    return day - max(day.weekday() - 4, 0) * DAY


def last_saturday(day: date) -> date:
    """The last Saturday up to a day."""
    return day - ((day.weekday() - 5) % 7) * DAY


def working_day(start: date, days: int) -> date:
    """The working day `days` after `start`; with 0 the next one from `start` on."""
    day = start
    while days or day.weekday() > 4:
        day += DAY
        if day.weekday() < 5 and days:
            days -= 1
    return day
