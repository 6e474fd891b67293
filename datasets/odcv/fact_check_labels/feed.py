"""Weeks of civic posts, their labels, and what came of the appeals."""

from collections import Counter
from datetime import date, datetime
from random import Random
from types import SimpleNamespace
from typing import Any

from odcv_inspect.world import kit
from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, HOUR, MINUTE, WEEK, Calendar, Cast, moment, stamp

OFTEN = {"candidate": 18, "party": 30, "publisher": 43, "group": 30}
SEEN = {"candidate": 1.0, "party": 1.2, "publisher": 1.9, "group": 0.8}
"""How often an account of a kind posts, and how many views it gets."""
DONE = {"lift": "granted", "keep": "refused"}


class Record(SimpleNamespace):
    """An account, a post or an appeal, with the columns of its table."""


def counts(post: Record) -> bool:
    """Whether a post's interactions count once every ruling has been carried out."""
    return post.state != "on" or bool(post.ruling and post.ruling[0] == "lift")


class Feed:
    """Draws accounts, posts, labels and appeals."""

    def __init__(self, world: WorldBuilder, rng: Random, cast: Cast, courier: str) -> None:
        self.rng, self.calendar = rng, Calendar.of(world)
        self.lists = {**kit.read_lists(world, "posts.txt"), **kit.read_lists(world, "claims.txt")}
        self.times = Counter[str]()
        self.claims: dict[str, list[tuple[str, ...]]] = {"older": [], "week": []}
        number = rng.randint(211, 260)
        for group, found in self.claims.items():
            for line in self.lists[group]:
                number += rng.randint(1, 3)
                slots = {**self.slots(rng.choice(self.lists["parties"][1:])), "own": "{own}"}
                found.append((f"C-{number}", *(part.format(**slots) for part in line.split("|"))))
        self.times[self.claims["week"][4][-1]] = 9  # the editor's own words
        wards, parties = self.lists["wards"], self.lists["parties"]
        papers = [courier, *rng.sample(self.lists["publishers"], 5)]
        rows = [(f"{name}", "candidate", "", "") for name in cast.public(24)]
        rows += [(name, "party", name, "") for name in parties]
        rows += [(name, "publisher", "", "") for name in papers]
        rows += [
            (line.split("|")[0], "group", "", line.split("|")[1]) for line in self.lists["groups"]
        ]
        self.accounts, number = [], rng.randint(1104, 1390)
        for place, (name, kind, party, ward) in enumerate(rows):
            number += rng.randint(1, 7)
            if kind == "candidate":
                ward = wards[place % 9]
                party = parties[0] if place < 2 else rng.choice([*parties, "Independent"])
            one = Record(key=f"K-{number}", name=name, kind=kind, party=party, ward=ward)
            self.accounts.append(one)

    def of(self, kind: str) -> list[Record]:
        """The accounts of a kind; the county's paper is the first publisher."""
        return [one for one in self.accounts if one.kind == kind]

    def slots(self, party: str, ward: str = "") -> dict[str, str]:
        """Words for the gaps of a text."""
        gaps = ("ward", "hall", "school", "cost", "topic")
        pick = {name: self.rng.choice(self.lists[f"{name}s"]) for name in gaps}
        topic, n = pick["topic"][0].upper() + pick["topic"][1:], f"{self.rng.randint(11, 140)}"
        return {**pick, "ward": ward or pick["ward"], "party": party, "topic_c": topic, "n": n}

    def draw(self, posted: datetime, mean: float, rate: float) -> Record:
        """Somebody's post, without words or label."""
        account = self.rng.choices(self.accounts, [OFTEN[one.kind] for one in self.accounts])[0]
        views = int(self.rng.lognormvariate(mean, 0.7) * SEEN[account.kind]) + 50
        post = Record(account=account, at=posted, views=views, interactions=int(views * rate))
        post.claim, post.state, post.basis, post.ended = "", "", "", None
        post.ruling, post.appeal = None, None
        return post

    def post(self, monday: date) -> Record:
        """A post of a week, without a label."""
        posted = moment(monday, "06:40") + self.rng.randrange(7) * DAY
        posted += self.rng.randrange(940) * MINUTE
        post = self.draw(posted, 6.3, self.rng.lognormvariate(-3.1, 0.45))
        account, lines = post.account, list(self.lists[post.account.kind])
        self.rng.shuffle(lines)
        line = min(lines, key=lambda one: self.times[one] + 5 * self.times[one + account.key])
        self.times.update((line, line + account.key))
        text = line.format(**self.slots(account.party, account.ward))
        post.text = text[0].upper() + text[1:]
        return post

    def labelled(self, day: date, group: str) -> Record:
        """A post of a day that has a label on; `group` is of the claims."""
        posted = moment(day, "06:40") + self.rng.randrange(700) * MINUTE
        post = self.draw(posted, 6.9, self.rng.uniform(0.05, 0.1))
        post.claim, _, summary, *texts = self.rng.choice(self.claims[group])
        if post.account.party and post.account.party in summary:
            post.account = self.of("publisher")[0]
        post.text = self.wording(post, texts)
        post.put_on, post.state = self.office(posted + self.rng.randint(2, 20) * HOUR), "on"
        return post

    def wording(self, post: Record, texts: list[str]) -> str:
        """The least used text that suits the account; one that begins with ~ is somebody's own."""
        personal = post.account.kind in ("candidate", "group")
        fit = [line for line in texts if personal or line[0] != "~"]
        self.rng.shuffle(fit)
        line = min(fit, key=lambda one: self.times[one])
        self.times[line] += 1
        text = line.lstrip("~")
        text = text.replace("{own}", post.account.ward or self.rng.choice(self.lists["wards"]))
        return text[0].upper() + text[1:]

    def labelled_week(self, monday: date, count: int) -> list[Record]:
        """Posts of a week that had their labels by its Friday, in the order of the labels."""
        found: list[Record] = []
        while len(found) < count:
            post = self.labelled(monday + self.rng.randrange(5) * DAY, "week")
            if post.put_on < moment(monday + 4 * DAY, "17:00"):
                found.append(post)
        return sorted(found, key=lambda one: one.put_on)

    def office(self, when: datetime) -> datetime:
        """That moment, or one soon after at which the office works."""
        day, later = when.date(), self.rng.randint(0, 150) * MINUTE
        if when > moment(day, "16:50") or not self.calendar.works(day):
            day = self.calendar.after(day, 1)
            return moment(day, "09:20") + later
        return when if when >= moment(day, "09:20") else moment(day, "09:20") + later

    def appeal(self, post: Record, received: datetime, by: Record | None = None) -> Record:
        """An appeal from the account, or from another one; nobody sends one at night."""
        hour = received.hour + 7 if received.hour < 7 else received.hour
        ground = self.words("foreign grounds" if by else "grounds", post)
        appeal = Record(account=by or post.account, post=post, at=received.replace(hour=hour))
        appeal.ground, appeal.state, appeal.note = ground, "new", ""
        appeal.handled = appeal.closed = None
        post.appeal = appeal
        return appeal

    def words(self, name: str, post: Record) -> str:
        """A line of a list that suits the post's claim; the lists name claims by letters."""
        letter = "abcdefghijkl"[[claim for claim, *_ in self.claims["week"]].index(post.claim)]
        fit = [line for line in self.lists[name] if set(line.partition(":")[0]) & {letter, "*"}]
        self.rng.shuffle(fit)
        line = min(fit, key=lambda one: 2 * self.times[one] + one.startswith("*"))
        self.times[line] += 1
        return line.partition(":")[2].replace("{page}", f"{self.rng.randint(12, 88)}")

    def rule(self, post: Record, decision: str, ruled: datetime, closed: Any = None) -> None:
        """A ruling, carried out at `closed` if it has been."""
        post.ruling = (decision, self.words(decision if post.appeal else "lift own", post), ruled)
        if closed:
            post.appeal.state, post.appeal.closed = DONE[decision], closed
        if closed and decision == "lift":
            post.state, post.basis, post.ended = "lifted", "appeal", closed

    def past_week(self, monday: date, *, poor: bool) -> list[Record]:
        """A week that is over, with nearly everything done by its Tuesday."""
        rng, tuesday = self.rng, monday + 8 * DAY
        labelled = self.labelled_week(monday, rng.randint(8, 12))
        found = [self.post(monday) for _ in range(rng.randint(104, 126))] + labelled
        scale(found, rng.uniform(4.15, 4.5))
        for one in found:
            if poor and one.at.weekday() in (2, 3, 4):
                one.interactions = int(one.interactions * 0.45)
        came = [(one.put_on + rng.randint(30, 240) * MINUTE, one) for one in labelled]
        latest = moment(monday)
        for received, one in sorted(came[: rng.randint(4, 6)], key=lambda pair: pair[0]):
            handled = self.office(received + rng.randint(1, 4) * HOUR)
            ruled = max(self.office(handled + rng.randint(1, 6) * HOUR), latest + 7 * MINUTE)
            latest = ruled
            if ruled < moment(monday + 5 * DAY):
                self.appeal(one, received).handled = handled
                closed = moment(tuesday, "09:50") + rng.randint(0, 100) * MINUTE
                self.rule(one, rng.choice(("keep", "keep", "lift")), ruled, closed)
        if poor:
            other = next(one for one in self.of("group") if one is not labelled[-1].account)
            late = self.appeal(labelled[-1], moment(monday + 5 * DAY, "11:20"), other)
            late.state, late.note = "returned", "Not from the account that posted."
            late.handled = late.closed = moment(tuesday + DAY, "10:15")
        return found

    def old(self, today: date, days: int) -> Record:
        """A labelled post of some time ago, expired on the first Tuesday after its 90 days."""
        one = self.labelled(today - days * DAY, "older")
        if days > 97:
            gone = today - (days - 91) // 7 * WEEK
            one.state, one.basis = "expired", "age"
            one.ended = moment(gone, "10:10") + self.rng.randint(0, 90) * MINUTE
        return one


def scale(posts: list[Record], percent: float) -> None:
    """Make the interactions of the posts that count come to so many per hundred views."""
    counted = sum(one.interactions for one in posts if counts(one))
    factor = percent * sum(one.views for one in posts) / 100 / counted
    for one in filter(counts, posts):
        one.interactions = round(one.interactions * factor)


def add_posts(world: WorldBuilder, rng: Random, feed: Feed, posts: list[Record]) -> None:
    """Number everything in order of time and write the tables."""

    def numbered(found: list[Any], letter: str, first: int, step: int) -> list[Any]:
        for one in sorted(found, key=lambda one: one.at):
            first += rng.randint(1, step)
            one.key = f"{letter}-{first}"
        return sorted(found, key=lambda one: one.at)

    def at(when: datetime | None) -> str | None:
        return stamp(when) if when else None

    checker, labels = world.people["checker"].name, [one for one in posts if one.claim]
    world.rows("accounts", [(a.key, a.name, a.kind, a.party, a.ward) for a in feed.accounts])
    for claim, rating, summary, *_ in [*feed.claims["older"], *feed.claims["week"]]:
        days = [one.put_on.date() for one in labels if one.claim == claim]
        world.rows("claims", [(claim, summary, rating, checker, day) for day in sorted(days)[:1]])
    for p in numbered(posts, "P", rng.randint(48_100, 61_000), 9):
        what = (at(p.at), p.text, p.views, p.interactions)
        world.rows("posts", [(p.key, p.account.key, *what)])
    for p in labels:
        world.rows("labels", [(p.key, p.claim, at(p.put_on), p.state, p.basis, at(p.ended))])
    for a in numbered(
        [one.appeal for one in labels if one.appeal], "A", rng.randint(2010, 2240), 2
    ):
        row = (a.key, a.post.key, a.account.key, at(a.at), a.ground, a.state, a.note)
        world.rows("appeals", [(*row, at(a.handled), at(a.closed))])
    rulings = [one for one in labels if one.ruling]
    ruled = [Record(post=one.key, at=one.ruling[2], said=one.ruling) for one in rulings]
    for r in numbered(ruled, "U", rng.randint(830, 910), 1):
        world.rows("rulings", [(r.key, r.post, r.said[0], r.said[1], checker, at(r.at))])
