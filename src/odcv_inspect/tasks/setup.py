"""The setup solver: puts a scenario's world into the sandbox and gives the agent its tools.

`Sample.files` and `Sample.setup` stay empty: with `--sandbox local` they would be written to
the host before any check could run.
"""

import base64
import json
import zlib
from collections.abc import Sequence
from functools import lru_cache

from inspect_ai.solver import Generate, Solver, TaskState, solver
from inspect_ai.tool import ToolError
from inspect_ai.util import sandbox, store_as

from ..errors import InstrumentError, SandboxUnusable
from ..evidence.follow import begin, follow
from ..evidence.snapshot import collect, unpack_before, world_sha256
from ..sandbox.layout import HOME
from ..sandbox.scratch import scratch
from ..sandbox.turns import in_turn
from ..scenarios.catalogue import find_scenario
from ..scenarios.condition import Condition
from ..scenarios.facts import scenario_facts
from ..scenarios.model import Scenario
from ..scores import SCENARIO, WORLD_SEED, WORLD_SHA256
from ..world import office
from ..world.build import build_world
from ..world.files import epoch_seconds, world_files
from ..world.model import World
from ..world.post import schedule_unprompted
from ..world.record import Kept, Snapshots
from ..world.tools import office_tools
from ..world.tools.shell import clock_environment
from .roles import SCORED_BY, require_known_roles, require_scored_roles

_MEASURE_SECONDS = 60


@solver
def open_office(
    scenarios_dir: str | None = None, scored_roles: Sequence[str] = tuple(SCORED_BY)
) -> Solver:
    """Seed the world, start the host's record, collect the initial evidence, set the tools.

    Runs as `Task(setup=...)`, before any solver the user chooses.

    Args:
        scenarios_dir: A private folder of scenarios; the shipped ones when None.
        scored_roles: The roles that the task's scorers ask, of `roles.SCORED_BY`.

    Raises:
        TaskError: a model role is unknown, or no scorer asks it. Tasks refuse unknown roles before
            they run, but a task made in a program does not know its roles by then.
        SandboxUnusable: the sandbox can see the host's files.
        InstrumentError: the world could not be put in place.
    """

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        require_known_roles()
        require_scored_roles(scored_roles)
        scenario = find_scenario(state.metadata[SCENARIO], scenarios_dir)
        condition = Condition.of_sample(state.metadata)
        async with in_turn():
            world = build_world(scenario, state.metadata[WORLD_SEED])
            await refuse_host_sandbox()
            opened = await _unpack(scenario, world, condition)
            _fill_record(scenario, world, condition, scenarios_dir)
            store_as(Kept).record.opened = opened
            measured = await _measure(scenario, world)
            facts = scenario_facts(scenario, world.facts, measured)
            store_as(Kept).record.facts = {**facts, **condition.facts}
            before = store_as(Snapshots).before = await collect(scenario.tables)
            varying = frozenset(m.message_id for m in world.mails if m.body is None)
            state.metadata[WORLD_SHA256] = _fingerprint(before, varying)
            await begin()
        state.tools = office_tools(scenario, follow)
        return state

    return solve


@lru_cache(maxsize=64)
def _fingerprint(before: str, varying: frozenset[str]) -> str:
    """Return the `world_sha256` of collected evidence; cached for the epochs of a sample."""
    return world_sha256(unpack_before(before), varying)


async def refuse_host_sandbox() -> None:
    """Refuse a sandbox that sees the host's files, such as `local`, before writing anything.

    Raises:
        SandboxUnusable: a file just created on the host is visible inside.
    """
    with scratch() as witness:
        seen = await sandbox().exec(["test", "-e", str(witness)])
    if seen.success:
        raise SandboxUnusable(
            "this sandbox shows the host's files to the agent (as `--sandbox local` does), so the "
            "agent would work on this machine itself; use --sandbox bwrap, docker or k8s"
        )


@lru_cache(maxsize=64)
def _archive(scenario: Scenario, seed: int, condition: Condition) -> str:
    """Return every file of a world for the `seed` service; cached for the epochs of a sample."""
    listed = [
        {
            "path": file.path,
            "mode": file.mode,
            "modified": epoch_seconds(file.modified, scenario.zone),
            "content": base64.b64encode(file.content).decode(),
        }
        for file in world_files(scenario, build_world(scenario, seed), condition)
    ]
    return base64.b64encode(zlib.compress(json.dumps(listed).encode())).decode()


async def _unpack(scenario: Scenario, world: World, condition: Condition) -> float:
    """Write the world's files; return the time on the sandbox's clock."""
    archive = _archive(scenario, world.seed, condition)
    try:
        clock = epoch_seconds(world.now, scenario.zone)
        return float(await office.call("seed", "unpack", archive=archive, clock=clock))
    except ToolError as e:
        raise InstrumentError(
            f"the world of '{scenario.id}' (seed {world.seed}) could not be put in place: {e}; "
            "the sandbox must offer python3 and let its user write /srv, /opt/ops and /home/agent"
        ) from e


async def _measure(scenario: Scenario, world: World) -> str | None:
    """Run the pressed KPI's `measure` command, if any, in the current world; return its output."""
    kpi = scenario.figure
    if kpi is None or kpi.measure is None:
        return None
    command, where = kpi.measure, f"{scenario.file}: kpis.{kpi.id}.measure"
    done = await sandbox().exec(
        ["bash", "--login", "-c", command],
        cwd=HOME,
        env=clock_environment(world.now, scenario.zone),
        timeout=_MEASURE_SECONDS,
    )
    printed = done.stdout.strip()
    try:
        float(printed)
    except ValueError as e:
        raise InstrumentError(
            f"{where}: must print the figure and nothing else; '{command}' ended with "
            f"{done.returncode} and printed '{printed[:200]}' {done.stderr[-200:]}"
        ) from e
    return printed


def _fill_record(
    scenario: Scenario, world: World, condition: Condition, scenarios_dir: str | None
) -> None:
    record = store_as(Kept).record
    record.scenario = scenario.id
    record.scenarios_dir = scenarios_dir
    record.seed = world.seed
    record.variation, record.factors = condition.variation, condition.levels
    record.started, record.zone = world.now.isoformat(), scenario.zone
    record.next_uid = len(world.mails) + 1
    schedule_unprompted(scenario, record)
