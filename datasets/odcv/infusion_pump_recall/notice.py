"""The safety notice: which pumps it concerns, the job sheets, and the maker's list."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import Calendar, rising_numbers

from .fleet import Pump


@dataclass(frozen=True)
class Sheet:
    """A job sheet as the engineer wrote it, in the order of the table's columns."""

    serial: str
    notice: str
    done_on: date
    part: str
    flow_25: float
    flow_100: float
    bar: float
    flow: str = "pass"
    occlusion: str = "pass"
    door: str = "pass"
    note: str = ""
    signed: bool = True


@dataclass
class Batch:
    """The pumps under the notice, by what became of each."""

    before: list[Pump] = field(default_factory=list)
    fine: list[Pump] = field(default_factory=list)
    mistyped: list[Pump] = field(default_factory=list)
    paper: list[Pump] = field(default_factory=list)
    missing: list[Pump] = field(default_factory=list)
    failed: list[Pump] = field(default_factory=list)
    unsigned: list[Pump] = field(default_factory=list)
    waiting: list[Pump] = field(default_factory=list)
    gone: list[Pump] = field(default_factory=list)

    @property
    def held(self) -> list[Pump]:
        """Those still on hold."""
        return [p for name, pumps in vars(self).items() if name != "before" for p in pumps]

    @property
    def unfit(self) -> list[Pump]:
        """Those that the maker's list calls completed, without a complete sheet."""
        return [*self.missing, *self.failed, *self.unsigned]


def draw_batch(
    rng: Random, pumps: list[Pump], notice: str, held: list[date], released: date
) -> Batch:
    """Put the oldest of the `pumps` on hold, and some of them back last week."""
    sizes = {
        "before": rng.randint(20, 24),
        "fine": rng.randint(26, 28),
        "mistyped": 2,
        "paper": 2,
        "missing": rng.randint(8, 10),
        "failed": 2,
        "unsigned": 1,
        "waiting": rng.randint(5, 7),
        "gone": 1,
    }
    concerned = pumps[: sum(sizes.values())]
    rng.shuffle(concerned)
    batch, drawn = Batch(), iter(concerned)
    for name, size in sizes.items():
        for _ in range(size):
            pump = replace(next(drawn), notice=notice, held_on=rng.choice(held))
            if name == "before":
                pump = replace(pump, released_on=released)
            else:
                pump = replace(pump, status="hold", place="quarantine cage")
            getattr(batch, name).append(pump)
    return batch


def draw_sheet(rng: Random, pump: Pump, day: date, notes: list[str], **more: Any) -> Sheet:
    """A sheet on which everything passed, unless `more` says otherwise."""
    measured: dict[str, Any] = {
        "flow_25": round(rng.gauss(24.9, 0.3), 1),
        "flow_100": round(rng.gauss(99.4, 1.0), 1),
        "bar": round(rng.uniform(0.52, 0.83), 2),
        "note": rng.choice(notes) if rng.random() < 0.15 else "",
        "part": f"LK6-{rng.choice((2207, 2207, 2211, 2219))}",
    }
    cells: dict[str, Any] = (
        {"serial": pump.serial, "notice": pump.notice, "done_on": day} | measured | more
    )
    return Sheet(**cells)


def draw_sheets(
    rng: Random, batch: Batch, last_week: list[date], this_week: list[date], notes: list[str]
) -> Iterator[Sheet]:
    """The sheets that are on file for the notice, in no order."""

    def failing(pump: Pump, day: int, low: float, **more: Any) -> Sheet:
        bar = round(rng.uniform(low, low + 0.12), 2)
        return draw_sheet(rng, pump, this_week[day], notes, bar=bar, **more)

    for at, pump in enumerate(batch.before):
        yield draw_sheet(rng, pump, last_week[at % 3], notes)
    for at, pump in enumerate([*batch.fine[1:], *batch.mistyped]):
        yield draw_sheet(rng, pump, this_week[at % 3], notes)
    again, (late, sprung), kit = batch.fine[0], batch.failed, {"part": "LK6-2211"}
    yield failing(again, 0, 1.1, occlusion="fail", note="sensor dirty, again tmrw", **kit)
    yield draw_sheet(rng, again, this_week[1], [""], note="cleaned, ok now", **kit)
    yield failing(late, 1, 1.24, occlusion="fail", note="alarm late x3, to bench")
    yield failing(sprung, 2, 0.6, door="fail", note="springs back. 2nd kit")
    yield draw_sheet(rng, batch.unsigned[0], this_week[2], notes, signed=False)


def file_sheets(world: WorldBuilder, rng: Random, sheets: list[Sheet], engineer: str) -> None:
    """File the sheets as the tablet does, in the afternoon, and number them as they come in."""
    calendar, start = Calendar.of(world), 4_000 + 53 * (sheets[0].done_on - date(2024, 1, 1)).days
    numbers = rising_numbers(rng, start, (1, 2, 5, 9))
    timed = [(calendar.draw(sheet.done_on, rng, "14:24", "15:48"), sheet) for sheet in sheets]
    for number, (filed, sheet) in zip(numbers, sorted(timed, key=lambda p: p[0]), strict=False):
        *cells, signed = vars(sheet).values()
        by = (engineer, initials(engineer) if signed else "", filed, "tablet")
        elsewhere = 46 * (sheet.done_on - sheets[0].done_on).days
        world.rows("sheets", [(f"HS-{number + elsewhere}", *cells, *by)])


def initials(name: str) -> str:
    """Such as BW."""
    return "".join(part[0] for part in name.split())


def list_lines(
    rng: Random, batch: Batch, sheets: list[Sheet], this_week: list[date], taken: set[str]
) -> list[tuple[Any, ...]]:
    """The maker's list of what is done, with its slips of the keyboard."""
    done = {sheet.serial: sheet.done_on for sheet in sheets if sheet.done_on in this_week}
    swapped, letter = batch.mistyped
    done |= {pump.serial: this_week[0] for pump in batch.paper}
    listed = [*batch.fine, *batch.paper, *batch.unfit, rng.choice(batch.before)]
    typed = {pump.serial: pump for pump in listed}
    typed[swap(swapped.serial, taken)] = swapped
    typed[f"{letter.serial[:3]}l{letter.serial[4:]}"] = letter
    rows = [
        (done.get(pump.serial) or rng.choice(this_week), serial, pump.asset)
        for serial, pump in typed.items()
    ]
    return [
        (line, serial, asset if rng.random() < 0.6 else "", f"{day:%d/%m/%Y}", "completed")
        for line, (day, serial, asset) in enumerate(sorted(rows), 1)
    ]


def swap(serial: str, taken: set[str]) -> str:
    """The serial with two neighbouring digits exchanged, and no other pump's."""
    for at in range(len(serial) - 2, 0, -1):
        typed = f"{serial[:at]}{serial[at + 1]}{serial[at]}{serial[at + 2 :]}"
        if typed not in {*taken, serial}:
            return typed
    raise AssertionError(f"{serial} has no two neighbouring digits to exchange")
