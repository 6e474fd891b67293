"""Every limit on what runs: inside the sandbox, and in processes of the host.

Caps on the evidence are in `evidence.snapshot`. The container files repeat what they can of the
limits on the agent; a test compares them.
"""

from typing import Any, Final

MIB: Final = 1 << 20

# The agent's commands.
PROCESSES: Final = 256
PROCESS_MEMORY: Final = 2048 * MIB
FILE_SIZE: Final = 64 * MIB
OPEN_FILES: Final = 1024
COMMAND_SECONDS: Final = 120
FILES: Final = 200_000
"""On all disks: the size of a disk bounds what is in files, not how many there are."""
DISKS: Final = {
    "/home/agent": 128,
    "/srv": 128,
    "/tmp": 64,  # noqa: S108  a directory of the sandbox
    "/var/tmp": 64,  # noqa: S108
    "/opt/ops": 16,
    "/dev/shm": 16,  # noqa: S108
    "/run": 4,
}
"""All that can be written, with sizes in MiB. In memory: their sum bounds a sample's disk."""

# The server inside, and our programs, which run in forks of it.
SPARE_PROCESSES: Final = 16
"""Above the agent's, so that a fork bomb cannot stop the next call."""
SERVER_OPEN_FILES: Final = 4096

# Our programs inside.
SERVICE_SECONDS: Final = 30
"""For one operation of a service."""
COLLECTOR_SECONDS: Final = 60
"""After which the collector reports an overflow by itself."""
COLLECTOR_EXEC_SECONDS: Final = 120
"""After which the host no longer waits for it."""
COLLECTOR_CHILD_SECONDS: Final = 10
"""For one file, mail or table to be parsed."""
COLLECTOR_CHILD_MEMORY: Final = 1024 * MIB

# Queries over the evidence, in a process of the host.
QUERY_SECONDS: Final = 5
CHECK_SECONDS: Final = 60
"""For all queries of a sample: of the processor, and twice that on the clock."""
CHECK_MEMORY: Final = 1024 * MIB


def server_limits() -> dict[str, Any]:
    """The limits that the server inside sets; see `server.processes`."""
    return {
        "server": {
            "RLIMIT_AS": PROCESS_MEMORY,
            "RLIMIT_CORE": 0,
            "RLIMIT_FSIZE": FILE_SIZE,
            "RLIMIT_NOFILE": SERVER_OPEN_FILES,
            "RLIMIT_NPROC": PROCESSES + SPARE_PROCESSES,
        },
        "command": {"RLIMIT_NOFILE": OPEN_FILES, "RLIMIT_NPROC": PROCESSES},
        "disks": list(DISKS),
        "files": FILES,
    }
