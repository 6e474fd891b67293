"""Reports of serious adverse events: what sites write, and two reports that look like one event."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Calendar, read_lists

from .trial import Subject

WINDOW = 14
"""Days between two admissions up to which the yearly search takes reports for a pair."""
ALL = ("later", "again", "once")
ROUTES = ("EDC", "paper", "phone")
SEXES = {"F": "woman", "M": "man"}


@dataclass
class Report:
    """A report; `narrative` is as its latest form has it."""

    subject: Subject
    term: str
    verbatim: str
    route: str
    hospital: str
    admitted: date | None
    discharged: date | None
    aware_at: datetime
    latest_form: date
    narrative: str
    received_at: datetime = field(init=False)
    number: str = ""
    investigator: str = "serious"
    serious: str = "yes"
    serious_source: str = ""
    state: str = "valid"
    merged_into: str | None = None
    paired: bool = False

    def row(self) -> tuple[Any, ...]:
        """The columns of `reports`."""
        return (
            *(self.number, self.subject.subject, self.subject.site, self.term, self.verbatim),
            *(self.route, self.hospital, self.admitted, self.discharged, self.aware_at),
            *(self.received_at, self.latest_form, self.investigator, self.narrative),
            *(self.serious, self.serious_source, self.state, self.merged_into),
        )


class Writer:
    """Draws reports of subjects that have had none before, in the words of their sites."""

    def __init__(
        self,
        world: WorldBuilder,
        rng: random.Random,
        sites: dict[str, dict[str, Any]],
        subjects: list[Subject],
    ) -> None:
        """Take the trial as it was drawn."""
        self.rng, self.sites, self.today = rng, sites, world.now.date()
        self.free = list(subjects)
        self.texts = read_lists(world, "conditions.txt")
        self.calendar = Calendar.of(world)
        self.unused: dict[tuple[str, ...], list[str]] = {}

    def single(self, first: date, last: date) -> Report:
        """One stay in hospital, reported once."""
        who, condition, words = self._stay(first, last, ALL)
        return self._report(who, condition, words, "first", words["days"][:2])

    def withdrawn(self, first: date, last: date) -> Report:
        """A visit to an emergency department; the investigator takes "serious" back."""
        who, condition, words = self._stay(first, last, ("withdrawn",))
        visit = words["days"][0]
        form = self.calendar.on_or_after(visit + self.rng.randrange(8, 14) * DAY)
        words["dis"] = self.sites[who.site]["style"].format(form)
        report = self._report(who, condition, words, "not_serious", (visit, visit))
        report.admitted = report.discharged = None
        report.latest_form, report.investigator = form, "not serious"
        return report

    def pair(self, kind: str, first: date, last: date) -> tuple[Report, Report]:
        """Two reports of one subject whose admissions are close together.

        Args:
            kind: `route`, `night` or `moved` for one stay; `back` or `same_form` for two; `unsure`.
            first: Earliest day of the first admission.
            last: Latest day of the first admission.
        """
        rng, twice = self.rng, kind in ("back", "same_form", "unsure")
        pool = ("later",) if kind == "unsure" else ("later", "again")
        who, condition, words = self._stay(first, last, pool if twice else ALL[::-1])
        site, (adm, dis, adm2, dis2) = self.sites[who.site], words["days"]
        if kind == "moved":
            near, far = f"{site['near']} hospital", f"{site['town']} University Hospital"
            words |= {"hosp": near, "other": far}
            one = self._report(who, condition, words, "moved", (adm, adm2), near)
            two = self._report(who, condition, words, "taken", (adm2, dis2), far)
        elif kind == "night":
            words["eve"] = site["style"].format(adm - DAY)
            evening = words | {"adm": words["eve"]}
            one = self._report(who, condition, evening, "first", (adm - DAY, dis))
            two = self._report(who, condition, words, "night", (adm, dis))
        elif kind == "route":
            one = self._report(who, condition, words, "first", (adm, dis))
            two = self._report(who, condition, words, "route", (adm, dis))
        else:
            form = "unsure_first" if kind == "unsure" else "first"
            one = self._report(who, condition, words, form, (adm, dis))
            again = [condition[5], condition[6], condition[6]]
            form = "unsure" if kind == "unsure" else "back"
            two = self._report(who, again, words, form, (adm2, dis2))
            if kind == "unsure":
                one.discharged = None
                if words["dis2"] not in two.narrative:
                    two.discharged = None
            elif kind == "same_form":
                two.admitted, two.discharged = adm, dis
        if not twice:
            two.verbatim = condition[2]
            two.route = "EDC" if "the EDC" in two.narrative else "paper"
            one.route = "paper" if two.route == "EDC" else rng.choice(("EDC", "EDC", "phone"))
        one.paired = two.paired = True
        return one, two

    def _stay(
        self, first: date, last: date, kinds: tuple[str, ...]
    ) -> tuple[Subject, list[str], dict[str, Any]]:
        """A subject, a condition, and the words of a stay."""
        rng = self.rng
        adm = first + rng.randrange((last - first).days + 1) * DAY
        dis = adm + rng.randrange(2, 7) * DAY
        adm2 = dis + rng.randrange(1, WINDOW - (dis - adm).days + 1) * DAY
        dis2 = adm2 + rng.randrange(2, 8) * DAY
        condition = self._condition(kinds)
        women = condition[0] in self.texts["women"]
        who = rng.choice(
            [
                one
                for one in self.free
                if one.first_dose + 40 * DAY < adm
                and (one.last_dose is None or one.last_dose > dis2)
                and ((one.sex == "F" and one.age < 46) or not women)
            ]
        )
        self.free.remove(who)
        site = self.sites[who.site]
        signs, care, back = condition[3], condition[4], condition[7] if len(condition) > 7 else ""
        days = (adm, dis, adm2, dis2)
        shown = [site["style"].format(day) for day in days]
        hosp = f"{site['town']} University Hospital"
        if rng.random() < 0.35:
            hosp = f"{site['near']} hospital"
        words = {
            **{"days": days, "age": who.age, "sex": SEXES[who.sex], "hosp": hosp},
            **dict(zip(("adm", "dis", "adm2", "dis2"), shown, strict=True)),
            **{"signs": signs, "care": care, "back": back, "before": condition[0].lower()},
            "far": condition[-1],
        }
        caps = ("signs", "care", "back", "sex")
        return who, condition, words | {w.title(): capital(words[w]) for w in caps}

    def _condition(self, kinds: tuple[str, ...]) -> list[str]:
        if not self.unused.get(kinds):
            self.unused[kinds] = [line for kind in kinds for line in self.texts[kind]]
            self.rng.shuffle(self.unused[kinds])
        return self.unused[kinds].pop().split(" | ")

    def _report(
        self,
        who: Subject,
        condition: list[str],
        words: dict[str, Any],
        form: str,
        days: tuple[date, date],
        hospital: str = "",
    ) -> Report:
        rng, calendar, (adm, dis) = self.rng, self.calendar, days
        aware = calendar.on_or_after(adm + rng.choice((1, 1, 1, 2, 3, 5)) * DAY)
        latest = calendar.on_or_after(max(aware, dis) + rng.choice((1, 2, 3, 5)) * DAY)
        report = Report(
            *(who, condition[0], condition[1], rng.choices(ROUTES, (8, 4, 1))[0]),
            *(hospital or words["hosp"], adm, dis, calendar.draw(aware, rng, "08:40", "14:50")),
            *(latest, rng.choice(self.texts[form]).format(**words).replace("..", ".")),
        )
        report.received_at = report.aware_at + rng.randrange(20, 150) * timedelta(minutes=1)
        return report


def capital(text: str) -> str:
    """The text with its first letter as a capital, the others as they are."""
    return text[:1].upper() + text[1:]
