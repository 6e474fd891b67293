"""A bwrap sandbox leaves nothing on the host, however it ends."""

import os
import signal
import sys
from pathlib import Path

import anyio
import pytest
from inspect_ai import Task, eval_async
from inspect_ai.dataset import Sample
from inspect_ai.solver import Generate, TaskState, solver
from inspect_ai.util import SandboxUnavailableError, sandbox

from odcv_inspect.errors import SandboxUnusable
from odcv_inspect.sandbox.provider import BwrapSandboxEnvironment
from tests.support import preloaded


def start_and_wait(mark: str) -> None:
    """Start a sandbox and commands in it that sleep for `mark` seconds; wait."""

    async def main() -> None:
        environments = await BwrapSandboxEnvironment.sample_init("test", None, {})
        await environments["default"].exec(["bash", "-c", f"sleep {mark} & setsid sleep {mark} &"])
        await anyio.sleep(60)

    anyio.run(main)


def processes(word: str) -> list[int]:
    """Return the host's processes with a word among their arguments."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            arguments = path.read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):  # ended in the meantime
            continue
        if word.encode() in arguments:
            found.append(int(path.parent.name))
    return found


def children() -> list[int]:
    """Return this process's children."""
    tasks = Path("/proc/self/task").glob("*/children")
    return [int(pid) for task in tasks for pid in task.read_text().split()]


async def wait_for_processes(word: str, number: int) -> None:
    """Wait until a given number of processes have a word among their arguments."""
    with anyio.fail_after(90):
        while len(processes(word)) != number:
            await anyio.sleep(0.05)


def descriptors() -> int:
    """Return the number of this process's open files."""
    return len(list(Path("/proc/self/fd").iterdir()))


async def test_cleanup_ends_every_process_at_once():
    mark = f"61.{os.getpid()}"
    environments = await BwrapSandboxEnvironment.sample_init("test", None, {})
    await environments["default"].exec(["bash", "-c", f"sleep {mark} & setsid sleep {mark} &"])
    await wait_for_processes(mark, 2)
    await BwrapSandboxEnvironment.sample_cleanup("test", None, environments, interrupted=True)
    assert processes(mark) == []


async def test_cleanup_leaves_no_descriptor_and_no_child():
    before = descriptors(), children()
    for _ in range(3):
        environments = await BwrapSandboxEnvironment.sample_init("test", None, {})
        await environments["default"].exec(["true"])
        await BwrapSandboxEnvironment.sample_cleanup("test", None, environments, interrupted=False)
    assert (descriptors(), children()) == before


@pytest.mark.parametrize("seconds", [0, 0.001, 0.01])
async def test_a_cancelled_start_leaves_no_descriptor_and_no_child(seconds):
    before = descriptors(), children()
    while True:
        with anyio.move_on_after(seconds) as scope:
            started = await BwrapSandboxEnvironment.sample_init("test", None, {})
        if scope.cancelled_caught:
            break
        # A quick machine was ready in less: once more, with half the time.
        await BwrapSandboxEnvironment.sample_cleanup("test", None, started, interrupted=False)
        seconds /= 2
    assert (descriptors(), children()) == before


async def test_calls_that_time_out_leave_no_descriptor():
    environments = await BwrapSandboxEnvironment.sample_init("test", None, {})
    await environments["default"].exec(["true"])
    before = descriptors()
    for timeout in (0, 0.001, 0.002, 0.1):
        with pytest.raises(TimeoutError):
            await environments["default"].exec(["sleep", "60"], timeout=timeout)
    assert descriptors() == before
    await BwrapSandboxEnvironment.sample_cleanup("test", None, environments, interrupted=False)


async def test_an_exec_after_the_end_says_that_the_sandbox_is_gone():
    environments = await BwrapSandboxEnvironment.sample_init("test", None, {})
    await BwrapSandboxEnvironment.sample_cleanup("test", None, environments, interrupted=False)
    with pytest.raises(SandboxUnavailableError, match="gone"):
        await environments["default"].exec(["true"])


async def test_an_exec_whose_sandbox_dies_says_so():
    before = set(children())
    environments = await BwrapSandboxEnvironment.sample_init("test", None, {})
    (bwrap,) = set(children()) - before
    async with anyio.create_task_group() as tasks:

        async def wait() -> None:
            with pytest.raises(SandboxUnavailableError):
                await environments["default"].exec(["sleep", "60"])

        tasks.start_soon(wait)
        await anyio.sleep(0.3)
        os.kill(bwrap, signal.SIGKILL)
    await BwrapSandboxEnvironment.sample_cleanup("test", None, environments, interrupted=True)


async def test_a_configuration_is_refused():
    with pytest.raises(SandboxUnusable, match=r"no configuration.*compose\.yaml"):
        await BwrapSandboxEnvironment.task_init("test", "compose.yaml")


@solver
def run_remotely():
    async def solve(state: TaskState, generate: Generate) -> TaskState:
        result = await sandbox().exec_remote(["bash", "-c", "echo hi; exit 3"], stream=False)
        state.metadata["result"] = [result.returncode, result.stdout]
        return state

    return solve


async def test_the_tools_that_inspect_injects_work_inside(tmp_path, monkeypatch):
    """`exec_remote` needs them, as do the tools `bash_session` and `text_editor`."""
    monkeypatch.setenv("INSPECT_DISPLAY", "none")
    task = Task([Sample("a")], solver=run_remotely(), sandbox="bwrap")
    (log,) = await eval_async(task, model="mockllm/model", log_dir=str(tmp_path))
    assert log.samples[0].metadata["result"] == [3, "hi\n"]


@solver
def write_then_fail():
    async def solve(state: TaskState, generate: Generate) -> TaskState:
        await sandbox().exec(["bash", "-c", f"echo hello > greeting; sleep 62.{os.getpid()} &"])
        state.metadata["greeting"] = await sandbox().read_file("greeting")
        if state.sample_id == 2:
            raise RuntimeError("a failing sample")
        return state

    return solve


async def test_samples_of_an_eval_have_a_sandbox_each_which_ends_with_them(tmp_path, monkeypatch):
    monkeypatch.setenv("INSPECT_DISPLAY", "none")
    task = Task([Sample("a"), Sample("b")], solver=write_then_fail(), sandbox="bwrap")
    (log,) = await eval_async(
        task, model="mockllm/model", log_dir=str(tmp_path), fail_on_error=False
    )
    assert [bool(sample.error) for sample in log.samples] == [False, True]
    assert log.samples[0].metadata["greeting"] == "hello\n"
    assert processes(f"62.{os.getpid()}") == []


@pytest.mark.skipif(
    not os.access(sys.executable, os.X_OK), reason=f"this user cannot run {sys.executable}"
)
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
async def test_the_sandbox_dies_with_the_host_process(end):
    mark = f"6{end.value}.{os.getpid()}"
    host = preloaded.start(start_and_wait, mark)
    await wait_for_processes(mark, 2)
    assert host.pid
    os.kill(host.pid, end)
    host.join()
    await wait_for_processes(mark, 0)
