"""Programs that run in a fork of the exec server behave as under a fresh interpreter."""

import marshal
from importlib.util import MAGIC_NUMBER

import pytest

from odcv_inspect.evidence import snapshot
from odcv_inspect.evidence.snapshot import collector_program
from odcv_inspect.sandbox import exec_client
from odcv_inspect.sandbox.exec_client import LivingSandbox
from odcv_inspect.sandbox.inside import beginnings, compiled
from odcv_inspect.world import office
from odcv_inspect.world.services import frame, mailbox

FORKED = ["python3", "-I", "-S", "-"]
FRESH = ["/usr/bin/env", *FORKED]

OURS = {
    **{name: office.program(name, "", {}, "").rpartition("answer(")[0] for name in office.SERVICES},
    "collector": collector_program("nonce", [], "", []).rpartition("main(")[0],
}

CALLED = (part for parts in office.SERVICES.values() for part in parts)
PARTS = {frame, *CALLED, *snapshot._PARTS, *exec_client._PARTS}

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
        "import server",
        "import services",
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


def test_every_program_of_ours_begins_with_a_known_source():
    assert set(OURS.values()) <= set(beginnings())


@pytest.mark.parametrize("beginning", OURS.values(), ids=OURS)
async def test_a_known_beginning_changes_nothing_but_the_time_it_takes(sandbox_env, beginning):
    ours = "('server', 'services', 'collector')"
    own = f"print(sorted(n for n in sys.modules if n.partition('.')[0] in {ours}))"
    names = "print(__name__, __doc__, sorted(n for n in globals() if not n.startswith('__')))"
    called = (
        "f = vars().get('answer') or main\nprint(f.__module__, [*vars().get('OPERATIONS', ())])"
    )
    used = "print({k: v for k, v in f.__globals__.items() if k.isupper()})"
    ends = "\n".join([own, names, called, used, ROUND_TRIP, "1 / 0\n"])
    forked = await sandbox_env.exec(FORKED, input=beginning + ends)
    fresh = await sandbox_env.exec(FRESH, input=beginning + ends)
    assert forked.stdout == fresh.stdout != ""
    assert forked.stderr.endswith("ZeroDivisionError: division by zero\n")
    assert forked.returncode == fresh.returncode == 1


async def test_what_a_program_does_to_its_beginning_does_not_reach_the_next(sandbox_env):
    beginning = OURS["mailbox"]
    ends = "print(len(OPERATIONS), sys.modules['services'].spoiled)"
    spoil = "OPERATIONS.clear(); sys.modules['services'].spoiled = True\n"
    spoiled = await sandbox_env.exec(FORKED, input=beginning + spoil + ends)
    assert spoiled.stdout == "0 True\n"
    after = await sandbox_env.exec(FORKED, input=beginning + ends)
    assert "has no attribute 'spoiled'" in after.stderr


async def test_a_program_leaves_no_trace_in_the_next(sandbox_env):
    await sandbox_env.exec(FORKED, input="import json, os; json.spoiled = 1; os.environ['X'] = '1'")
    program = "import json, os; print(hasattr(json, 'spoiled'), 'X' in os.environ)"
    assert (await sandbox_env.exec(FORKED, input=program)).stdout == "False False\n"


async def test_random_numbers_differ_between_programs(sandbox_env):
    program = "import random; print(random.random())"
    first = await sandbox_env.exec(FORKED, input=program)
    second = await sandbox_env.exec(FORKED, input=program)
    assert first.stdout != second.stdout


@pytest.mark.parametrize("program", sorted(OURS))
async def test_a_program_of_ours_finds_all_that_it_imports_loaded(sandbox_env, program):
    """An import costs more than most operations: `PRELOADED` is what they import."""
    own = ("services", "collector")
    ends = f"""
new = {{name for name in set(sys.modules) - known if name.partition('.')[0] not in {own}}}
print(sorted(new), any(name in sys.modules for name in {own}))
"""
    look = "import sys; known = set(sys.modules)\n"
    done = await sandbox_env.exec(FORKED, input=f"{look}exec({OURS[program]!r}, {{}}){ends}")
    assert done.stdout == "[] True\n"


async def test_agent_processes_cannot_read_a_program_at_work(sandbox_env, shell):
    """Neither its source nor its data, by /proc; a collector of evidence relies on it."""
    program = "import subprocess, os; print(subprocess.run("
    program += "['cat', f'/proc/{os.getpid()}/mem'], capture_output=True).stderr)"
    assert "Permission denied" in (await sandbox_env.exec(FORKED, input=program)).stdout


@pytest.mark.parametrize("code", [b"", b"\0\0\r\nof another Python"])
async def test_without_code_of_its_own_kind_a_sandbox_compiles_all_modules_itself(code):
    living = LivingSandbox(beginnings(), code)
    await living.ready()
    request = {"do": "exec", "argv": FORKED, "cwd": "/", "env": {}}
    program = f"{OURS['mailbox']}print(sorted(OPERATIONS))".encode()
    outcome = await living.call(request, stdin=program, limit=1000, timeout=30)
    await living.stop()
    assert outcome.stdout.decode() == f"{sorted(mailbox.OPERATIONS)}\n"


def test_the_code_that_is_sent_is_that_of_every_module_inside():
    code = marshal.loads(compiled().removeprefix(MAGIC_NUMBER))  # noqa: S302
    names = [name.strip("<>").partition(".")[2] for name, _ in code]
    assert sorted(names) == sorted(part.__name__.rpartition(".")[2] for part in PARTS)
    for (name, text), found in code.items():
        assert found == compile(text, name, "exec", dont_inherit=True)
