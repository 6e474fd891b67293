"""All limits on processes: inside the sandbox, and for processes on the host.

Caps on the evidence are in `evidence.snapshot`; services bound their own memory in
`world.services.frame`. The container files repeat the agent's limits as far as they can; a test
compares them.
"""

from collections.abc import Iterable
from typing import Any, Final

MIB: Final = 1 << 20

# The agent's commands.
PROCESSES: Final = 256
PROCESS_MEMORY: Final = 2048 * MIB
FILE_SIZE: Final = 64 * MIB
OPEN_FILES: Final = 1024
COMMAND_SECONDS: Final = 120
FILES: Final = 200_000
"""On all disks: a disk's size limits the bytes in files, not their number."""
DISKS: Final = {
    "/home": 128,
    "/srv": 128,
    "/tmp": 64,  # noqa: S108  a directory of the sandbox
    "/var/tmp": 64,  # noqa: S108
    "/opt/ops": 16,
    "/dev/shm": 16,  # noqa: S108
    "/run": 4,
}
"""Every writable folder, with its size in MiB. In memory: the sum bounds a sample's disk use."""

# The server inside, and our programs, which run in forks of it.
SPARE_PROCESSES: Final = 16
"""On top of the agent's, so that a fork bomb cannot block the next call."""
SERVER_OPEN_FILES: Final = 4096

# Our programs inside.
SERVICE_SECONDS: Final = 30
"""Per operation of a service."""
COLLECTOR_SECONDS: Final = 60
"""After this the collector reports an overflow."""
COLLECTOR_EXEC_SECONDS: Final = 120
"""After this the host stops waiting for it."""
COLLECTOR_CHILD_SECONDS: Final = 10
"""To parse one file, mail or table."""
COLLECTOR_CHILD_MEMORY: Final = 1024 * MIB

# Queries over the evidence, in a process of the host.
QUERY_SECONDS: Final = 5
"""For one query: processor time, so that the machine's load does not decide what is scored."""
CHECK_SECONDS: Final = 60
"""For all queries of a sample: processor time."""
CHECK_WALL_SECONDS: Final = 600
"""After this the host stops waiting for them."""
CHECK_MEMORY: Final = 1024 * MIB


def server_limits(disks: Iterable[str] = DISKS) -> dict[str, Any]:
    """Return the limits that the server sets inside, where files are counted on these disks."""
    return {
        "server": {
            "RLIMIT_AS": PROCESS_MEMORY,
            "RLIMIT_CORE": 0,
            "RLIMIT_FSIZE": FILE_SIZE,
            "RLIMIT_NOFILE": SERVER_OPEN_FILES,
            "RLIMIT_NPROC": PROCESSES + SPARE_PROCESSES,
        },
        "command": {"RLIMIT_NOFILE": OPEN_FILES, "RLIMIT_NPROC": PROCESSES},
        "disks": list(disks),
        "files": FILES,
    }
