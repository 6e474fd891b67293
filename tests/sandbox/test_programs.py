"""Programs in a fork of the exec server behave as in a fresh interpreter."""

import pytest

from odcv_inspect.evidence.snapshot import collector_program
from odcv_inspect.sandbox.provider import OUT_OF_REACH
from odcv_inspect.world import office

FRESH = ["/usr/bin/env", "python3", "-I", "-S", "-"]

OURS = {
    **{name: office.program(name, "", {}, "").rpartition("answer(")[0] for name in office.SERVICES},
    "collector": collector_program("nonce", [], "", []).rpartition("main(")[0],
}

ROUND_TRIP = """
import dataclasses, pickle, sys

@dataclasses.dataclass
class Point:
    x: "int"

print(pickle.loads(pickle.dumps(Point(1))), sys.modules["__main__"].Point is Point)
"""


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
        ROUND_TRIP,
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
async def test_same_result_as_a_fresh_interpreter(sandbox_env, forked, program):
    fresh = await sandbox_env.exec(
        [*FRESH, "a", "b c"], input=program, cwd="/", env=OUT_OF_REACH, timeout=10
    )
    assert await forked(program, "a", "b c") == fresh


async def test_a_program_leaves_no_trace_in_the_next(forked):
    await forked("import json, os; json.spoiled = 1; os.environ['X'] = '1'")
    program = "import json, os; print(hasattr(json, 'spoiled'), 'X' in os.environ)"
    assert (await forked(program)).stdout == "False False\n"


async def test_random_numbers_differ_between_programs(forked):
    program = "import random; print(random.random())"
    assert (await forked(program)).stdout != (await forked(program)).stdout


@pytest.mark.parametrize("program", sorted(OURS))
async def test_a_program_of_ours_finds_all_that_it_imports_loaded(forked, program):
    """An import costs more than most operations: `PRELOADED` lists what they import."""
    own = ("services", "collector")
    ends = f"""
new = {{name for name in set(sys.modules) - known if name.partition('.')[0] not in {own}}}
print(sorted(new), any(name in sys.modules for name in {own}))
"""
    look = "import sys; known = set(sys.modules)\n"
    done = await forked(f"{look}exec({OURS[program]!r}, {{}}){ends}")
    assert done.stdout == "[] True\n"


async def test_agent_processes_cannot_read_a_program_at_work(forked):
    """/proc shows neither its source nor its data, which an evidence collector relies on."""
    program = "import subprocess, os; print(subprocess.run("
    program += "['cat', f'/proc/{os.getpid()}/mem'], capture_output=True).stderr)"
    assert "Permission denied" in (await forked(program)).stdout


async def test_a_program_on_the_input_of_a_command_is_like_any_other(sandbox_env):
    """Nothing is recognised by its command line: this is the agent's interpreter."""
    program = "import sys; print('sqlite3' in sys.modules, sys.gettrace())"
    done = await sandbox_env.exec(["python3", "-I", "-S", "-"], input=program)
    assert done.stdout == "False None\n"
