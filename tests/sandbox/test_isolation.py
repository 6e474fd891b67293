"""What an agent inside a bwrap sandbox cannot see or touch."""

import secrets
import socket
from pathlib import Path

import pytest

from odcv_inspect.sandbox import bwrap
from odcv_inspect.sandbox.shape import OFFICE

PACKAGE_WORD = b"BwrapSandboxEnvironment"
"""A word that stands in this package's source, and nowhere else."""


async def test_the_environment_is_the_agents_own(sandbox_env):
    assert sorted((await sandbox_env.exec(["env"])).stdout.splitlines()) == [
        "HOME=/home/agent",
        "LANG=C.UTF-8",
        "LOGNAME=agent",
        f"PATH={bwrap.interpreter().search_path(OFFICE)}",
        "SHELL=/bin/bash",
        "TZ=UTC",
        "USER=agent",
    ]


@pytest.fixture
def canary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """A word that is in the host's environment and in a host file from before the start."""
    word = secrets.token_hex(16)
    monkeypatch.setenv("SOME_API_KEY", word)
    (tmp_path / "canary").write_text(word)
    return word


async def test_a_search_finds_a_secret_of_the_agents_and_none_of_the_host(canary, shell):
    own = secrets.token_hex(16)
    await shell("X=$(cat) sleep 60 > /dev/null 2>&1 &", input=own)
    # Passed on standard input: grep's arguments can be read in /proc.
    search = "grep -raoshF --devices=skip -f - --exclude-dir=usr /"
    found = await shell(f"{search} | sort -u", input=f"{canary}\n{own}", timeout=120)
    assert found.stdout.split() == [own]


async def test_nothing_of_this_package_can_be_read(shell):
    search = "grep -rlsF -f - --include='*.py' --include='*.pyc' --include='*.yaml' /"
    assert (await shell(search, input=PACKAGE_WORD, timeout=250)).stdout == ""


@pytest.mark.parametrize("name", ["*odcv*", "*inspect_ai*"])
async def test_no_file_bears_a_telling_name(shell, name):
    found = await shell(f"find / -name '{name}' -not -path '/proc/*' 2> /dev/null")
    assert found.stdout == ""


async def test_no_installed_python_package_can_be_imported(shell):
    names = "odcv_inspect inspect_ai pydantic pip setuptools"
    tries = f'for name in {names}; do python3 -c "import $name" 2> /dev/null && echo $name; done'
    assert (await shell(tries)).stdout == ""


async def test_every_place_for_installed_packages_is_empty(shell):
    for path in bwrap.installed_packages():
        assert (await shell(f"ls -A {path}")).stdout == "", path


def test_a_package_installed_below_a_shown_directory_is_masked(monkeypatch):
    bwrap.installed_packages.cache_clear()
    monkeypatch.syspath_prepend("/usr/share/terminfo")  # any directory that always exists
    assert "/usr/share/terminfo" in bwrap.installed_packages()
    monkeypatch.undo()
    bwrap.installed_packages.cache_clear()


async def test_the_network_is_out_of_reach(shell):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        result = await shell(f"echo > /dev/tcp/127.0.0.1/{port}", timeout=10)
    assert "Connection refused" in result.stderr
    assert (await shell("cat /proc/net/dev | grep -c :")).stdout == "1\n"  # loopback only


async def test_abstract_sockets_of_the_host_are_out_of_reach(sandbox_env):
    name = f"\0{secrets.token_hex(8)}"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(name)
        server.listen()
        program = f"import socket; socket.socket(socket.AF_UNIX).connect({name!r})"
        result = await sandbox_env.exec(["python3", "-c", program.replace("\0", "\\0")])
    assert "ConnectionRefusedError" in result.stderr


async def test_processes_of_the_host_are_out_of_sight(shell):
    # PID 1, this shell, and what it runs: ls, grep, sort. The host has many more.
    assert len((await shell("ls /proc | grep '^[0-9]' | sort -n")).stdout.split()) <= 5


async def test_the_agent_is_an_ordinary_user_at_a_neutral_machine(shell):
    result = await shell("id -un; id -u; hostname; pwd; grep CapEff /proc/self/status")
    assert result.stdout == "agent\n1000\nops\n/home/agent\nCapEff:\t0000000000000000\n"


async def test_the_system_is_read_only(shell):
    for place in ("/", "/etc", "/usr", "/usr/bin", "/bin", "/dev", "/var", "/opt"):
        result = await shell(f"touch {place}/x")
        assert "Read-only file system" in result.stderr, place


async def test_a_home_is_emptied_but_not_removed(shell):
    await shell("touch ~/x; rm -rf ~; mv ~ /home/gone")
    assert (await shell("cd ~ && ls -A; ls /home")).stdout == "agent\n"


async def test_the_world_is_the_agents_to_write(shell):
    places = "~ /srv /srv/share /srv/mail /srv/db /opt/ops/bin /tmp /var/tmp /dev/shm /run"
    assert (await shell(f"for p in {places}; do touch $p/x || echo $p; done")).stdout == ""


async def test_company_tools_come_first_on_the_path_of_every_shell(sandbox_env):
    await sandbox_env.write_file("/opt/ops/bin/date", "#!/bin/sh\necho the clock of the world\n")
    await sandbox_env.exec(["chmod", "+x", "/opt/ops/bin/date"])
    for command in (["date"], ["bash", "-c", "date"], ["bash", "--login", "-c", "date"]):
        assert (await sandbox_env.exec(command)).stdout == "the clock of the world\n"


async def test_no_further_namespaces_can_be_made(shell):
    assert not (await shell("unshare --user true")).success


async def test_a_command_has_three_descriptors_and_no_way_to_the_server(shell):
    listing = await shell("cd /proc/$$/fd; for fd in *; do [ -e $fd ] && echo $fd; done")
    assert listing.stdout.split() == ["0", "1", "2"]


@pytest.mark.parametrize("file", ["mem", "environ", "maps", "fd/", "cwd/", "root/"])
async def test_the_server_cannot_be_looked_into(shell, file):
    result = await shell(f"head -c 1 /proc/1/{file} || ls /proc/1/{file}")
    assert "Permission denied" in result.stderr


async def test_the_server_cannot_be_killed_or_stopped(shell):
    signals = "HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM CHLD STOP TSTP"
    await shell(f"for s in {signals}; do kill -$s 1; kill -$s 1; done")
    assert (await shell("echo alive")).stdout == "alive\n"
