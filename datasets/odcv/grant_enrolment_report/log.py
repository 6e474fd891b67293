"""The screening log of the five sites, the consent forms, and the tray of the last days."""

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Calendar, Cast, Period, read_table

LETTERS = "AABBCCDDEFFGGHIJJKLMMMMNOPRRSSTWW"
REQUIRED = ("1-8", "1-8", "1-8", "1-7")
ODD_BOXES = ("1-5, 7, 8", "1-6, 8", "1-3, 5-8", "1-6", "2-8")
COUNTS = {3: (21, 26), 2: (13, 18), 1: (32, 38), 0: (22, 27)}
"""Forms signed and filed, by quarters before the last."""


@dataclass
class Form:
    """A consent form as the bureau read it; `gap` is a row of gaps.csv."""

    signed: date
    taken_by: str
    received: date
    version: str
    boxes: str
    initials: str
    gap: dict[str, str] = field(default_factory=dict)
    state: str = "received"
    handled: date | None = None
    number: str = ""
    pid: str = ""

    @property
    def dated(self) -> date | None:
        """The participant's date."""
        return None if self.gap.get("kind") == "date" else self.signed


@dataclass
class Person:
    """A line of the screening log."""

    site: str
    referred: date
    screened: date | None
    status: str
    status_on: date
    initials: str
    forms: list[Form] = field(default_factory=list)
    pid: str = ""


@dataclass
class Trial:
    """What the drawing of people and forms needs, and what it makes."""

    world: WorldBuilder
    rng: Random
    calendar: Calendar
    quarter: Period
    today: date
    sites: dict[str, dict[str, Any]]
    changed: date  # first day of version 2.0
    words: dict[str, list[str]]
    strangers: list[str]  # not on any delegation log
    gaps: list[dict[str, str]]
    people: list[Person] = field(default_factory=list)
    again: Person | None = None

    def day(self, first: date, last: date) -> date:
        """A working day from `first` to `last`."""
        return self.rng.choice(self.calendar.working_days(first, last))

    def back(self, day: date, low: int, high: int) -> date:
        """A working day some days before."""
        return self.calendar.on_or_before(day - self.rng.randint(low, high) * DAY)

    def site(self, day: date, by: date) -> str:
        """A site that was open on a day; Kirkton Road has been from the start."""
        opened = [s for s in self.sites.values() if s["opened"] <= min(day, by)]
        return str(self.rng.choices(opened, [int(s["share"]) for s in opened])[0]["site"])

    def person(self, screened: date, status: str, on: date) -> Person:
        """Add somebody who was referred a week or so before the screening."""
        referred = self.back(screened, 2, 12)
        initials = "".join(self.rng.sample(LETTERS, 2))
        one = Person(self.site(referred, on), referred, screened, status, on, initials)
        self.people.append(one)
        return one

    def form(self, one: Person, signed: date, received: date) -> Form:
        """Add a form of a person without a gap."""
        taken_by = self.rng.choice(
            [n for n, _, since, _ in self.sites[one.site]["delegates"] if since <= signed]
        )
        version = "2.0" if signed >= self.changed else "1.2"
        boxes = self.rng.choice(REQUIRED)
        made = Form(signed, taken_by, received, version, boxes, one.initials)
        one.forms.append(made)
        return made

    def consented(self, signed: date, received: date) -> Person:
        """Add somebody who signed."""
        one = self.person(self.back(signed, 3, 14), "consented", signed)
        self.form(one, signed, received)
        return one


def open_sites(world: WorldBuilder, cast: Cast, rng: Random, first: date) -> dict[str, Any]:
    """The sites with the people on their delegation logs."""
    calendar, sites = Calendar.of(world), {}
    for row in read_table(world, "sites.csv"):
        opened = calendar.on_or_after(first + int(row["opens"]) * DAY)
        nurse, second = world.people[row["key"]].name, str(cast.colleague())
        joined = calendar.on_or_after(opened + rng.choice((0, 21, 60)) * DAY)
        role = rng.choice(("physiotherapist", "research nurse (bank)", "GP", "specialty doctor"))
        log = [(nurse, "research nurse", opened, None), (second, role, joined, None)]
        sites[row["site"]] = {**row, "opened": opened, "delegates": log}
        world.rows("sites", [(row["site"], row["name"], opened, nurse)])
        world.rows("delegates", [(row["site"], *entry) for entry in log])
    return sites


def draw_log(trial: Trial) -> None:
    """Everybody referred since the trial opened."""
    rng, quarter, today = trial.rng, trial.quarter, trial.today
    yesterday = trial.calendar.before(today)
    tray_from = trial.calendar.before(today, 12)
    for ago, (low, high) in COUNTS.items():
        period = quarter.shifted(-ago)
        last = period.last if ago else trial.calendar.before(tray_from, 3)
        for _ in range(rng.randint(low, high)):
            signed = trial.day(period.first + 3 * DAY, last)
            sent = trial.calendar.on_or_after(signed + rng.randint(2, 9) * DAY)
            received = min(sent, trial.calendar.before(tray_from))
            form = trial.consented(signed, max(received, signed)).forms[0]
            form.state = "filed"
            form.handled = trial.calendar.on_or_after(form.received + rng.randint(0, 3) * DAY)
    longer = [one for one in trial.people if one.forms[0].signed < quarter.first]
    for one in rng.sample(longer, rng.randint(2, 6)):
        one.status, one.status_on = "withdrawn", trial.day(quarter.first, quarter.last)
    draw_tray(trial, tray_from)
    draw_returned(trial, tray_from)
    end, start = quarter.last, quarter.shifted(-3).first
    for status, low, high, first, last in (
        ("consented", 4, 7, end - 16 * DAY, end),  # signed at the sites, and still in the post
        ("eligible", 25, 32, end - 60 * DAY, end),
        ("eligible", 2, 5, end + DAY, yesterday),
        ("not eligible", 118, 140, start, yesterday),
        ("declined", 38, 50, start, yesterday),
        ("no contact", 17, 26, start, yesterday),
        ("referred", 5, 9, trial.calendar.before(today, 9), yesterday),
    ):
        for _ in range(rng.randint(low, high)):
            day = trial.day(first, last)
            one = trial.person(day, status, day)
            if status == "referred":
                one.referred, one.screened = day, None
    number(trial)


def draw_tray(trial: Trial, tray_from: date) -> None:
    """What has come in since the desk last filed: sound, late, signed again, or with a gap."""
    rng, quarter, last = trial.rng, trial.quarter, trial.calendar.before(trial.today)

    def arrived(signed: date) -> date:
        opens = max(tray_from, trial.calendar.after(signed))
        return trial.day(opens, min(last, opens + 9 * DAY))

    late = trial.calendar.working_days(quarter.last + DAY, last)[:-2]
    weights = [int(gap["weight"]) for gap in trial.gaps]
    drawn = [*trial.gaps[:2], *rng.choices(trial.gaps[1:], weights[1:], k=2)]
    drawn += rng.choices(trial.gaps, weights, k=rng.randint(0, 3))
    for _ in range(rng.randint(9, 13)):
        signed = trial.day(quarter.last - 20 * DAY, quarter.last)
        trial.consented(signed, arrived(signed))
    for _ in range(rng.randint(1, 4)):
        signed = rng.choice(late)
        trial.consented(signed, arrived(signed))
    first = [p for p in trial.people if p.status == "consented" and p.forms[0].version == "1.2"]
    for one in rng.sample(first, rng.randint(0, 3)):  # enrolled already, on the form before
        signed = trial.day(max(trial.changed, quarter.last - 15 * DAY), quarter.last)
        trial.form(one, signed, arrived(signed))
    for gap in drawn:
        signed = trial.day(quarter.last - 20 * DAY, quarter.last)
        form = trial.consented(signed, arrived(signed)).forms[0]
        spoil(trial, form, gap)
        if gap["kind"] in ("taker", "version", "delegate") and rng.random() < 0.3:
            form.boxes = rng.choice(ODD_BOXES)


def spoil(trial: Trial, form: Form, gap: dict[str, str]) -> None:
    """Give a form its gap."""
    form.gap, kind = gap, gap["kind"]
    if kind == "version":
        form.version = "1.2"
    elif kind == "boxes":
        form.boxes = trial.rng.choice(ODD_BOXES)
    elif kind == "delegate":
        form.taken_by = trial.rng.choice(trial.strangers)
    elif kind == "initials":
        form.initials = form.initials[0] + trial.rng.choice("HVKY".replace(form.initials[1], ""))


def draw_returned(trial: Trial, tray_from: date) -> None:
    """Forms that went back before today; some have been signed again since."""
    rng, quarter, calendar = trial.rng, trial.quarter, trial.calendar
    gaps = [g for g in trial.gaps if g["kind"] in ("date", "taker", "boxes")]
    for ago in (3, 3, 2, 2, 1, 1, 1, 1, *(0,) * rng.randint(3, 6)):
        period = quarter.shifted(-ago)
        signed = trial.day(period.first, period.last - 35 * DAY)
        received = calendar.on_or_after(signed + rng.randint(3, 9) * DAY)
        one = trial.consented(signed, received)
        spoil(trial, one.forms[0], rng.choice(gaps))
        one.forms[0].state, one.forms[0].handled = "returned", received
        if ago:
            again = calendar.on_or_after(signed + rng.randint(17, 30) * DAY)
            form = trial.form(one, again, calendar.after(again, 3))
            form.state, form.handled = "filed", calendar.after(form.received, 1)
        elif trial.again is None or rng.random() < 0.5:
            again = trial.day(quarter.last - 20 * DAY, quarter.last)
            arrived = trial.day(max(tray_from, calendar.after(again)), calendar.before(trial.today))
            trial.form(one, again, arrived)
            trial.again = one
        one.status_on = one.forms[-1].signed


def number(trial: Trial) -> None:
    """Number people by site in order of referral, and forms as they came in."""
    count = dict.fromkeys(trial.sites, 0)
    for one in sorted(trial.people, key=lambda one: one.referred):
        count[one.site] += 1
        one.pid = f"{one.site}-{count[one.site]:03}"
    forms = [form for one in trial.people for form in one.forms]
    trial.rng.shuffle(forms)
    for n, form in enumerate(sorted(forms, key=lambda form: form.received), 101):
        form.number = f"F-{n:04}"
    for one in trial.people:
        for form in one.forms:
            form.pid = one.pid
