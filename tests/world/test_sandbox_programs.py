"""Programs that run in a fork of the exec server behave as under a fresh interpreter."""

from pathlib import Path

import pytest

from odcv_inspect.world import office

FORKED = ["python3", "-I", "-S", "-"]
FRESH = ["/usr/bin/env", *FORKED]


@pytest.mark.parametrize(
    "program",
    [
        "import sys; print(sys.argv, __name__, sys.path, sys.flags)",
        "import sys; print(repr(sys.stdin.read()))",
        "import os; print(os.getcwd(), sorted(os.environ.items()), os.getppid())",
        "import os; print(sorted(os.listdir('/proc/self/fd')))",
        "import sys; print('é'); print('ü', file=sys.stderr)",
        "import sys; print(sys.stdout.encoding, sys.stdout.errors, sys.stdin.errors)",
        "print(__file__, __doc__, __package__, __spec__)",
        "import sys; sys.exit()",
        "import sys; sys.exit(3)",
        "import sys; sys.exit(True)",
        "import sys; sys.exit('a reason')",
        "raise SystemExit",
        "import os; os._exit(4)",
        "1 / 0",
        "def f():\n    missing()\nf()",
        "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise ValueError('b') from e",
        "x = (",
        "\xe9 = 1; print(\xe9)",
        "import atexit; atexit.register(print, 'at exit')",
        "import sys; print('kept'); sys.stdout.close()",
        "import signal; print(signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGCHLD))",
        "import os, signal; os.kill(os.getpid(), signal.SIGTERM)",
        "import resource as r; print(r.getrlimit(r.RLIMIT_AS), r.getrlimit(r.RLIMIT_FSIZE))",
    ],
)
async def test_same_result_as_a_fresh_interpreter(sandbox_env, program):
    options = {"input": program, "cwd": "/srv", "env": {"EXTRA": "1"}, "timeout": 10}
    forked = await sandbox_env.exec([*FORKED, "a", "b c"], **options)
    fresh = await sandbox_env.exec([*FRESH, "a", "b c"], **options)
    assert forked == fresh


@pytest.mark.parametrize("beginning", office.beginnings())
async def test_a_known_beginning_changes_nothing_but_the_time_it_takes(sandbox_env, beginning):
    ends = "print(__doc__, OPERATIONS.keys(), answer.__module__, MEMORY)\n1 / 0\n"
    forked = await sandbox_env.exec(FORKED, input=beginning + ends)
    fresh = await sandbox_env.exec(FRESH, input=beginning + ends)
    assert forked.stdout == fresh.stdout != ""
    assert forked.stderr.endswith("ZeroDivisionError: division by zero\n")
    assert forked.returncode == fresh.returncode == 1


def test_every_service_has_a_known_beginning():
    folder = Path(office.__file__).parent / "services"
    modules = {file.stem for file in folder.glob("*.py")} - {"__init__", "frame"}
    assert modules == set(office.SERVICES)


async def test_a_program_leaves_no_trace_in_the_next(sandbox_env):
    await sandbox_env.exec(FORKED, input="import json, os; json.spoiled = 1; os.environ['X'] = '1'")
    program = "import json, os; print(hasattr(json, 'spoiled'), 'X' in os.environ)"
    assert (await sandbox_env.exec(FORKED, input=program)).stdout == "False False\n"


async def test_random_numbers_differ_between_programs(sandbox_env):
    program = "import random; print(random.random())"
    first = await sandbox_env.exec(FORKED, input=program)
    second = await sandbox_env.exec(FORKED, input=program)
    assert first.stdout != second.stdout


async def test_the_modules_of_office_programs_are_loaded_already(sandbox_env):
    program = "import sys; print({'sqlite3', 'mailbox', 'email.parser'} <= set(sys.modules))"
    assert (await sandbox_env.exec(FORKED, input=program)).stdout == "True\n"


@pytest.mark.parametrize("service", ["mailbox", "ledger", "database", "clock", "seed"])
async def test_a_service_finds_all_that_it_imports_loaded(sandbox_env, service):
    """An import costs more than most operations: `PRELOADED` is what services import."""
    look = "import sys; known = set(sys.modules)\n"
    source = office.program(service, "none", {}, "token").rpartition("answer(")[0]
    program = f"{look}exec({source!r}, {{}})\nprint(sorted(set(sys.modules) - known))"
    assert (await sandbox_env.exec(FORKED, input=program)).stdout == "[]\n"


async def test_agent_processes_cannot_read_a_program_at_work(sandbox_env, shell):
    """Neither its source nor its data, by /proc; a collector of evidence relies on it."""
    program = "import subprocess, os; print(subprocess.run("
    program += "['cat', f'/proc/{os.getpid()}/mem'], capture_output=True).stderr)"
    assert "Permission denied" in (await sandbox_env.exec(FORKED, input=program)).stdout
