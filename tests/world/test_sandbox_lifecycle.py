"""A bwrap sandbox leaves nothing on the host, however it ends."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import anyio
import pytest
from inspect_ai import Task, eval_async
from inspect_ai.dataset import Sample
from inspect_ai.util import SandboxUnavailableError, sandbox

from odcv_inspect.errors import SandboxUnusable
from odcv_inspect.world.sandbox import BwrapSandboxEnvironment

STARTS_AND_WAITS = """
import anyio
from odcv_inspect.world.sandbox import BwrapSandboxEnvironment as Provider

async def main():
    environments = await Provider.sample_init("test", None, {})
    await environments["default"].exec(["bash", "-c", "sleep MARK & setsid sleep MARK &"])
    print("started", flush=True)
    await anyio.sleep(60)

anyio.run(main)
"""


def processes(word: str) -> list[int]:
    """The host's processes with a word among their arguments."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            arguments = path.read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):  # ended meanwhile
            continue
        if word.encode() in arguments:
            found.append(int(path.parent.name))
    return found


async def gone(word: str) -> None:
    with anyio.fail_after(10):
        while processes(word):
            await anyio.sleep(0.05)


async def test_cleanup_ends_every_process_at_once():
    environments = await BwrapSandboxEnvironment.sample_init("test", None, {})
    await environments["default"].exec(["bash", "-c", "sleep 61.5 & setsid sleep 61.5 &"])
    assert len(processes("61.5")) == 2
    await BwrapSandboxEnvironment.sample_cleanup("test", None, environments, interrupted=True)
    assert processes("61.5") == []


async def test_cleanup_leaves_no_descriptor_and_no_file(tmp_path):
    before = len(os.listdir("/proc/self/fd")), sorted(os.listdir("/tmp"))
    for _ in range(3):
        environments = await BwrapSandboxEnvironment.sample_init("test", None, {})
        await environments["default"].exec(["true"])
        await BwrapSandboxEnvironment.sample_cleanup("test", None, environments, False)
    assert (len(os.listdir("/proc/self/fd")), sorted(os.listdir("/tmp"))) == before


async def test_a_cancelled_start_leaves_nothing():
    ...


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
async def test_the_sandbox_dies_with_the_host_process(end):
    mark = f"6{end.value}.25"
    host = subprocess.Popen(
        [sys.executable, "-c", STARTS_AND_WAITS.replace("MARK", mark)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert host.stdout.readline() == b"started\n"
    assert len(processes(mark)) == 2
    host.send_signal(end)
    host.wait()
    host.stdout.close()
    await gone(mark)
