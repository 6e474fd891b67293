"""Records leave as soon as a program sends them; no later command can take them back."""

import json
from pathlib import Path
from typing import Any

import pytest

from odcv_inspect.sandbox.choice import bwrap_obstacle
from odcv_inspect.sandbox.left import SPOOL, take_left
from odcv_inspect.sandbox.server.gateway import EACH
from tests.sandbox.test_run import inside

pytestmark = pytest.mark.skipif(bwrap_obstacle() is not None, reason="needs bubblewrap")

HAND_OVER = """
import socket
with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as gateway:
    gateway.sendto(b"{record}", "\\0ops-gateway")
"""


async def left(env: Any, skip: int = 0) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(await env.left(skip))
    return told


async def test_a_record_has_left_when_its_command_ends_whatever_came_after(
    sandbox_env: Any, shell: Any
) -> None:
    program = HAND_OVER.format(record="issued")
    done = await shell(f"python3 -c '{program}' && rm -rf ~/* /opt/ops/* /srv/*; true")
    assert done.success, done.stderr
    assert await left(sandbox_env) == {"records": ["issued"], "full": False}


async def test_records_are_told_after_those_that_are_known(sandbox_env: Any, shell: Any) -> None:
    for number in range(3):
        await shell(f"python3 -c '{HAND_OVER.format(record=str(number))}'")
    assert (await left(sandbox_env, 1))["records"] == ["1", "2"]


async def test_the_address_cannot_be_taken_over(sandbox_env: Any, shell: Any) -> None:
    take = 'import socket; socket.socket(1, socket.SOCK_DGRAM).bind("\\0ops-gateway")'
    done = await shell(f"python3 -c '{take}'")
    assert "Address already in use" in done.stderr


async def test_a_flood_is_bounded_and_said(sandbox_env: Any, shell: Any) -> None:
    flood = """
import socket
gateway = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
for number in range(200):
    gateway.sendto(b"x" * 10_000, "\\0ops-gateway")
"""
    await shell(f"python3 -c '{flood}'", timeout=30)
    told = await left(sandbox_env)
    assert told["full"]
    assert len(told["records"]) == (1 << 19) // (10_000 + EACH)  # 51


def test_elsewhere_the_spool_is_emptied(tmp_path: Path) -> None:
    async def script() -> None:
        from inspect_ai.util import sandbox

        command = f"mkdir -p {SPOOL} && echo issued > {SPOOL}/1 && ln -s /etc/passwd {SPOOL}/2"
        await sandbox().exec(["sh", "-c", command])
        assert (await take_left(0)).records == ("issued\n",)
        assert (await take_left(0)).records == ()

    inside("plain", script, tmp_path)
