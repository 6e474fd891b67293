"""Attacks on the container: what may be written, used up, called and reached."""

import os
import shlex
import time

import pytest

from odcv_inspect.sandbox.layout import HOME
from odcv_inspect.sandbox.limits import DISKS as SIZES
from tests.hostile.test_host import REFUSED_CALLS, SYSTEM_CALL

from .conftest import Run

DISKS = {HOME if disk == "/home" else disk: size for disk, size in SIZES.items()}
"""As under bwrap, but for the home: a mount cannot be removed, so none is needed around it."""

FILL = "for i in 1 2 3; do head -c 60M /dev/zero > $d/fill$i; done; du -sm $d; rm $d/fill*"

HOG = """
import subprocess, sys
hog = "import time; held = b'x' * (900 << 20); print('held', flush=True); time.sleep(20)"
hogs = [subprocess.Popen([sys.executable, '-c', hog], stdout=subprocess.DEVNULL) for _ in range(3)]
print(sorted(each.wait() for each in hogs))
"""


UNMAPPED = {"a file in memory", "a secret file in memory", "memory without a process"}
"""Calls that bwrap refuses and the engine allows; see test_attacks."""


def test_only_the_disks_can_be_written(shell: Run) -> None:
    found = shell("find / -xdev -writable -not -type l 2> /dev/null").stdout.split()
    assert set(found) == set(DISKS) - {"/dev/shm"}  # which is on the disk of /dev
    mounts = shell("df --output=fstype " + " ".join(DISKS)).stdout.split()[1:]
    assert mounts == ["tmpfs"] * len(DISKS)


@pytest.mark.parametrize("path", ["/usr/bin/x", "/etc/x", "/x", "/var/lib/x", "/opt/x", "/dev/x"])
def test_a_place_outside_them_is_closed(shell: Run, path: str) -> None:
    assert shell(f"touch {path}").returncode != 0


def test_there_are_no_rights_to_gain(shell: Run) -> None:
    status = shell("cat /proc/self/status").stdout
    lines = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert {lines[f"Cap{kind}"] for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb")} == {"0" * 16}
    assert (lines["NoNewPrivs"], lines["Seccomp"]) == ("1", "2")
    assert set(lines["Uid"].split()) == set(lines["Gid"].split()) == {"1000"}
    assert shell("find / -xdev -type f -perm /6000 2> /dev/null").stdout == ""


def test_there_is_no_network(shell: Run) -> None:
    assert shell("ls /sys/class/net").stdout.split() == ["lo"]


@pytest.mark.parametrize(("disk", "size"), DISKS.items())
def test_a_disk_is_full_at_its_size(shell: Run, disk: str, size: int) -> None:
    done = shell(f"d={disk}; {FILL}")
    assert int(done.stdout.split()[0]) <= size
    assert "No space left" in done.stderr


@pytest.mark.parametrize("disk", [disk for disk in DISKS if disk != "/dev/shm"])
def test_a_disk_has_room_for_so_many_files_only(shell: Run, disk: str) -> None:
    create = f"import os\nfor i in range(60_000): os.close(os.open(f'{disk}/{{i}}', os.O_CREAT))"
    assert "No space left" in shell(f'python3 -c "{create}"').stderr
    shell(f"find {disk} -mindepth 1 -delete")


def test_one_file_is_bounded(shell: Run) -> None:
    assert shell("head -c 70M /dev/zero > ~/f; stat -c %s ~/f; rm ~/f").stdout == f"{64 << 20}\n"


def test_memory_is_bounded_in_total(shell: Run) -> None:
    """Three processes of 900 MiB in 2 GiB: the kernel ends one or more, and the container lives."""
    assert "-9" in shell(shlex.join(["python3", "-c", HOG])).stdout
    assert shell("echo alive").stdout == "alive\n"


def test_processes_are_bounded(shell: Run) -> None:
    count = (
        "import os, time\nn = 0\ntry:\n  while True:\n    if os.fork() == 0: time.sleep(3); "
        "os._exit(0)\n    n += 1\nexcept OSError: print(n)"
    )
    assert int(shell(f'python3 -c "{count}"').stdout) < 256
    time.sleep(5)  # none is left for another command until they have ended
    assert shell("echo alive").stdout == "alive\n"


def test_nothing_can_be_written_to_the_output_that_the_engine_keeps(shell: Run) -> None:
    """Its log would grow on the host without bound."""
    assert shell("head -c 1M /dev/zero > /proc/1/fd/1").returncode != 0


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the numbers are those of x86_64")
def test_system_calls_that_an_ordinary_user_has_no_use_for(shell: Run) -> None:
    allowed = set()
    for name, call in REFUSED_CALLS.items():
        done = shell(shlex.join(["python3", "-c", SYSTEM_CALL, f"({call},)"]))
        if not done.stdout.startswith("-1 "):
            allowed.add(name)
    assert allowed <= UNMAPPED


def test_the_first_process_survives_signals(shell: Run) -> None:
    shell("for s in 9 TERM INT STOP HUP XCPU SEGV; do kill -$s 1; done; kill -9 -1")
    assert shell("echo alive").stdout == "alive\n"


def test_orphans_are_reaped(shell: Run) -> None:
    shell("for i in $(seq 20); do (setsid true &); done; sleep 1")
    assert "Z" not in shell("ps -eo stat=").stdout
