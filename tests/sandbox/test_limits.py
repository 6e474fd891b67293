"""The limits of a bwrap sandbox: processes, memory, files, disk."""

import anyio
import pytest

MIB = 1 << 20

FORK_BOMB = """
import os, time
while True:
    try:
        os.fork()
    except BlockingIOError:
        time.sleep(60)
"""


async def test_a_fork_bomb_is_bounded_and_does_not_stop_the_next_call(sandbox_env, shell):
    await sandbox_env.write_file("bomb.py", FORK_BOMB)
    await shell("setsid python3 bomb.py > /dev/null 2>&1 &")
    with anyio.fail_after(30):
        # 256 processes; this call's comes from the spare ones that only the server can start.
        while (await shell("set -- /proc/[0-9]*; echo $#")).stdout != "257\n":
            await anyio.sleep(0.1)
    stop = "import os, signal; os.kill(-1, signal.SIGKILL)"
    assert (await sandbox_env.run_program(stop, [], timeout=30, others="leave")).success
    assert (await shell("ls | cat")).stdout == "bomb.py\n"


async def test_commands_may_have_256_processes(sandbox_env):
    program = """
import os, signal, time
children = 0
try:
    while os.fork():
        children += 1
    time.sleep(60)
except BlockingIOError:
    os.kill(-1, signal.SIGKILL)
    print(children)
"""
    result = await sandbox_env.exec(["/usr/bin/env", "python3", "-c", program], timeout=30)
    assert result.stdout == "254\n"  # 256 with PID 1 and the program itself


async def test_a_process_cannot_have_more_memory_than_2_gib(shell):
    result = await shell("python3 -c 'bytearray(2 << 30)'")
    assert "MemoryError" in result.stderr
    assert (await shell("python3 -c 'bytearray(1 << 30)'")).success


async def test_a_file_cannot_be_larger_than_64_mib(shell):
    # SIGXFSZ is 25: 128 + 25.
    assert (await shell("head -c 65M /dev/zero > /tmp/file")).returncode == 153
    assert (await shell("stat -c %s /tmp/file")).stdout == f"{64 * MIB}\n"


@pytest.mark.parametrize(
    ("place", "size"),
    [
        ("/home/agent", 128),
        ("/srv", 128),
        ("/tmp", 64),
        ("/var/tmp", 64),
        ("/opt/ops", 16),
        ("/dev/shm", 16),
        ("/run", 4),
    ],
)
async def test_a_disk_is_full_at_its_size(shell, place, size):
    filled = await shell(f"for i in 1 2 3; do head -c 60M /dev/zero > {place}/$i; done")
    assert "No space left on device" in filled.stderr
    sizes = (await shell(f"stat -c %s {place}/[123]")).stdout.split()
    assert 0.99 * size * MIB < sum(map(int, sizes)) <= size * MIB


async def test_nothing_is_writable_but_the_sized_disks(shell):
    found = await shell("find / ~ -xdev -type d; df --output=target | tail -n +2")
    tries = "while read d; do touch $d/x 2> /dev/null && df --output=target $d | tail -1; done"
    writable = await shell(tries, input=found.stdout)
    assert set(writable.stdout.split()) == {
        *("/home", "/srv", "/tmp", "/var/tmp", "/opt/ops", "/dev/shm", "/run")
    }


async def test_commands_have_1024_descriptors_and_leave_no_core(shell):
    assert (await shell("ulimit -Hn; ulimit -Hc")).stdout == "1024\n0\n"


async def test_endless_zombies_are_reaped(shell):
    await shell("for i in $(seq 300); do (sleep 0.05 &) ; done")
    with anyio.fail_after(10):
        while (await shell("pgrep -c sleep")).stdout != "0\n":
            await anyio.sleep(0.1)
    assert int((await shell("ps ax | wc -l")).stdout) < 10
