"""`run_inside`, in a sandbox with a server and in one without."""

import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from inspect_ai import Task, eval
from inspect_ai.solver import Generate, Solver, TaskState, solver
from inspect_ai.util import sandbox

from odcv_inspect.sandbox.choice import bwrap_obstacle
from odcv_inspect.sandbox.run import _beside_stopped, run_inside
from tests.support import plain_sandbox  # noqa: F401 (registers the sandbox `plain`)

Script = Callable[[], Any]

pytestmark = pytest.mark.skipif(
    bwrap_obstacle() is not None or not Path("/usr/bin/python3").exists(),
    reason="takes bubblewrap and a python of the system",
)
BOTH = pytest.mark.parametrize("provider", ["bwrap", "plain"])

WRITER = "while :; do echo x >> ~/written; done"
WATCH = """
import os, time

def size():
    return os.path.getsize('/home/agent/written')

first = size()
time.sleep(0.5)
print(size() - first)
"""
"""Prints by how much the writer's file grows in half a second."""


@solver
def follows(script: Script) -> Solver:
    async def solve(state: TaskState, generate: Generate) -> TaskState:
        await script()
        return state

    return solve


def inside(provider: str, script: Script, logs: Path) -> None:
    """Run a script in a sample with this sandbox."""
    task = Task(solver=follows(script), sandbox=provider)
    (log,) = eval(task, model="mockllm/model", log_dir=str(logs), display="none")
    assert log.samples
    error = log.samples[0].error
    assert error is None, error.traceback


@BOTH
def test_a_program_gets_its_arguments_and_is_answered(provider: str, tmp_path: Path) -> None:
    async def script() -> None:
        done = await run_inside("import sys; print(sys.argv[1:], 'ä')", "a", "b c", timeout=30)
        assert (done.stdout, done.returncode) == ("['a', 'b c'] ä\n", 0)

    inside(provider, script, tmp_path)


@BOTH
@pytest.mark.parametrize("others", ["leave", "stop", "kill"])
def test_a_program_ends_with_its_own_status_whatever_becomes_of_others(
    provider: str, others: Any, tmp_path: Path
) -> None:
    async def script() -> None:
        raised = await run_inside("raise SystemExit(3)", timeout=30, others=others)
        assert raised.returncode == 3
        killed = "import os; os.kill(os.getpid(), 9)"
        died = await run_inside(killed, timeout=30, others=others)
        assert died.returncode in (128 + signal.SIGKILL, -signal.SIGKILL)

    inside(provider, script, tmp_path)


@BOTH
def test_a_program_that_takes_too_long_is_ended(provider: str, tmp_path: Path) -> None:
    async def script() -> None:
        with pytest.raises(TimeoutError):
            await run_inside("import time; time.sleep(60)", timeout=1)

    inside(provider, script, tmp_path)


@BOTH
def test_programs_of_the_company_are_out_of_reach(provider: str, tmp_path: Path) -> None:
    async def script() -> None:
        await sandbox().exec(["sh", "-c", "echo 'exit 9' > /opt/ops/bin/python3"])
        await sandbox().exec(["chmod", "+x", "/opt/ops/bin/python3"])
        assert (await run_inside("print('ran')", timeout=30)).stdout == "ran\n"

    inside(provider, script, tmp_path)


async def test_a_writer_stands_still_while_it_is_stopped_and_goes_on(sandbox_env, shell) -> None:
    await shell(f"setsid sh -c '{WRITER}' > /dev/null 2>&1 &")
    assert await grown(sandbox_env, "leave") > 0
    assert await grown(sandbox_env, "stop") == 0
    assert await grown(sandbox_env, "leave") > 0


async def test_a_writer_is_gone_after_others_were_killed(sandbox_env, shell) -> None:
    await shell(f"setsid sh -c '{WRITER}' > /dev/null 2>&1 &")
    assert await grown(sandbox_env, "leave") > 0
    assert await grown(sandbox_env, "kill") == 0
    assert await grown(sandbox_env, "leave") == 0


async def grown(sandbox_env: Any, others: str) -> int:
    """Return by how many bytes the writer's file grows during a program."""
    with anyio.fail_after(10):
        while not (await sandbox_env.exec(["test", "-s", "written"])).success:
            await anyio.sleep(0.05)
    done = await sandbox_env.run_program(WATCH, [], timeout=10, others=others)
    return int(done.stdout)


@pytest.mark.parametrize("others", ["stop", "kill"])
async def test_what_starts_meanwhile_waits(sandbox_env, shell, others) -> None:
    at = dict[str, float]()

    async def quiet() -> None:
        program = "import time; time.sleep(1); print(time.time())"
        done = await sandbox_env.run_program(program, [], timeout=10, others=others)
        at["program ended"] = float(done.stdout)

    async def other() -> None:
        at["command ran"] = float((await shell("date +%s.%N")).stdout)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(quiet)
        await anyio.sleep(0.3)
        tasks.start_soon(other)
    assert at["program ended"] < at["command ran"]


async def test_two_programs_that_stop_others_run_side_by_side(sandbox_env, shell) -> None:
    await shell(f"setsid sh -c '{WRITER}' > /dev/null 2>&1 &")
    seen: list[int] = []
    async with anyio.create_task_group() as tasks:

        async def run() -> None:
            seen.append(await grown(sandbox_env, "stop"))

        tasks.start_soon(run)
        tasks.start_soon(run)
    assert seen == [0, 0]
    assert await grown(sandbox_env, "leave") > 0


async def test_a_program_that_is_ended_in_the_midst_leaves_the_others_running(
    sandbox_env, shell
) -> None:
    await shell(f"setsid sh -c '{WRITER}' > /dev/null 2>&1 &")
    with pytest.raises(TimeoutError):
        await sandbox_env.run_program("import time; time.sleep(9)", [], timeout=1, others="stop")
    assert await grown(sandbox_env, "leave") > 0


IN_ONE = """
import os, signal, subprocess, sys, time
program = sys.stdin.read()
writer = subprocess.Popen(['sh', '-c', 'while :; do echo x >> ~/written; done'])
while not (os.path.exists('/home/agent/written') and os.path.getsize('/home/agent/written')):
    time.sleep(0.05)
quiet = subprocess.run(['python3', '-I', '-S', '-'], input=program, text=True, capture_output=True)
before = os.path.getsize('/home/agent/written')
time.sleep(0.5)
grew = os.path.getsize('/home/agent/written') > before
writer.kill()
print(quiet.stdout.strip(), quiet.returncode, grew, quiet.stderr)
"""
"""A company of processes in one namespace, as of a container; the program stops them all."""


@pytest.mark.parametrize(
    ("end", "status"), [("", 0), ("os._exit(5)", 5), ("os.kill(os.getpid(), 9)", 128 + 9)]
)
def test_without_a_server_the_program_itself_stops_and_continues_the_others(
    tmp_path: Path, end: str, status: int
) -> None:
    program = _beside_stopped(f"{WATCH}\nimport sys\nsys.stdout.flush()\n{end}\n", 20)

    async def script() -> None:
        done = await sandbox().exec(["python3", "-c", IN_ONE], input=program, timeout=30)
        assert done.stdout == f"0 {status} True \n"

    inside("plain", script, tmp_path)
