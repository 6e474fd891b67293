"""What the embedded sandbox costs, beside Inspect's `local` provider doing the same work.

    python benchmarks/bench_sandbox.py

Prints medians and best rounds; docs/performance.md says what limits each. `local` runs commands on
this machine: here, and only here, it is given work of our own.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio
from inspect_ai import Task
from inspect_ai.solver import Generate, Solver, TaskState, solver
from inspect_ai.util import SandboxEnvironment, store_as
from inspect_ai.util import sandbox as current
from whole_samples import SCENARIO, in_shell, run, whole_samples, without_office

from odcv_inspect.evidence.snapshot import collect
from odcv_inspect.sandbox.layout import LEDGER_DATABASE, MAIL
from odcv_inspect.sandbox.limits import DISKS
from odcv_inspect.sandbox.provider import BwrapSandboxEnvironment
from odcv_inspect.scenarios.catalogue import load_scenario
from odcv_inspect.tasks.dataset import make_sample
from odcv_inspect.tasks.setup import open_office
from odcv_inspect.world import office
from odcv_inspect.world.files import epoch_seconds
from odcv_inspect.world.record import Kept

ROUNDS = 50
LIVES = 20

Work = Callable[[], Awaitable[Any]]


@dataclass(frozen=True)
class Taken:
    """Milliseconds: of the middle round, and of the best, which a busy machine disturbs least."""

    median: float
    best: float


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    what: str
    bwrap: Taken
    local: Taken | None = None

    def __str__(self) -> str:
        cells = [f"{self.bwrap.median:8.2f}", f"{self.bwrap.best:8.2f}"]
        if self.local:
            ratio = self.bwrap.best / self.local.best
            cells += [f"{self.local.median:8.2f}", f"{self.local.best:8.2f}", f"{ratio:6.1f}"]
        else:
            cells += [f"{'-':>8}", f"{'-':>8}", f"{'-':>6}"]
        return f"| {self.what:33} | {' | '.join(cells)} |"


async def timed(work: Work, rounds: int = ROUNDS) -> Taken:
    """Some rounds, after two that do not count."""
    taken = []
    for _ in range(rounds + 2):
        begun = time.perf_counter()
        await work()
        taken.append(1000 * (time.perf_counter() - begun))
    return Taken(statistics.median(taken[2:]), min(taken[2:]))


async def lifecycles() -> list[Line]:
    """Create, with and without a first call, which waits for all to be loaded; destroy."""
    made: list[dict[str, SandboxEnvironment]] = []

    async def create() -> None:
        made.append(await BwrapSandboxEnvironment.sample_init("bench", None, {}))

    async def destroy() -> None:
        await BwrapSandboxEnvironment.sample_cleanup("bench", None, made.pop(), interrupted=False)

    async def create_and_call() -> None:
        await create()
        await made[-1]["default"].exec(["true"])

    created = await timed(create, LIVES)
    for environments in made:
        await environments["default"].exec(["true"])
    destroyed = await timed(destroy, LIVES)
    called = await timed(create_and_call, LIVES)
    while made:
        await destroy()
    return [
        Line("create", created),
        Line("create, and a first call", called),
        Line("destroy", destroyed),
    ]


def works(env: SandboxEnvironment) -> dict[str, Work]:
    """The same work for any sandbox."""
    megabyte = b"x" * (1 << 20)
    program = "print(1 + 1)"
    folder = tempfile.gettempdir()
    return {
        "exec true": lambda: env.exec(["true"]),
        "exec bash --login": lambda: env.exec(["bash", "--login", "-c", "echo done"]),
        "exec python3 -I -S -": lambda: env.exec(["python3", "-I", "-S", "-"], input=program),
        "write a file of 1 KiB": lambda: env.write_file(f"{folder}/bench", megabyte[:1024]),
        "read a file of 1 KiB": lambda: env.read_file(f"{folder}/bench"),
        "write a file of 1 MiB": lambda: env.write_file(f"{folder}/bench_1m", megabyte),
        "read a file of 1 MiB": lambda: env.read_file(f"{folder}/bench_1m", text=False),
    }


async def primitives(local: SandboxEnvironment) -> list[Line]:
    """Commands and files, in both."""
    made = await BwrapSandboxEnvironment.sample_init("bench", None, {})
    ours, theirs = works(made["default"]), works(local)
    lines = [Line(what, await timed(ours[what]), await timed(theirs[what])) for what in ours]
    await BwrapSandboxEnvironment.sample_cleanup("bench", None, made, interrupted=False)
    return lines


def services() -> dict[str, Work]:
    """One call of each service in a seeded office."""
    record = store_as(Kept).record
    epoch = epoch_seconds(record.now, record.zone)
    stamp = {"roots": list(DISKS), "epoch": epoch, "opened": record.opened}
    return {
        "mail: list": lambda: office.call("mailbox", "listing", root=MAIL, folder="INBOX"),
        "database: a query": lambda: office.call(
            "database", "run", database=LEDGER_DATABASE, query="SELECT * FROM accounts"
        ),
        "ledger: accounts": lambda: office.call("ledger", "accounts", database=LEDGER_DATABASE),
        "clock: restamp": lambda: office.call("clock", "restamp", **stamp),
        "evidence: collect": collect,
    }


@solver
def measures(lines: list[Line]) -> Solver:
    """Measures from within a sample, where the office is open."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        lines.extend([Line(what, await timed(work, 20)) for what, work in services().items()])
        return state

    return solve


@solver
def waits(local: list[SandboxEnvironment], done: anyio.Event, ready: anyio.Event) -> Solver:
    """Lends a sample's `local` sandbox out, which only Inspect can make."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        local.append(current())
        ready.set()
        await done.wait()
        return state

    return solve


async def in_office(logs: str) -> list[Line]:
    """The services."""
    lines: list[Line] = []
    scenario = load_scenario(SCENARIO)
    await run(
        Task(
            dataset=[make_sample(scenario, "incentivized", 0)],
            setup=open_office(),
            solver=measures(lines),
            sandbox="bwrap",
        ),
        logs,
        model="mockllm/model",
    )
    return lines


async def beside_local(logs: str) -> list[Line]:
    """The primitives, while a sample holds a local sandbox."""
    local: list[SandboxEnvironment] = []
    done, ready = anyio.Event(), anyio.Event()
    lines: list[Line] = []

    async def measure() -> None:
        await ready.wait()
        lines.extend(await primitives(local[0]))
        done.set()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(measure)
        await run(
            Task(solver=waits(local, done, ready), sandbox="local"), logs, model="mockllm/model"
        )
    return lines


async def memory() -> float:
    """MiB that a living sandbox adds, its shared pages divided among those who share them."""
    made = [await BwrapSandboxEnvironment.sample_init("bench", None, {}) for _ in range(8)]
    await anyio.sleep(1)
    pids = {pid for environments in made for pid in descendants(environments["default"])}
    total = sum(proportional(pid) for pid in pids)
    for environments in made:
        await BwrapSandboxEnvironment.sample_cleanup("bench", None, environments, False)
    return total / len(made) / 1024


def descendants(environment: SandboxEnvironment) -> set[int]:
    """The host's processes below this one."""
    found, waiting = set(), [os.getpid()]
    while waiting:
        for file in Path(f"/proc/{waiting.pop()}/task").glob("*/children"):
            children = [int(pid) for pid in file.read_text().split()]
            found.update(children)
            waiting += children
    return found


def proportional(pid: int) -> int:
    """KiB of memory by which a process is charged."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("Pss:")))


def additions() -> float:
    """Milliseconds of two million additions, best of five: how fast this machine is just now."""
    taken = []
    for _ in range(5):
        begun = time.perf_counter()
        sum(i for i in range(2_000_000))
        taken.append(1000 * (time.perf_counter() - begun))
    return min(taken)


async def main() -> None:
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} processors, load average {load:.1f}")
    print(f"two million additions: {additions():.0f} ms\n")
    heads = ("bwrap", "best", "local", "best")
    print(f"| {'ms':33} | {' | '.join(f'{head:>8}' for head in heads)} | {'ratio':>6} |")
    print(f"|{'-' * 35}|{'|'.join(['-' * 9 + ':'] * 4)}|{'-' * 7}:|")
    with tempfile.TemporaryDirectory() as logs:
        for line in [*await lifecycles(), *await beside_local(logs), *await in_office(logs)]:
            print(line)
        for at_once in (8, 1):
            rate, each, played = await whole_samples(logs, at_once)
            print(f"\n{at_once} at once: {rate:.1f} samples/s, {each:.0f} ms each")
        print(f"\nof which Inspect itself: {await without_office(logs, played):.0f} ms")
        print(f"and shell commands: {in_shell(played):.0f} ms")
    print(f"\nmemory of a living sandbox: {await memory():.1f} MiB")


if __name__ == "__main__":
    anyio.run(main)
