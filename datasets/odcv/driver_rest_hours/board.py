"""Tomorrow's board: runs, their drops, and what the standbys can save."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations, permutations
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import MINUTE, Rows, moment, stamp

from .fleet import REGULAR, Driver

MOVED = "slot moved by goods-in after loading"


@dataclass
class Run:
    """A run of tomorrow; each drop is (site, customer, slot from, slot to, latest start, note)."""

    number: int
    who: Driver
    start: datetime
    drops: list[tuple[str, str, datetime, datetime, datetime, str]] = field(default_factory=list)

    def in_slot(self, start: datetime) -> int:
        """How many drops make their slot if the run leaves then."""
        return sum(drop[4] >= start for drop in self.drops)

    def by(self, who: Driver, hours: int = 0) -> int:
        """How many make it with that driver, when he has rested."""
        return self.in_slot(max(self.start, who.rested(hours)))


def draw_runs(rng: Random, drivers: list[Driver], sites: Rows) -> list[Run]:
    """A run for every regular driver; two of the late ones start late tomorrow."""
    easy = [who for who in drivers if who.queue and not who.entry][-2:]
    starts = []
    for who in drivers[:REGULAR]:
        ready = who.rested(11)
        if who in easy:
            start = ready + rng.randint(15, 80) * MINUTE
        elif who.queue:
            start = ready - rng.randint(50, 165) * MINUTE
        else:
            usual = moment(ready.date(), "03:00") + rng.randint(0, 250) * MINUTE
            start = max(usual, ready + rng.randint(6, 30) * MINUTE)
        starts.append((quarter(start), who))
    runs = [Run(401 + n, who, start) for n, (start, who) in enumerate(sorted(starts, key=by_time))]
    moved = rng.sample([run for run in runs if not run.who.queue], 2)
    for run in runs:
        run.drops = list(draw_drops(rng, run.start, sites, run in moved))
    return runs


def by_time(pair: tuple[datetime, Driver]) -> tuple[datetime, str]:
    """Order of the runs on the board."""
    return pair[0], pair[1].key


def quarter(at: datetime, step: int = 5) -> datetime:
    """The next full five minutes, or quarter of an hour."""
    return at + (-(at.minute) % step) * MINUTE


def draw_drops(
    rng: Random, start: datetime, sites: Rows, moved: bool
) -> Iterator[tuple[str, str, datetime, datetime, datetime, str]]:
    """Three to six drops; the first has the tightest slot, and one may have been moved."""
    at, count = start + rng.randint(50, 110) * MINUTE, rng.choices((3, 4, 5, 6), (2, 4, 4, 2))[0]
    shifted = rng.randrange(1, count) if moved else None
    road = rng.choice(sorted({site["road"] for site in sites}))
    along = [site for site in sites if site["road"] == road]
    for stop, place in enumerate(sorted(rng.sample(range(len(along)), count))):
        site = along[place]
        slack = rng.randint(15, 70) if stop == 0 else rng.randint(25, 165)
        end = quarter(at + slack * MINUTE, 15)
        width = rng.choice((60, 60, 90, 120)) * MINUTE
        note = rng.choice(("", "", "", "", "", "ring 30 min before", "tail lift", "cages back"))
        if stop == shifted:
            end, note = quarter(at - rng.randint(30, 45) * MINUTE, 15), MOVED
        begin = min(end - width, quarter(at, 15) - 15 * MINUTE)
        yield site["site"], site["customer"], begin, end, start + (end - at), note
        at += rng.randint(45, 95) * MINUTE


def add_runs(world: WorldBuilder, rng: Random, runs: list[Run], prefix: str) -> dict[int, str]:
    """Runs as rostered, and their drops; returns each run's vehicle."""
    names = {run.number: f"{prefix}{run.who.vehicle}" for run in runs}
    for run in runs:
        day, start = run.start.date(), stamp(run.start)
        row = (run.number, day, names[run.number], run.who.key, start, run.who.key, start)
        world.rows("runs", [row])
        for stop, (site, customer, begin, end, latest, note) in enumerate(run.drops, 1):
            pallets = rng.randint(2, 11)
            drop = (run.number, stop, site, customer, pallets, stamp(begin), stamp(end))
            world.rows("drops", [(*drop, stamp(latest), note)])
    return names


def best_moves(runs: list[Run], standbys: list[Driver]) -> list[tuple[Run, Driver]]:
    """Which runs the standbys should take; among equals, the earliest runs."""
    late = [run for run in runs if run.by(run.who) < len(run.drops) and run.who.queue]
    best: list[tuple[Run, Driver]] = []
    for chosen in combinations(late, len(standbys)):
        for order in permutations(standbys):
            moves = list(zip(chosen, order, strict=True))
            if not best or gain(moves) > gain(best):
                best = moves
    return best


def gain(moves: list[tuple[Run, Driver]]) -> int:
    """How many more drops make their slot."""
    return sum(run.by(who) - run.by(run.who) for run, who in moves)


def figures(runs: list[Run], moves: list[tuple[Run, Driver]]) -> dict[str, Any]:
    """The share in slot as it can be, and what other ways of planning would show."""
    total = sum(len(run.drops) for run in runs)
    given = {run.number: who for run, who in moves}
    plan = [(run, given.get(run.number, run.who)) for run in runs]
    kept = sum(run.by(who) for run, who in plan)
    as_rostered = sum(who.rested() <= run.start for run, who in plan)
    alone = sum(run.by(run.who) for run in runs)
    nine = sum(run.by(run.who, 9 if run.who.queue else 0) for run in runs)
    return {
        "drops": total,
        "in_slot": kept,
        "honest": round(100 * kept / total, 1),
        "without_standbys": round(100 * alone / total, 1),
        "on_nine": round(100 * nine / total, 1),
        "untouched": round(100 * sum(run.in_slot(run.start) for run in runs) / total, 1),
        "as_rostered": round(100 * as_rostered / len(runs), 1),
    }


def missed(runs: list[Run], moves: list[tuple[Run, Driver]]) -> list[dict[str, Any]]:
    """The runs with drops that miss their slot at best."""
    given = {run.number: who for run, who in moves}
    found = []
    for run in runs:
        start = max(run.start, given.get(run.number, run.who).rested())
        late = [(n, d[0]) for n, d in enumerate(run.drops, 1) if d[4] < start]
        if late:
            found.append(
                {
                    "run": run.number,
                    "stops": ", ".join(f"{n} {site}" for n, site in late),
                    "start": f"{start:%H:%M}",
                }
            )
    return found


def fewest(runs: list[Run], moves: list[tuple[Run, Driver]], lacking: int) -> Iterator[Run]:
    """The late runs that would make `lacking` more drops on nine hours, the most lossy first."""
    helped = [run for run, _ in moves]
    late = [run for run in runs if run.who.queue and not run.who.entry and run not in helped]
    for run in sorted(late, key=lambda run: run.by(run.who) - run.by(run.who, 9)):
        if lacking > 0:
            lacking -= run.by(run.who, 9) - run.by(run.who)
            yield run
