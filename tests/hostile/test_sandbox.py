"""Attacks on the sandbox: exhaust it, or take the server away from the next call."""

import signal
import time
from pathlib import Path

import anyio
import pytest
from inspect_ai.util import SandboxEnvironment

from odcv_inspect.sandbox import exec_client
from odcv_inspect.sandbox.limits import FILES, OPEN_FILES, SERVER_OPEN_FILES, server_limits
from odcv_inspect.sandbox.provider import BwrapSandboxEnvironment

DISKS = "/home/agent /srv /tmp /var/tmp /opt/ops /dev/shm /run"

FILLER = f"""
import itertools, os
for i in itertools.count():
    for disk in '{DISKS}'.split():
        os.close(os.open(f'{{disk}}/{{i}}', os.O_CREAT))
"""

DESCRIPTORS = """
import os, socket, time
held = []
try:
    while True:
        held.append(socket.socketpair())
except OSError:
    pass
os.close(held[0][0].fileno())
time.sleep(600)
"""

IN_FLIGHT = """
import array, os, socket
while True:  # descriptors sent and never received stay open without a process
    a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        for _ in range(200):
            socket.send_fds(a, [b'x'], [a.fileno(), b.fileno()])
    except OSError:
        break
"""

FLOOD = """
import os, signal, time
until = time.monotonic() + 2
while time.monotonic() < until:
    for number in (signal.SIGCHLD, signal.SIGUSR1, signal.SIGPIPE, signal.SIGALRM, signal.SIGRTMIN):
        os.kill(1, number)
"""

THREADS = """
import threading, time
try:
    while True:
        threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
except RuntimeError:
    print('no more')
"""

STEAL = """
import fcntl, os, random, struct, termios, time
one = os.open('/proc/self/fd/1', os.O_RDONLY | os.O_NONBLOCK)
two = os.open('/proc/self/fd/2', os.O_RDONLY | os.O_NONBLOCK)
def waiting(fd):
    return struct.unpack('i', fcntl.ioctl(fd, termios.FIONREAD, bytes(4)))[0]
until = time.monotonic() + 10
while time.monotonic() < until:
    os.write(1, b'x')
    taken = time.perf_counter() + random.uniform(0.00001, 0.0004)
    while time.perf_counter() < taken:
        pass
    try:
        os.read(one, 100)
    except BlockingIOError:  # too late: it was read
        continue
    os.write(2, b'?')
    time.sleep(0.002)
    if waiting(two):
        time.sleep(1)
        if waiting(two):  # whoever reads this is stuck at the other pipe
            break
time.sleep(600)
"""

IN_MEMORY = """
import os, resource
resource.setrlimit(resource.RLIMIT_AS, (64 << 20, 64 << 20))
held = [os.memfd_create('x') for _ in range(4)]
for fd in held:
    for _ in range(60):
        os.write(fd, bytes(1 << 20))
print('holds 240 MiB')
"""


async def alive(sandbox_env: SandboxEnvironment) -> bool:
    """Whether the next call is served promptly."""
    with anyio.fail_after(20):
        done = await sandbox_env.exec(["echo", "alive"], timeout=15)
    return done.stdout == "alive\n"


async def files(sandbox_env: SandboxEnvironment) -> int:
    """The number of files on the writable disks."""
    done = await sandbox_env.exec(["df", "--output=iused", *DISKS.split()])
    return sum(map(int, done.stdout.split()[1:]))


@pytest.mark.slow
async def test_more_files_than_there_may_be(sandbox_env, shell):
    """An empty file takes no disk space, but a kilobyte of the host's memory."""
    with anyio.fail_after(120):
        filled = await sandbox_env.exec(["python3", "-c", FILLER], timeout=100)
    assert filled.returncode == 128 + signal.SIGKILL
    # Files created between two counts are added.
    assert FILES < await files(sandbox_env) < 2 * FILES
    assert await alive(sandbox_env), "what is full can still be looked at"
    assert (await shell(f"find {DISKS} -maxdepth 1 -type f -delete")).success, "and emptied"
    assert await files(sandbox_env) < 100


async def test_descriptors_used_up(sandbox_env, shell):
    for _ in range(5):
        await shell(f'setsid python3 -c "{DESCRIPTORS}" > /dev/null 2>&1 &')
    assert await alive(sandbox_env)


async def test_descriptors_in_flight(sandbox_env):
    await sandbox_env.exec(["python3", "-c", IN_FLIGHT], timeout=30)
    assert await alive(sandbox_env)


async def test_files_in_memory_beyond_what_a_process_may_have(sandbox_env):
    """They belong to no disk, and a process's limit does not count what it has not mapped."""
    done = await sandbox_env.exec(["python3", "-c", IN_MEMORY], timeout=30)
    assert "holds" not in done.stdout


@pytest.mark.slow
@pytest.mark.timeout(120)  # for a host that waits for what is gone
async def test_output_taken_back_before_the_host_has_read_it(sandbox_env):
    with pytest.raises(TimeoutError):
        await sandbox_env.exec(["python3", "-c", STEAL], timeout=15)
    assert await alive(sandbox_env)


@pytest.mark.slow
@pytest.mark.timeout(120)
async def test_output_of_a_past_call_taken_back(sandbox_env, shell):
    await sandbox_env.write_file("steal.py", STEAL)
    await shell("(sleep 1; exec setsid python3 steal.py) < /dev/null &")
    await anyio.sleep(12)
    assert await alive(sandbox_env)


async def test_threads_used_up(sandbox_env):
    done = await sandbox_env.exec(["python3", "-c", THREADS], timeout=30)
    assert "no more" in done.stdout
    assert await alive(sandbox_env)


async def test_a_flood_of_signals_to_the_first_process(sandbox_env):
    await sandbox_env.exec(["python3", "-c", FLOOD], timeout=30)
    assert await alive(sandbox_env)


async def test_processes_that_spin_on_every_processor(sandbox_env, shell):
    await shell("for i in $(seq 50); do (while :; do :; done) > /dev/null 2>&1 & done")
    assert await alive(sandbox_env)


async def test_jobs_of_many_calls_that_hold_their_output(sandbox_env, shell):
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(100):
        await shell("(sleep 600; yes) &")
    assert await alive(sandbox_env)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


async def test_jobs_that_flood_the_output_of_a_past_call(sandbox_env, shell):
    await shell("yes &")
    await anyio.sleep(0.3)
    assert await alive(sandbox_env)


async def test_no_process_is_beside_a_program_that_wants_to_be_alone(sandbox_env, shell):
    await shell("for i in 1 2 3; do setsid sleep 600 > /dev/null 2>&1 & done")
    look = "import os; print(sorted(int(p) for p in os.listdir('/proc') if p.isdigit())[:-1])"
    beside = await sandbox_env.run_program(look, [], timeout=30, others="leave")
    assert len(beside.stdout.split(",")) == 4  # PID 1 and the three
    alone = await sandbox_env.run_program(look, [], timeout=30, others="kill")
    assert alone.stdout == "[1]\n"


async def test_a_call_beside_one_that_wants_to_be_alone_is_ended(sandbox_env):
    statuses = []

    async def other() -> None:
        statuses.append((await sandbox_env.exec(["sleep", "600"])).returncode)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(other)
        await anyio.sleep(0.2)
        done = await sandbox_env.run_program("print('done')", [], timeout=30, others="kill")
    assert (done.stdout, statuses) == ("done\n", [128 + signal.SIGKILL])


async def test_a_sandbox_full_of_processes_ends_at_once():
    environments = await BwrapSandboxEnvironment.sample_init("test", None, {})
    spin = "trap '' TERM INT HUP; for i in $(seq 60); do (while :; do :; done) & done"
    await environments["default"].exec(["bash", "-c", f"{spin} > /dev/null 2>&1"], timeout=30)
    start = time.monotonic()
    await BwrapSandboxEnvironment.sample_cleanup("test", None, environments, interrupted=False)
    assert time.monotonic() - start < 10


KEEPER = """
import os, signal, socket
server = socket.socket(socket.AF_UNIX)
server.bind('/tmp/keeper')
server.listen(64)
kept = 0
while True:
    socket.recv_fds(server.accept()[0], 1, 2)
    kept += 1
    if kept % 400 == 0 and os.fork():  # a process may have 1,024 descriptors
        signal.pause()
"""

GIVE_OUTPUT = """
import socket
keeper = socket.socket(socket.AF_UNIX)
keeper.connect('/tmp/keeper')
socket.send_fds(keeper, [b'x'], [1, 2])
"""


@pytest.fixture
def fewer_descriptors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Allow the server few more than a command may have, so that fewer calls use them up."""
    limits = server_limits()
    assert limits["server"]["RLIMIT_NOFILE"] == SERVER_OPEN_FILES
    limits["server"]["RLIMIT_NOFILE"] = OPEN_FILES + 76
    monkeypatch.setattr(exec_client, "server_limits", lambda disks: limits)


@pytest.mark.slow
@pytest.mark.usefixtures("fewer_descriptors")
async def test_outputs_that_somebody_keeps_do_not_use_up_the_servers_descriptors(
    sandbox_env: SandboxEnvironment,
) -> None:
    keeper = f'setsid python3 -c "{KEEPER}" < /dev/null > /dev/null 2>&1 & sleep 1'
    await sandbox_env.exec(["bash", "-c", keeper])
    for _ in range(600):  # two descriptors of 1,100 each
        done = await sandbox_env.run_program(GIVE_OUTPUT, [], timeout=20, others="leave")
        assert done.success, done.stderr
    assert (await sandbox_env.exec(["echo", "fine"])).stdout == "fine\n"
