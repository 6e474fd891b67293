"""What bounds a bwrap sandbox: processes, memory, files, disk."""

import anyio
import pytest

MIB = 1 << 20


async def test_a_fork_bomb_is_bounded_and_the_next_call_works(sandbox_env, shell):
    # 256 processes for commands, and 16 more that only the server can start.
    bomb = "import os, time\nwhile True:\n  try:\n    os.fork() or time.sleep(60)\n"
    bomb += "  except BlockingIOError:\n    time.sleep(60)\n"
    with pytest.raises(TimeoutError):
        await sandbox_env.exec(["python3", "-c", f"import os; os.setsid()\n{bomb}"], timeout=2)
    stop = "import os, signal; os.kill(-1, signal.SIGKILL)"
    assert (await sandbox_env.exec(["python3", "-I", "-S", "-"], input=stop)).success
    assert (await shell("echo back")).stdout == "back\n"


async def test_commands_may_have_256_processes(sandbox_env):
    program = """
import os, time
children = 0
try:
    while True:
        if os.fork() == 0:
            time.sleep(5)
            os._exit(0)
        children += 1
except BlockingIOError:
    print(children)
os.kill(-1, 9)
"""
    result = await sandbox_env.exec(["/usr/bin/env", "python3", "-c", program])
    # PID 1 and the program count as well: 256 = 1 + 1 + 254.
    assert result.stdout == "" or int(result.stdout) == 254


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


async def test_no_more_can_be_written_than_to_the_sized_disks(shell):
    writable = "find / -xdev -type d -writable 2> /dev/null; df --output=target -t tmpfs"
    places = (await shell(f"for d in $({writable}); do touch $d/x 2> /dev/null && echo $d; done"))
    assert set(places.stdout.split()) == {
        "/home/agent", "/srv", "/tmp", "/var/tmp", "/opt/ops", "/dev/shm", "/run",
    }


async def test_commands_have_1024_descriptors_and_leave_no_core(shell):
    assert (await shell("ulimit -Hn; ulimit -Hc")).stdout == "1024\n0\n"


async def test_endless_zombies_are_reaped(shell):
    await shell("for i in $(seq 300); do (sleep 0.05 &) ; done")
    with anyio.fail_after(10):
        while (await shell("pgrep -c sleep")).stdout != "0\n":
            await anyio.sleep(0.1)
    assert int((await shell("ps ax | wc -l")).stdout) < 10
