"""Attacks on the host: its files, processes, kernel and other sandboxes."""

import os
import subprocess

import anyio
import pytest

from odcv_inspect.sandbox.provider import BwrapSandboxEnvironment
from odcv_inspect.sandbox.seccomp import RULES, seccomp_filter

MACHINE = os.uname().machine

SYSTEM_CALL = """
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
here = ctypes.create_string_buffer(64)
span = (ctypes.c_ulong * 2)(ctypes.addressof(here), 8)
there = (ctypes.c_ulong * 2)(0x400000, 8)
number, *arguments = eval(sys.argv[1])
result = libc.syscall(ctypes.c_long(number), *(ctypes.c_long(a) if isinstance(a, int) else a
                                               for a in arguments))
print(result, os.strerror(ctypes.get_errno()))
"""

# Numbers on x86_64: arch/x86/entry/syscalls/syscall_64.tbl. All of these are refused.
REFUSED_CALLS = {
    "another user": "105, 0",
    "another group": "106, 0",
    "root's groups": "116, 0, 0",
    "chroot": "161, b'/tmp'",
    "pivot_root": "155, b'/tmp', b'/tmp'",
    "mount a tmpfs": "165, b'none', b'/tmp', b'tmpfs', 0, 0",
    "make usr writable": "165, b'none', b'/usr/bin', 0, 0x1020, 0",
    "uncover what is masked": "166, b'/usr/lib/python3/dist-packages', 2",
    "copy a mount": "428, -100, b'/usr', 1",
    "new mount interface": "430, b'tmpfs', 0",
    "user namespace by unshare": "272, 0x10000000",
    "mount namespace by unshare": "272, 0x00020000",
    "network namespace by unshare": "272, 0x40000000",
    "user namespace by clone": "56, 0x10000000 | 17, 0, 0, 0, 0",
    "pid namespace by clone": "56, 0x20000000 | 17, 0, 0, 0, 0",
    "files by handle": "304, -100, b'\\0' * 64, 0",
    "load a module": "313, 0, b'', 0",
    "load a kernel": "246, 0, 0, 0, 0",
    "restart the machine": "169, 0xfee1dead, 672274793, 0x1234567, 0",
    "swap": "167, b'/tmp/x', 0",
    "set the clock": "227, 0, b'\\0' * 16",
    "name the machine": "170, b'mine', 4",
    "input and output ports": "172, 3",
    "kernel log": "103, 3, b'\\0' * 4096, 4096",
    "programs in the kernel": "321, 0, b'\\0' * 128, 128",
    "performance counters": "298, b'\\0' * 128, 0, -1, -1, 0",
    "page faults by hand": "323, 1",
    "a file in memory": "319, b'x', 0",
    "a secret file in memory": "447, 0",
    "memory without a process": "29, 0, 4096, 0o1600",  # IPC_CREAT
    "rings of system calls": "425, 8, b'\\0' * 128",
    "accounting": "163, b'/tmp/x'",
    "quota": "179, 0x800001 << 8, b'/tmp', 0, 0",
    "real time": "144, 0, 1, b'\\x01\\0\\0\\0'",
    "memory of the first process": "310, 1, span, 1, there, 1, 0",
    "memory into the first process": "311, 1, span, 1, there, 1, 0",
    "trace the first process": "101, 16, 1, 0, 0",
    "a descriptor of the first process": "438, 434, 1, 0",
}


@pytest.mark.skipif(MACHINE != "x86_64", reason="the numbers are those of x86_64")
@pytest.mark.parametrize("call", REFUSED_CALLS)
async def test_a_system_call_that_an_ordinary_user_has_no_use_for(sandbox_env, call):
    arguments = f"({REFUSED_CALLS[call]},)"
    done = await sandbox_env.exec(["python3", "-c", SYSTEM_CALL, arguments], timeout=20)
    assert done.stdout.startswith("-1 "), done


SOCKETS = """
import socket, sys
for family in map(int, sys.argv[1:]):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
        try:
            socket.socket(family, kind).close()
        except OSError as error:
            print(family, kind, error.errno)
        else:
            print(family, kind, "made")
"""


async def test_sockets_of_other_families_than_the_local_ones_cannot_be_made(sandbox_env):
    """AF_VSOCK (40) reaches a virtual machine's host past every network namespace."""
    others = [str(n) for n in range(46) if n not in (1, 2, 10)]
    done = await sandbox_env.exec(["python3", "-c", SOCKETS, *others], timeout=20)
    lines = done.stdout.splitlines()
    assert len(lines) == 4 * len(others)
    assert {line.split()[2] for line in lines} == {"1"}  # EPERM


async def test_local_sockets_can_be_made(sandbox_env):
    program = (
        "import socket; socket.socketpair(); socket.socket(socket.AF_INET6).close()\n"
        "server = socket.create_server(('127.0.0.1', 0)); port = server.getsockname()[1]\n"
        "socket.create_connection(('localhost', port)); print('connected')"
    )
    done = await sandbox_env.exec(["python3", "-c", program], timeout=20)
    assert done.stdout == "connected\n", done.stderr


async def test_programs_of_32_bits_have_no_way_round_the_filter(sandbox_env):
    """`int 0x80` uses the 32-bit numbers, where 340 is prlimit64."""
    if MACHINE != "x86_64":
        pytest.skip("int 0x80 is of x86")
    program = """
import ctypes, mmap
code = bytes.fromhex("53b854010000bb01000000cd805bc3")  # push rbx; eax=340; ebx=1; int 0x80
page = mmap.mmap(-1, 4096, prot=7)
page.write(code)
address = ctypes.addressof(ctypes.c_char.from_buffer(page))
print(ctypes.CFUNCTYPE(ctypes.c_int)(address)())
"""
    done = await sandbox_env.exec(["python3", "-c", program], timeout=20)
    assert done.stdout == "-38\n"  # ENOSYS


@pytest.mark.parametrize("resource", ["NOFILE", "NPROC", "AS", "CPU", "FSIZE"])
async def test_the_limits_of_the_first_process_cannot_be_lowered(shell, resource):
    """Without descriptors, for example, it could start no command, and the sample would be lost."""
    lower = f"import resource as r; r.prlimit(1, r.RLIMIT_{resource}, (0, 0))"
    assert "not permitted" in (await shell(f"python3 -c '{lower}'")).stderr
    assert (await shell("echo alive")).stdout == "alive\n"


@pytest.mark.parametrize(
    "call",
    [
        "os.setpriority(os.PRIO_PROCESS, 1, 19)",
        "os.setpriority(os.PRIO_USER, 0, 19)",
        "os.sched_setscheduler(1, os.SCHED_IDLE, os.sched_param(0))",
        "os.sched_setaffinity(1, {0})",
    ],
)
async def test_the_first_process_cannot_be_starved(shell, call):
    assert "not permitted" in (await shell(f"python3 -c 'import os; {call}'")).stderr


async def test_own_limits_and_priority_can_be_changed(shell):
    """Calls that the filter leaves to well-behaved programs."""
    done = await shell("ulimit -n 100 && ulimit -n && nice && nice -n 5 nice && taskset -c 0 true")
    files, before, after = map(int, done.stdout.split())
    assert (files, after, done.returncode) == (100, min(before + 5, 19), 0)


@pytest.mark.parametrize("limit", ["-n 5000", "-u 1000", "-f unlimited", "-v unlimited", "-c 100"])
async def test_limits_cannot_be_raised(shell, limit):
    assert not (await shell(f"ulimit -H {limit}")).success


@pytest.mark.parametrize(
    "file",
    [
        "/proc/sysrq-trigger",
        "/proc/sys/kernel/core_pattern",
        "/proc/sys/kernel/hostname",
        "/proc/sys/user/max_user_namespaces",
        "/proc/sys/vm/drop_caches",
        "/proc/1/oom_score_adj",
        "/proc/1/mem",
        "/proc/1/comm",
        "/proc/1/autogroup",
        "/dev/mem",
        "/dev/kmsg",
        "/dev/sda",
        "/dev/fuse",
        "/dev/kvm",
        "/sys/power/state",
        "/sys/fs/cgroup/cgroup.procs",
    ],
)
async def test_a_file_of_the_kernel_cannot_be_written(shell, file):
    assert not (await shell(f"printf 1 > {file}")).success


@pytest.mark.parametrize("file", ["/proc/kcore", "/proc/kallsyms", "/proc/kmsg"])
async def test_a_file_of_the_kernel_tells_nothing(shell, file):
    """Kernel addresses read as zeros for unprivileged users."""
    shown = await shell(f"timeout 2 head -n 50 {file} | grep -av '^0000000000000000 '")
    assert shown.stdout == ""


async def test_it_cannot_be_spared_when_memory_is_short(shell):
    assert (await shell("cat /proc/self/oom_score_adj")).stdout == "500\n"
    assert not (await shell("echo -1000 > /proc/self/oom_score_adj")).success


@pytest.mark.parametrize("kind", ["b 8 0", "c 1 1", "c 10 229"])
async def test_device_files_cannot_be_made(shell, kind):
    assert "not permitted" in (await shell(f"mknod ~/device {kind}")).stderr


async def test_programs_with_anothers_rights_give_none(shell):
    done = await shell(
        "grep NoNewPrivs /proc/self/status; echo | su -c id; sudo -n id; newgrp root"
    )
    assert done.stdout.split() == ["NoNewPrivs:", "1"]


async def test_a_host_file_cannot_be_reached_by_its_path(shell, witness):
    done = await shell(f"cat {witness}; echo x > {witness}; rm {witness}; ls {witness.parent}")
    assert done.stdout == ""
    assert done.stderr.count("No such file") == 4


async def test_symbolic_links_lead_to_nothing_of_the_host(sandbox_env, shell, witness):
    for target in (witness, f"/proc/1/root{witness}", f"/proc/self/root{witness}"):
        await shell(f"ln -sfn {target} ~/link")
        with pytest.raises((FileNotFoundError, PermissionError)):
            await sandbox_env.read_file("link")
        await shell("cat > ~/link", input="changed")
        assert witness.read_text() != "changed"


async def test_a_directory_swapped_for_a_link_misleads_no_write(sandbox_env, shell, witness):
    await shell(f"mkdir folder; mv folder kept; ln -s {witness.parent} folder")
    with pytest.raises(OSError):
        await sandbox_env.write_file("folder/file", "changed")


async def test_hard_links_cannot_be_made_to_what_is_shown_of_the_host(shell):
    for file in ("/usr/bin/env", "/etc/passwd", "/etc/hosts"):
        assert not (await shell(f"ln {file} ~/hard")).success


@pytest.mark.parametrize("path", ["../../../..", "/proc/self/cwd/../../..", "/proc/1/cwd/../.."])
async def test_no_path_leads_above_the_root(shell, witness, path):
    assert not (await shell(f"cat {path}{witness}")).success


async def test_places_of_the_host_are_empty_or_missing(shell):
    places = "/root /mnt /media /boot /sys /work /var/run/docker.sock /run/dbus /run/systemd"
    shown = await shell(f"for p in {places}; do ls -A $p 2> /dev/null; done; ls -A /run /home")
    assert shown.stdout.split() == ["/home:", "agent", "/run:"]


@pytest.mark.skipif(os.geteuid() != 0, reason="takes the sandbox's own host user")
async def test_signals_do_not_reach_processes_of_the_same_host_user(shell):
    with subprocess.Popen(["setpriv", "--reuid=65534", "--clear-groups", "sleep", "60"]) as other:
        await shell(f"kill -9 -1; kill -9 {other.pid}", timeout=10)
        await shell(f"kill -9 {other.pid}; kill -9 -{other.pid}", timeout=10)
        await anyio.sleep(0.2)
        alive = other.poll() is None
        other.kill()
    assert alive


async def test_two_sandboxes_share_neither_memory_nor_queues_nor_processes(shell):
    leave = "ipcmk -M 4096 -p 0666; ipcmk -Q -p 0666; echo secret > /dev/shm/x; sleep 60"
    await shell(f"({leave}) > /dev/null 2>&1 &")
    others = await BwrapSandboxEnvironment.sample_init("test", None, {})
    look = "ipcs -m -q | grep 0x; ls /dev/shm; pgrep sleep"
    with anyio.fail_after(10):
        while not (await shell("ls /dev/shm")).stdout:
            await anyio.sleep(0.05)
    seen = await others["default"].exec(["bash", "-c", look])
    await BwrapSandboxEnvironment.sample_cleanup("test", None, others, interrupted=False)
    assert seen.stdout == ""


async def test_there_is_no_terminal_to_type_into(shell):
    typing = "import fcntl, os; fcntl.ioctl(os.open('/dev/tty', os.O_RDWR), 0x5412, b'x')"
    assert "No such device" in (await shell(f'python3 -c "{typing}"')).stderr


async def test_input_handed_in_cannot_be_changed_for_the_host(sandbox_env):
    """A command can write to the memory of its input: a copy that is never read again."""
    given = "given"
    done = await sandbox_env.exec(["bash", "-c", "echo more >> /proc/self/fd/0"], input=given)
    assert (done.stdout, given) == ("", "given")


async def test_a_sandbox_that_stops_itself_takes_the_next_call(shell):
    with pytest.raises(TimeoutError):
        await shell("kill -STOP -1; kill -STOP $$", timeout=1)
    with anyio.fail_after(10):
        assert (await shell("echo alive")).stdout == "alive\n"


@pytest.mark.skipif(MACHINE != "x86_64", reason="the numbers are those of x86_64")
@pytest.mark.parametrize(
    "call",
    [
        "248, b'user', b'name', b'secret', 6, -4",
        "249, b'user', b'name', 0, -4",
        "250, 0, -4, 0",
        "250, 8, -4, -3",
        "250, 11, -4, b' ' * 64, 64",
    ],
)
async def test_the_keys_of_the_hosts_user_are_out_of_reach(sandbox_env, call):
    """Add, request, find a keyring, link that of the user (-4) to one's own (-3), read."""
    done = await sandbox_env.exec(["python3", "-c", SYSTEM_CALL, f"({call},)"], timeout=20)
    assert done.stdout == "-1 Operation not permitted\n"


WATCHES = {
    "inotify": "253,",
    "inotify with flags": "294, 0",
    "fanotify": "300, 0, 0",
    "a signal for each change of a directory": "72, folder, 1026, 1",  # F_NOTIFY, DN_ACCESS
    "a lease, broken by others' opening": "72, file, 1024, 0",  # F_SETLEASE, F_RDLCK
}


@pytest.mark.skipif(MACHINE != "x86_64", reason="the numbers are those of x86_64")
@pytest.mark.parametrize("watch", WATCHES)
async def test_what_others_do_with_shared_files_cannot_be_watched(sandbox_env, watch):
    """The host's programs are the same files in every sandbox."""
    descriptors = "folder, file = (os.open(p, 0) for p in ('/usr/bin', '/usr/bin/env'))\n"
    program = SYSTEM_CALL.replace("number, *", f"{descriptors}number, *")
    done = await sandbox_env.exec(["python3", "-c", program, f"({WATCHES[watch]})"], timeout=20)
    assert done.stdout == "-1 Operation not permitted\n", done.stderr


async def test_a_program_that_would_watch_a_file_reads_it_again(shell):
    follow = "echo one > f; (sleep 1.5; echo two >> f) & timeout 4 tail -f -s 0.1 f"
    assert (await shell(follow)).stdout == "one\ntwo\n"


async def test_locks_of_databases_and_of_own_files_work(shell):
    """SQLite's are fcntl's, which the filter must allow."""
    program = (
        "import fcntl, sqlite3\n"
        "db, other = (sqlite3.connect('x.db', timeout=0, isolation_level=None) for _ in range(2))\n"
        "db.execute('PRAGMA journal_mode = WAL')\n"
        "db.execute('BEGIN EXCLUSIVE')\n"
        "try:\n    other.execute('BEGIN EXCLUSIVE')\n"
        "except sqlite3.OperationalError as e:\n    print(e)\n"
        "fcntl.flock(open('lock', 'w'), fcntl.LOCK_EX)\n"
    )
    done = await shell(f'python3 -c "{program}"')
    assert (done.stdout, done.stderr) == ("database is locked\n", "")


def test_the_filter_of_either_machine_has_the_numbers_of_its_own():
    # 6 instructions at the head and 1 at the end; per rule a comparison and an end. An argument
    # with allowed values takes a load, a comparison per value and a refusal; one with refused
    # values a load, and a comparison and a refusal per value.
    for machine in ("x86_64", "aarch64"):
        words = 7
        for rule in (rule for rule in RULES if getattr(rule, machine) is not None):
            words += 2 + sum(2 + len(values) for _, values in rule.unless)
            words += sum(1 + 2 * len(values) for _, values in rule.only)
        assert len(seccomp_filter(machine)) == 8 * words
    assert seccomp_filter("riscv64") is None
