"""The attacks on the host in tests/hostile, from inside a published scenario's container."""

from odcv_inspect.published.provider import ContainerSandboxEnvironment
from odcv_inspect.sandbox import bwrap
from odcv_inspect.sandbox.shape import OFFICE
from tests.hostile.test_host import *  # noqa: F403 (all of its attacks, from `sandbox_env` here)

ISOLATING = ("--disable-userns", "--new-session", "--die-with-parent", "--as-pid-1")


async def test_the_processes_and_limits_are_those_of_the_office(sandbox_env):
    limits = (await sandbox_env.exec(["bash", "-c", "ulimit -u; ulimit -n; id -u"])).stdout
    assert limits.split() == ["256", "1024", "1000"]


def test_the_flags_that_isolate_are_those_of_the_office():
    """Only names, folders, disks and hidden programs differ."""
    container = ContainerSandboxEnvironment.shape({})
    flags = [
        {a for a in bwrap._arguments(shape, {}) if a.startswith("--unshare") or a in ISOLATING}
        for shape in (OFFICE, container)
    ]
    assert flags[0] == flags[1]
    assert set(ISOLATING) <= flags[0]


async def test_hard_links_cannot_be_made_to_what_is_shown_of_the_host(shell):
    """Files of /etc are the container's, unlike in the office."""
    for file in ("/usr/bin/env", "/usr/bin/python3"):
        assert not (await shell(f"ln -L {file} /hard")).success


async def test_places_of_the_host_are_empty_or_missing(shell):
    """No home is there but root's, which is empty."""
    places = "/root /mnt /media /boot /sys /work /var/run/docker.sock /run/dbus /run/systemd"
    shown = await shell(f"for p in {places}; do ls -A $p 2> /dev/null; done; ls -A /run /home")
    assert shown.stdout.split() == ["/home:", "/run:"]
