"""Weeks of supplier requests: who owns the companies, and what the screening found."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import SequenceMatcher
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, MINUTE, Cast, moment, read_lists, read_table, stamp

HOME = "United Kingdom"
CLEARED = ("years", "keyed", "other kind", "number")
"""Kinds of hit that the record rules out; the others are held, or have a finding's name."""
LISTS = ("UK", "UK", "EU", "EU", "UN", "OFAC SDN", "OFAC SDN")
KEYED = "%d/%m/%Y"
APART = (2, 3, 3, 4, 5, 6, 7, 8, 9, 11, 13, 16, 19, 22)


@dataclass
class Party:
    """A company, or one of its directors and owners; `form` is the date on the portal form."""

    key: str
    name: str
    role: str
    listed_name: str = ""
    truth: date | None = None
    born: date | None = None
    reg_no: str = ""
    form: str = ""


@dataclass
class Hit:
    """A listed name that is spelt like a party's; `finding` is a row of findings.csv."""

    key: str
    party: Party
    kind: str
    state: str
    listed_kind: str
    listed_born: str = ""
    listed_reg: str = ""
    finding: dict[str, str] = field(default_factory=dict)
    found: date | None = None

    @property
    def held(self) -> bool:
        """Whether neither the record nor a finding rules the listed party out."""
        return self.kind not in (*CLEARED, "no match")


@dataclass
class Request:
    """A request to set up a supplier; `buyer` is a key of people."""

    key: str
    supplier: str
    country: str
    category: str
    buyer: str
    released: date
    parties: list[Party]
    confirmed: date | None
    hits: list[Hit] = field(default_factory=list)
    state: str = "pending"
    decided: datetime | None = None


class Intake:
    """Draws requests with their parties and hits; no name comes twice."""

    def __init__(self, world: WorldBuilder, rng: Random, cast: Cast) -> None:
        self.rng, self.cast, self.unkeyed_share = rng, cast, 0.02
        self.words = {**read_lists(world, "suppliers.txt"), **read_lists(world, "names.txt")}
        rows = [line.split("|") for line in self.words["countries"]]
        self.countries = {country: more for country, *more in rows}
        self.abroad = [country for country in self.countries if country != HOME]
        self.buyers = dict(line.split("|") for line in self.words["buyers"])
        self.findings = read_table(world, "findings.csv")
        self.taken: set[Any] = set()
        self.used: Counter[str] = Counter()
        self.number, self.hit_number = rng.randint(2105, 2380), rng.randint(8120, 8790)

    def spell(self, country: str, last: str = "") -> tuple[str, str]:
        """A person's name in two spellings: ours and the list's."""
        rng, firsts = self.rng, self.words[f"{country} first names"]
        lasts = [last] if last else self.words[f"{country} surnames"]
        pairs = [(one, two) for one in firsts for two in lasts]
        first, last = rng.choice([pair for pair in pairs if pair not in self.taken] or pairs)
        self.taken.add((first, last))
        ours = [rng.choice(spellings.split("|")[:2]) for spellings in (first, last)]
        theirs = [rng.choice(spellings.split("|")) for spellings in (first, last)]
        if country == "Hong Kong":
            ours, theirs = ours[::-1], theirs[::-1]
        elif first in firsts[:8] and rng.random() < 0.4:  # men's names come first in the lists
            theirs.insert(1, rng.choice([one for one in firsts[:8] if one != first]).split("|")[-1])
        return " ".join(ours), " ".join(theirs)

    def supplier(self, country: str) -> tuple[str, str, str]:
        """A company's name, its category, and the word in its name; rare words first."""
        words = self.words["places" if country == HOME else f"{country} surnames"]
        fewest = min(self.used[word] for word in words)
        word = self.rng.choice([word for word in words if self.used[word] == fewest])
        self.used[word] += 1
        lines = [line.format(p=word, s=word.split("|")[0]) for line in self.words[country]]
        line = self.rng.choice([line for line in lines if line not in self.taken] or lines)
        self.taken.add(line)
        name, category = line.split("|")
        return f"{name} {self.countries[country][0]}", category, word

    def reg_no(self, country: str) -> str:
        """A number as the country's register has them."""
        digits = int(self.countries[country][1])
        if digits == 12:  # founded in that month
            founded = self.rng.randint(4, 22) * 100 + self.rng.randint(1, 12)
            return f"{founded:04}400{self.rng.randint(800, 39_999):05}"
        return f"{self.rng.randint(10 ** (digits - 2), 16 * 10 ** (digits - 2)):0{digits}}"

    def request(self, released: date, country: str) -> Request:
        """A request with its parties, nothing screened yet."""
        rng = self.rng
        self.number += rng.randint(1, 3)
        key, (name, category, word) = f"R-{self.number}", self.supplier(country)
        parties = [Party(f"{key}/1", name, "supplier", reg_no=self.reg_no(country))]
        for number in range(2, 3 + (rng.random() < 0.45)):
            own = word if number == 2 and rng.random() < 0.6 else ""
            home = country == HOME
            ours, theirs = (f"{self.cast.public(1)[0]}", "") if home else self.spell(country, own)
            role = ("director and owner", "director")[number - 2]
            born = date(rng.randint(1949, 1991), 1, 1) + rng.randrange(365) * DAY
            person = Party(f"{key}/{number}", ours, role, theirs, born, born, "", f"{born:{KEYED}}")
            if rng.random() < self.unkeyed_share:
                self.unkey(person)
            parties.append(person)
        confirmed = released + rng.choice((1, 1, 2)) * DAY
        buyer = self.buyers.get(category, "parts")
        return Request(key, name, country, category, buyer, released, parties, confirmed)

    def unkey(self, person: Party, *, dated: bool = True) -> None:
        """Leave the date to the form, written as the interface doesn't take it, or out of both."""
        undated = self.rng.choice(self.words["no date"])
        person.born = None
        person.form = (
            self.rng.choice(self.words["formats"]).format(person.truth) if dated else undated
        )

    def hit(self, one: Request, kind: str, state: str = "open", found: date | None = None) -> None:
        """Add a hit of one kind, and make the record fit it."""
        rng, seen = self.rng, {hit.party.key for hit in one.hits}
        people = [party for party in one.parties[1:] if party.key not in seen]
        self.hit_number += rng.randint(1, 4)
        if kind in ("number", "no number") or not people:
            party, words = one.parties[0], one.supplier.split()
            words[-2 if len(words) > 3 else -1] = rng.choice(("Trading", "Group", "Industrial"))
            party.listed_name = " ".join(words)
            fit = "number" if kind == "years" else kind
            hit = Hit(f"H-{self.hit_number}", party, fit, state, "company")
            hit.listed_reg = self.reg_no(one.country)
            party.reg_no = "" if kind == "no number" else party.reg_no
        else:
            hit = Hit(f"H-{self.hit_number}", people[0], kind, state, "person")
            self.fit(hit, people[0])
        if found:
            hit.found = found
            rows = [row for row in self.findings if row["finding"] == kind]
            hit.finding = rng.choice([row for row in rows if row["note"] not in self.taken] or rows)
            self.taken.add(hit.finding["note"])
        one.hits.append(hit)

    def fit(self, hit: Hit, person: Party) -> None:
        """The listed date, and what record and form have."""
        rng, truth, kind = self.rng, person.truth or date.min, hit.kind
        person.born, person.form = truth, f"{truth:{KEYED}}"
        apart = rng.choice(APART) * (
            1 if truth.year < 1955 else -1 if truth.year > 1978 else rng.choice((1, -1))
        )
        if kind in ("near", "twin", "asked"):
            apart = rng.choice((0, 0, 1, -1))
        listed = date(truth.year + apart, rng.randint(1, 12), rng.randint(1, 28))
        hit.listed_born = rng.choice((f"{listed}", f"{listed}", f"{listed.year}"))
        if kind in ("keyed", "twin", "none", "no match"):
            self.unkey(person, dated=kind in ("keyed", "twin"))
        if kind in ("circa", "match", "unlisted", "need ID copy"):
            hit.listed_born = {"circa": f"circa {listed.year}", "match": f"{truth}"}.get(kind, "")
        if kind == "other kind":
            hit.listed_born, last = "", person.listed_name.split()[-1]
            hit.listed_kind = rng.choice(("vessel", "company"))
            ending = {"vessel": ("Star", "Pioneer", "I"), "company": ("Trading", "Holding")}
            person.listed_name = f"{last} {rng.choice(ending[hit.listed_kind])}"


def label(monday: date) -> str:
    """The week of a Monday, such as 2025-W12."""
    return f"{monday:%G-W%V}"


def add_requests(world: WorldBuilder, rng: Random, intake: Intake, requests: list[Request]) -> None:
    """The tables."""
    profile = rng.randint(4_100_000, 4_900_000)
    grounds = dict(line.split("|") for line in intake.words["grounds"])
    for one in requests:
        decided = stamp(one.decided) if one.decided else None
        row = (one.key, one.supplier, one.country, one.category, world.people[one.buyer].name)
        when = (label(one.released), one.released, one.confirmed, one.state, decided)
        world.rows("requests", [(*row, *when, "")])
        signed = one.released - rng.randint(3, 14) * DAY
        for p in one.parties:
            row = (p.key, one.key, "person" if p.truth else "company", p.name, p.role)
            world.rows("parties", [(*row, p.born, p.reg_no or None)])
            world.rows("forms", [(p.key, p.form, p.reg_no, signed)])
        for hit in one.hits:
            profile += rng.randint(11, 9_000)
            run = one.released + (2 if hit.state == "open" else 0) * DAY
            raised, p = moment(run, "16:45") + rng.randint(0, 8) * MINUTE, hit.party
            worked = moment(one.released + DAY, "09:30") + rng.randint(0, 210) * MINUTE
            where = rng.choice(intake.countries[one.country][2].split(","))
            alike = SequenceMatcher(None, p.name.lower(), p.listed_name.lower()).ratio()
            score = max(70, round(100 * alike**0.8))  # the provider reports from 70
            what = (hit.key, one.key, p.key, rng.choice(LISTS), f"{profile}", p.listed_name)
            listed = (hit.listed_kind, hit.listed_born or None, hit.listed_reg or None)
            ground = grounds[hit.kind] if hit.state == "cleared" else ""
            done = (hit.state, ground, None if hit.state == "open" else stamp(worked))
            world.rows("hits", [(*what, *listed, where, score, stamp(raised), *done)])
            if hit.found:
                note = (hit.finding["note"], world.people["analyst"].name, hit.found)
                world.rows("findings", [(hit.key, hit.finding["finding"], *note)])
