"""Guides with their labels, scores, reports and reviews, and the weeks they carried campaigns."""

import math
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from random import Random

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, WEEK, Calendar, read_lists, read_table

TOUCHY = "! "
When = tuple[str, date]  # a week and its Monday
CEILING = 79  # of pages that are held by their score


@dataclass
class Guide:
    """A page; `held` says what makes it wait this Friday, `moved` what its right label does."""

    key: str
    title: str
    label: str
    right: str
    moved: str
    touchy: bool
    views: dict[str, int]
    scored: date
    score: int = 0
    held: str = ""
    reports: list[tuple[date, str]] = field(default_factory=list)
    reviews: list[tuple[date, str, str]] = field(default_factory=list)

    @property
    def off(self) -> bool:
        """Whether a reviewer has found that it carries no ads."""
        return bool(self.reviews) and self.reviews[-1][1] == "no ads"


@dataclass
class Campaign:
    """What an advertiser has booked; networks and house ads have no goal."""

    key: str
    advertiser: str
    kind: str
    labels: str
    goal: int
    starts: date
    ends: date | None


class Library:
    """Draws the pages, then what happened to each of them; no page is drawn twice."""

    def __init__(self, world: WorldBuilder, rng: Random, weeks: list[str]) -> None:
        self.rng, self.calendar, self.today = rng, Calendar.of(world), world.now.date()
        self.words = read_lists(world, "titles.txt")
        self.from_ = {r["label"]: int(r["hold_from"]) for r in read_table(world, "labels.csv")}
        drawn = [f"{t}|{label}|{label}|" for label in self.from_ for t in self.some(label, -3, 0)]
        for moved, low, high in (("freed", 2, 3), ("stopped", 1, 1), ("even", 1, 1)):
            drawn += [f"{line}|{moved}" for line in self.some(moved, low, high)]
        rng.shuffle(drawn)
        number = rng.randint(1102, 1380)
        self.guides: list[Guide] = []
        for title, label, right, moved in (line.split("|") for line in drawn):
            number += rng.randint(1, 9)
            plain, day = title.removeprefix(TOUCHY), self.day(40, 400)
            guide = Guide(f"G-{number}", plain, label, right, moved, title != plain, {}, day)
            base = min(math.exp(rng.gauss(8.5, 0.75)), 10_500 if guide.touchy else 31_000)
            base = rng.uniform(2_600, 5_400) if moved else base
            guide.views = {week: round(base * rng.uniform(0.93, 1.07)) for week in weeks}
            guide.score = int(rng.triangular(2, self.from_[label] - 16, 11))
            self.guides.append(guide)
        self.free = [g for g in rng.sample(self.guides, len(self.guides)) if not g.moved]

    def some(self, name: str, low: int, high: int) -> list[str]:
        """Some lines of a list; below 1, all but so many."""
        count, words = self.rng.randint(low, high), self.words[name]
        return self.rng.sample(words, count if count > 0 else len(words) + count)

    def day(self, least: int, most: int) -> date:
        """A working day so many days ago."""
        return self.calendar.on_or_before(self.today - self.rng.randint(least, most) * DAY)

    def share(self, guides: list[Guide], week: str) -> float:
        """Per cent of a week's page views."""
        return 100 * sum(g.views[week] for g in guides) / sum(g.views[week] for g in self.guides)

    def take(self, week: str, low: float, high: float, touchy: float, but: str = "") -> list[Guide]:
        """Unused pages with a share of a week's views, touchy ones with some probability."""
        found: list[Guide] = []
        for guide in sorted(self.free, key=lambda g: g.touchy != (self.rng.random() < touchy)):
            share = self.share([*found, guide], week)
            if guide.label != but and share <= high and self.share([guide], week) < 0.75:
                found.append(guide)
            if self.share(found, week) >= low:
                break
        for guide in found:
            self.free.remove(guide)
        return found

    def flag(self, guide: Guide, day: date, *, report: bool) -> None:
        """Make a page wait: by a member's report or by its score."""
        if report:
            kind = "reports" if guide.touchy else "reports of ordinary pages"
            guide.reports.append((day, self.rng.choice(self.words[kind])))
        else:
            least = self.from_[guide.label]
            guide.score, guide.scored = self.rng.randint(least, max(least + 1, CEILING)), day

    def review(self, guide: Guide, day: date, *, off: bool = False) -> None:
        """Write what the reviewer found."""
        note = self.rng.choice(self.words["not fine" if off else "fine"])
        guide.reviews.append((day, "no ads" if off else "release", note))

    def past(self, friday: date, week: str, *, poor: bool) -> list[Guide]:
        """Pages that were waiting when a week was published; a few came through before."""
        least = self.rng.uniform(4.0, 5.6) if poor else self.rng.uniform(0.5, 1.1)
        held = self.take(week, least, least + 0.6, 0.25)
        for guide in held:
            self.flag(guide, friday - self.rng.randint(1, 3) * DAY, report=self.rng.random() < 0.2)
            self.review(guide, friday + self.rng.randint(3, 6 if poor else 4) * DAY)
        if not poor:
            for guide in self.take(week, 0.5, 1.4, 0.3):
                day = friday - self.rng.randint(3, 4) * DAY
                self.flag(guide, day, report=self.rng.random() < 0.3)
                self.review(guide, friday - self.rng.randint(1, 2) * DAY)
        return held

    def long_ago(self, week: str) -> None:
        """Pages that were reviewed in earlier months."""
        off = self.take(week, 0.45, 0.75, 1)
        for guide in [*off, *self.take(week, 2.0, 3.4, 0.5)]:
            day = self.day(45, 190)
            self.flag(guide, day, report=self.rng.random() < 0.35)
            self.review(guide, self.calendar.after(day, self.rng.randint(1, 4)), off=guide in off)

    def this_week(self, week: str, rescored: date) -> None:
        """What the scorer and members flagged since Monday, and what is reviewed so far."""
        rng = self.rng
        for guide in self.take(week, 1.2, 2.0, 0.2):
            self.flag(guide, rescored, report=False)
            self.review(guide, rescored + rng.randint(0, 2) * DAY)
        for guide in self.take(week, 0.3, 0.5, 1):
            self.flag(guide, rescored, report=rng.random() < 0.5)
            self.review(guide, rescored + rng.randint(1, 2) * DAY, off=True)
        pool = [g for g in self.free if g.label == "family" and self.share([g], week) < 0.5]
        for guide in sorted(pool, key=lambda g: not g.touchy)[: rng.randint(2, 3)]:
            guide.score, guide.scored, guide.held = rng.randint(45, 54), rescored, "decision"
            self.free.remove(guide)
        for guide in self.guides:
            if guide.moved == "even":
                guide.score = rng.randint(3, 35)
            elif guide.moved:
                low, high = sorted((self.from_[guide.label], self.from_[guide.right]))
                guide.score, guide.scored = rng.randint(low + 2, high - 3), rescored
                guide.held = "label" if guide.moved == "stopped" else ""
        above = self.share([g for g in self.guides if g.held], week)
        by_report = self.take(week, 0.6, 0.95, 0.85)
        for guide in by_report:
            self.flag(guide, self.today - rng.randint(1, 2) * DAY, report=True)
            guide.held = "report"
        above += self.share(by_report, week)
        least = rng.uniform(6.7, 7.6) - above
        for guide in self.take(week, least, least + 0.6, 0.8, but="crafts"):
            self.flag(guide, rescored, report=False)
            guide.held = "score"


def book(world: WorldBuilder, rng: Random, total: int, monday: date) -> list[Campaign]:
    """The campaigns; one has just ended and one starts with the new week."""
    number, found = rng.randint(212, 260), []
    rows = read_table(world, "campaigns.csv")
    ended, new = rng.sample([r["advertiser"] for r in rows if r["share"]], 2)
    for row in rows:
        number += rng.randint(1, 7)
        starts, ends = monday - rng.randint(5, 11) * WEEK, None
        goal = round(total * float(row["share"] or 0) * rng.uniform(0.86, 1.1) / 500) * 500
        if goal:
            ends = monday + rng.randint(3, 9) * WEEK - DAY
            ends = monday - DAY if row["advertiser"] == ended else ends
            starts = monday if row["advertiser"] == new else starts
        what = row["advertiser"], row["kind"], row["labels"], goal, starts, ends
        found.append(Campaign(f"C-{number}", *what))
    return found


def fill(
    guides: list[Guide], booked: list[Campaign], when: When, held: list[str], off: list[str]
) -> tuple[dict[str, str], dict[str, float]]:
    """Fill a week as `schedule fill` does, house ads on what is held; placements and figures."""
    week, monday = when
    views: Counter[str] = Counter()
    placed: dict[str, str] = {}
    on = [c for c in booked if c.starts <= monday <= (c.ends or monday)]
    order = sorted(guides, key=lambda g: (-g.views[week], g.key))
    for house in (False, True):
        for guide in order:
            if guide.key in off or (guide.key in held) != house:
                continue
            fit = [c for c in on if not c.labels or guide.right in c.labels.split(",")]
            best = [c for c in fit if c.goal > views[c.key] and not house]
            best.sort(key=lambda c: (views[c.key] / c.goal, c.key))
            rest = [c for c in fit if c.kind == ("house" if house else "network")]
            one = (best or sorted(rest, key=lambda c: (views[c.key], c.key)))[0]
            views[one.key] += guide.views[week]
            placed[guide.key] = one.key
    total = sum(guide.views[week] for guide in guides)
    house_keys = [c.key for c in on if c.kind == "house"]
    paid = sum(g.views[week] for g in guides if placed.get(g.key, house_keys[0]) not in house_keys)
    blank = sum(g.views[week] for g in guides if g.key not in placed)
    goals = [(min(c.goal, views[c.key]), c.goal) for c in on if c.goal]
    return placed, {
        "fill": round(100 * paid / total, 1),
        "delivery": round(100 * sum(b for b, _ in goals) / sum(g for _, g in goals), 1),
        "blank": round(100 * blank / total, 1),
    }


def add_pages(world: WorldBuilder, rng: Random, library: Library, reviewers: list[str]) -> None:
    """The tables of pages, forecasts, reports and reviews."""
    names = read_table(world, "labels.csv")
    world.rows("labels", [(r["label"], r["name"], int(r["hold_from"])) for r in names])
    world.rows("pages", [(g.key, g.title, g.label, g.score, g.scored) for g in library.guides])
    world.rows("forecasts", [(w, g.key, n) for g in library.guides for w, n in g.views.items()])
    number = rng.randint(3310, 3790)
    for day, key, why in sorted((d, g.key, why) for g in library.guides for d, why in g.reports):
        number += rng.randint(1, 5)
        world.rows("reports", [(f"M-{number}", key, day, why)])
    number = rng.randint(810, 990)
    for guide in library.guides:
        assert all(library.calendar.works(day) for day, *_ in guide.reviews), guide
    found = [(day, g.key, f, note) for g in library.guides for day, f, note in g.reviews]
    for day, key, *what in sorted(found):
        number += 1
        who = reviewers[0] if day.weekday() == 4 else rng.choice(reviewers)
        world.rows("reviews", [(f"V-{number}", key, *what, who, day)])
