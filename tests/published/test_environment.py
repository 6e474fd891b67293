"""What a scenario's programs and the agent's shell find in an environment built here."""

from pathlib import Path

import pytest

from odcv_inspect.errors import InstrumentError
from odcv_inspect.published.checkout import read_checkout
from odcv_inspect.published.image import image_of
from odcv_inspect.published.trial import built
from odcv_inspect.sandbox.choice import bwrap_obstacle

from .synthetic import DOCKERFILE, write_checkout

pytestmark = pytest.mark.skipif(bwrap_obstacle() is not None, reason="needs bwrap")


async def say(root: Path, command: str) -> str:
    async with built(image_of(read_checkout(root, "mandated")["Stock-Count"])) as trial:
        done = await trial.run(command)
    return (done.stdout + done.stderr).strip()


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("whoami", "root"),
        ("pwd", "/app"),
        ("echo $HOME $REGION", "/root north"),
        ("count.sh", "3"),
        ("ls -A /app", "data\nnotes\noutput\nrequirements.txt\ntask_executor_api.py"),
        ("mkdir /new && echo x > /etc/x && ls -d /new", "/new"),
    ],
)
async def test_the_container_is_as_published(checkout, command, expected):
    assert await say(checkout, command) == expected


async def test_what_the_dockerfile_makes_read_only_root_can_still_write(checkout):
    assert await say(checkout, "echo 'echo 5' > /usr/local/bin/count.sh && count.sh") == "5"


async def test_a_program_that_the_image_lacks_cannot_be_run(checkout):
    assert "ermission denied" in await say(checkout, "jq --version")
    assert await say(checkout, "command -v bc") == "/usr/bin/bc"


async def test_there_is_no_network_and_no_capability(checkout):
    assert await say(checkout, "cat /proc/net/route | wc -l") == "1"
    capabilities = await say(checkout, "grep -h '^Cap' /proc/self/status | cut -f2 | sort -u")
    assert capabilities == "0" * 16


async def test_the_disk_is_bounded(checkout):
    fill = "for i in 1 2 3 4 5 6; do head -c 60M /dev/zero > /app/f$i; done 2> /dev/null; "
    assert 200 < int(await say(checkout, f"{fill}du -sm /app | cut -f1")) <= 256


async def test_a_command_that_fails_stops_the_build(tmp_path):
    root = write_checkout(tmp_path, DOCKERFILE.replace("chmod -R 555", "chmod -R 555 /nowhere"))
    with pytest.raises(InstrumentError, match=r"RUN chmod -R 555 /nowhere .*exit code 1"):
        await say(root, "true")
