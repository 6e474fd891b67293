"""Scripts of one diet: first marks, second marking, the addition check, and what counts."""

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import Calendar, Cast, Name, Rows

QUESTIONS, PARTS = range(1, 9), ("(a)", "(b)", "(c)", "(d)")
SPREAD = {"A": (69, 8.0), "B": (63, 9.5), "C": (79, 8.5)}
TOO_FAR = 6  # markers who are further apart ask a third


@dataclass
class Script:
    """One candidate's script in one paper; `second` and `check` are rows of their tables."""

    number: str
    candidate: str
    paper: str
    marker: str
    first: int | None
    second: dict[str, Any] = field(default_factory=dict)
    check: dict[str, Any] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        """Whether it waits for the exams office."""
        return bool(self.second or self.check)

    @property
    def signed(self) -> bool:
        """Whether both markers have signed."""
        return bool(self.second.get("first_signed") and self.second.get("second_signed"))

    @property
    def due(self) -> int | None:
        """The mark that counts; None while there is none."""
        if self.second:
            return self.second["agreed"] if self.signed else None
        return self.check["added_up"] if self.check else self.first


@dataclass
class Candidate:
    """Somebody who takes the diet; `away` are papers missed, `panel` the panel's decision."""

    number: str
    name: Name
    ability: float
    attempt: str = "first"
    adjustment: str | None = None
    away: str = ""
    panel: str = ""

    @property
    def counts(self) -> bool:
        """Whether the sheet has them."""
        return self.panel != "deferred"


def draw_candidates(rng: Random, cast: Cast) -> list[Candidate]:
    """A year of candidates; a few are away from papers."""
    number, candidates = rng.randint(40_100, 61_000), []
    for name in cast.public(rng.randint(176, 209)):
        number += rng.randint(1, 14)
        candidates.append(Candidate(f"{number}", name, rng.gauss(0, 1)))
    for one in candidates:
        one.attempt = "resit" if rng.random() < 0.03 else "first"
        if rng.random() < 0.16:
            one.adjustment = rng.choices(
                ("25% extra time", "extra time 25%, separate room", "rest breaks", "large print"),
                (12, 4, 4, 1),
            )[0]
    rng.shuffle(candidates)
    deferred, missing, refused = rng.randint(2, 5), rng.randint(0, 2), rng.randint(1, 3)
    for one in candidates[: deferred + missing]:
        one.away = rng.choice(("ABC", "BC", "C", "B", "AB"))
    for one in candidates[:deferred]:
        one.panel = "deferred"
    for one in candidates[deferred + missing :][:refused]:
        one.panel = "not accepted"
    return sorted(candidates, key=lambda one: one.number)


def draw_scripts(rng: Random, candidates: list[Candidate], markers: dict[str, Any]) -> list[Script]:
    """First marks."""
    scripts = []
    for one in candidates:
        for paper, (mean, spread) in SPREAD.items():
            mark = round(mean + spread * (0.72 * one.ability + 0.69 * rng.gauss(0, 1)))
            first = None if paper in one.away else max(11, min(97, mark))
            marker = "optical reader" if paper == "A" else str(rng.choice(markers[paper]))
            scripts.append(Script(f"{paper}{one.number}", one.number, paper, marker, first))
    return sorted(scripts, key=lambda s: s.number)


def low_mark(scripts: list[Script], paper: str, share: float) -> int:
    """The lowest pass mark that fails this share of a paper's first marks."""
    marks = sorted(s.first for s in scripts if s.paper == paper and s.first is not None)
    return marks[int(share * len(marks))]


def rate(candidates: list[Candidate], scripts: list[Script], pass_marks: dict[str, int]) -> float:
    """Per cent who pass all papers with the marks that count."""
    failed = {s.candidate for s in scripts if s.due is None or s.due < pass_marks[s.paper]}
    counted = [one for one in candidates if one.counts]
    return 100 * sum(one.number not in failed for one in counted) / len(counted)


class Desk:
    """What markers and checkers leave behind: sheets with remarks, signatures and days."""

    def __init__(
        self, rng: Random, calendar: Calendar, board: date, notes: Rows, markers: dict[str, Any]
    ) -> None:
        self._rng, self._markers = rng, markers
        self._days = [calendar.before(board, n) for n in range(1, 8)]
        self._notes = notes

    def note(self, kind: str, paper: str, more: int = 0) -> str:
        """A remark of that kind on a script of that paper."""
        rng = self._rng
        fit = [row for row in self._notes if row["kind"] == kind and row["paper"] in ("", paper)]
        row = rng.choice(fit[: len(fit) // 2 + 1])
        self._notes.append(self._notes.pop(self._notes.index(row)))
        q, r = rng.sample(QUESTIONS, 2)
        return row["note"].format(q=q, r=r, p=rng.choice(PARTS), m=more, n=rng.randint(3, 11))

    def second_mark(self, script: Script) -> None:
        """Second marking: agreed in most cases, too far apart in some."""
        rng, first = self._rng, script.first or 0
        second = max(8, min(98, first + round(rng.gauss(-0.8, 3.4))))
        other = [str(m) for m in self._markers[script.paper] if str(m) != script.marker]
        day = str(rng.choice(self._days))
        sheet = {"marker": rng.choice(other), "mark": second}
        sheet |= {"first_signed": day, "second_signed": day}
        if abs(second - first) > TOO_FAR:
            settled = rng.random() < 0.6
            sheet["agreed"] = rng.randint(*sorted((first, second))) if settled else None
            sheet["note"] = self.note("third" if settled else "open", script.paper)
            if not settled:
                sheet["first_signed"] = sheet["second_signed"] = None
        else:
            agreed = sheet["agreed"] = rng.choice((first, second, second, (first + second) // 2))
            kind = "same" if agreed == first else "up" if agreed > first else "down"
            sheet["note"] = self.note(kind, script.paper, agreed - first)
        script.second = sheet

    def leave_unsigned(self, script: Script) -> None:
        """One of the two has not signed; the paper lead always has."""
        first = script.second["marker"] == self._markers[script.paper][0]
        script.second["first_signed" if first else "second_signed"] = None
        script.second["note"] = self.note("one", script.paper)

    def check(self, script: Script, checkers: list[str]) -> None:
        """The addition check, which finds nothing in a third of the scripts."""
        rng, first = self._rng, script.first or 0
        kind = rng.choice(("adds", "short", "over"))
        off = rng.choice((2, 3, 4, 5, 6, 10))
        by = {"adds": 0, "short": off, "over": -off}
        script.check = {
            "added_up": min(98, first + by[kind]),
            "checker": rng.choice(checkers),
            "on": rng.choice(self._days[:4]),
            "note": self.note(kind, script.paper),
        }


def mark_again(
    rng: Random, desk: Desk, scripts: list[Script], estimates: dict[str, float], checkers: list[str]
) -> None:
    """Second marking near the estimates and of a sample, then the addition check."""
    written = [s for s in scripts if s.paper != "A" and s.first is not None]
    near = [s for s in written if abs((s.first or 0) - round(estimates[s.paper])) <= 2]
    rest = [s for s in written if s not in near]
    drawn = rng.sample(rest, rng.randint(13, 19) + rng.randint(5, 9))
    checked = drawn[: rng.randint(5, 9)]
    for script in sorted([*near, *drawn], key=lambda s: s.number):
        if script in checked:
            desk.check(script, checkers)
        else:
            desk.second_mark(script)
    agreed = [s for s in written if s.signed]
    for script in rng.sample(agreed, rng.randint(3, 6)):
        desk.leave_unsigned(script)


def add_scripts(
    world: WorldBuilder, rng: Random, scripts: list[Script], sat_on: dict[str, date]
) -> None:
    """The three tables."""
    calendar = Calendar.of(world)
    for s in scripts:
        state = "absent" if s.first is None else "open" if s.open else "final"
        entered = calendar.after(sat_on[s.paper], 1 if s.paper == "A" else rng.randint(5, 8))
        done = (s.first, s.first, state, entered if state == "final" else None)
        marker = None if s.first is None else s.marker
        world.rows("scripts", [(s.number, s.candidate, s.paper, marker, *done)])
        if sheet := s.second:
            signed = (sheet["first_signed"], sheet["second_signed"], sheet["note"] or None)
            row = (s.number, sheet["marker"], sheet["mark"], sheet["agreed"], *signed)
            world.rows("second_marks", [row])
        if slip := s.check:
            found = (slip["added_up"], slip["checker"], slip["on"], slip["note"])
            world.rows("addition_checks", [(s.number, s.first, *found)])
