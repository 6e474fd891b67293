"""The worker's command, with a fake run that echoes its input."""

import ast
import fcntl
import json
import os
import pty
import select
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from odcv_inspect.desk.command import command
from odcv_inspect.desk.folder import Folder, take_lock, write_lines
from tests.desk.conftest import answer, desk

TEXT = {"type": "string"}
TOOLS: list[dict[str, Any]] = [
    {
        "name": "bash",
        "description": "Run a command.",
        "parameters": {"properties": {"command": TEXT}, "required": ["command"]},
    },
    {
        "name": "email_list",
        "description": "List.",
        "parameters": {"properties": {"folder": TEXT}, "required": []},
    },
    {
        "name": "email_reply",
        "description": "Reply.",
        "parameters": {
            "properties": {
                "id": {
                    "anyOf": [{"type": "integer"}, {"type": "string"}, {"type": "array"}],
                    "description": "Number of the message.",
                },
                "body": TEXT,
                "attach": {"anyOf": [{"type": "array"}, {"type": "null"}]},
                "all": {"type": "boolean"},
            },
            "required": ["id", "body"],
        },
    },
]
SURE = {"key": "sure", "kind": "percent", "ask": "How sure are you?"}
"""A closing question."""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A desk whose run shows the answer it got as the next turn."""
    folder = Folder(tmp_path / "desk")
    folder.inner.mkdir(parents=True)
    folder.command.write_bytes(command())
    write_lines(folder.file("tools.jsonl"), TOOLS)
    write_lines(folder.turn(1), [{"role": "user", "text": "Count the stock."}])
    over = threading.Event()

    def echo() -> None:
        turn = 1
        while not over.wait(0.02):
            if folder.answer(turn).exists():
                text = folder.answer(turn).read_text()
                turn += 1
                write_lines(folder.turn(turn), [{"role": "tool", "text": text}])

    held = take_lock(folder.file("lock"))
    assert held is not None
    thread = threading.Thread(target=echo)
    thread.start()
    yield folder.path
    over.set()
    thread.join()
    held.close()


@pytest.mark.parametrize(
    ("words", "given", "tool", "arguments"),
    [
        (["bash", "ls -la | wc"], None, "bash", {"command": "ls -la | wc"}),
        (["bash", "ls", "-la"], None, "bash", {"command": "ls -la"}),
        (["bash", "command=ls -la"], None, "bash", {"command": "ls -la"}),
        (["bash"], "a\nb\n", "bash", {"command": "a\nb"}),
        (["bash"], '{"command": "ls"}', "bash", {"command": "ls"}),
        (["bash"], '{"x": 1}', "bash", {"command": '{"x": 1}'}),
        (["bash", '{"command": "ls"}'], None, "bash", {"command": "ls"}),
        (["bash", "{ ls; pwd; }"], None, "bash", {"command": "{ ls; pwd; }"}),
        (["bash", "-"], "a\nb\n", "bash", {"command": "a\nb"}),
        (["bash", "command=-"], "ls", "bash", {"command": "ls"}),
        (["email_list"], None, "email_list", {}),
        (["email_list", '{"folder": "Sent"}'], None, "email_list", {"folder": "Sent"}),
        (["email_list", "Sent"], None, "email_list", {"folder": "Sent"}),
        (["list", "folder=Sent"], None, "email_list", {"folder": "Sent"}),
        (["rep", "3", "Fine."], None, "email_reply", {"id": 3, "body": "Fine."}),
        (["rep", "3,4", "Fine."], None, "email_reply", {"id": [3, 4], "body": "Fine."}),
        (
            ["email_reply", "all=true", "id=3", "attach=a.csv, b.csv", "body=-"],
            "Two\nlines",
            "email_reply",
            {"id": 3, "body": "Two\nlines", "attach": ["a.csv", "b.csv"], "all": True},
        ),
        (["email_reply"], '{"id": 3, "body": "x"}', "email_reply", {"id": 3, "body": "x"}),
        (["email_reply", "-"], '{"id": 3, "body": "x"}', "email_reply", {"id": 3, "body": "x"}),
    ],
)
def test_arguments_are_taken_in_the_form_that_is_easiest(
    place: Path, words: list[str], given: str | None, tool: str, arguments: dict[str, Any]
) -> None:
    done = desk(place, *words, given=given)
    assert (done.code, done.err) == (0, "")
    assert answer(place, 1) == {"says": "", "tool": tool, "arguments": arguments}
    assert done.out == json.dumps(answer(place, 1))


def test_a_tools_help_is_shown_without_a_call(place: Path) -> None:
    done = desk(place, "email_reply", "--help")
    assert done.out.startswith("Usage: desk email_reply id body [attach] [all]")
    assert Folder(place).answers() == 0


def test_words_go_with_a_call_or_stand_alone(place: Path) -> None:
    desk(place, "--says", "I look first.", "bash", "ls")
    desk(place, "say", "What", "now?")
    assert answer(place, 1)["says"] == "I look first."
    assert answer(place, 2) == {"says": "What now?"}


@pytest.mark.parametrize(
    ("words", "given", "complaint"),
    [
        (["telnet"], None, "There are: bash, email_list, email_reply."),
        (["email"], None, "'email' could be email_list, email_reply."),
        (["bash"], None, "bash: 'command' is missing.\nUsage: desk bash 'TEXT'"),
        (
            ["email_reply", "3"],
            None,
            "'body' is missing.\nUsage: desk email_reply id body",
        ),
        (["email_reply", "three", "x"], None, "id: 'three' is not a valid integer"),
        (["email_reply", "1", "x", "a", "true", "y"], None, "email_reply takes 4 arguments"),
        (["email_reply"], "id: 3", "The arguments are not JSON"),
        (["email_reply"], "[3]", "must be a JSON object"),
        (["email_reply"], '{"id": 1, "body": "x", "cc": "y"}', "no parameter 'cc'"),
        (["say"], None, "Usage: desk say TEXT"),
        (["page", "7"], None, "There is no page 7; there are 1 to 1."),
        (["reply"], "{}", "There are no questions yet"),
    ],
)
def test_a_mistake_costs_no_turn_and_is_explained(
    place: Path, words: list[str], given: str | None, complaint: str
) -> None:
    done = desk(place, *words, given=given)
    assert (done.code, done.out) == (2, "")
    assert complaint in done.err
    assert Folder(place).answers() == 0


def test_earlier_pages_can_be_read_again(place: Path) -> None:
    desk(place, "bash", "ls")
    assert desk(place).out == json.dumps(answer(place, 1))
    assert desk(place, "page", "1").out == "Count the stock."
    assert desk(place, "pages").out.splitlines() == [
        '   1  bash {"command": "ls"}',
        "   2  (yours to do)",
    ]


def test_only_one_process_acts_at_a_time(place: Path) -> None:
    held = take_lock(Folder(place).file("hands"))
    assert held is not None
    refused = desk(place, "bash", "ls")
    held.close()
    assert (refused.code, Folder(place).answers()) == (2, 0)
    assert "Another process is using this desk" in refused.err
    assert desk(place, "bash", "ls").code == 0


def test_at_a_terminal_it_asks_for_what_is_missing_and_keeps_a_history(place: Path) -> None:
    shown = typed(place, "foo\r", "rep 3\r", "<<\r", "Two\r", "lines\r", ".\r", "quit\r")
    assert "Count the stock." in shown
    assert "There is no tool 'foo'" in shown
    assert answer(place, 1)["arguments"] == {"id": 3, "body": "Two\nlines"}
    assert "rep 3" in Folder(place).file("history").read_text()


def test_replies_must_be_an_object(place: Path) -> None:
    write_lines(Folder(place).file("questions.jsonl"), [SURE])
    refused = desk(place, "reply", given="[1]")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == "The replies must be a JSON object."
    assert not Folder(place).file("replies.json").exists()


def test_at_a_terminal_questions_are_not_asked_again_once_answered(place: Path) -> None:
    write_lines(Folder(place).file("questions.jsonl"), [SURE])
    write_lines(Folder(place).file("replies.json"), [{"sure": 50}])
    assert typed(place, words=["reply"]).strip() == "Your replies have already been received."


def test_an_interrupt_at_the_prompt_does_nothing(place: Path) -> None:
    typed(place, "rep 3\r", "\x03", "quit\r")
    assert Folder(place).answers() == 0


def typed(place: Path, *keys: str, words: Sequence[str] = ()) -> str:
    """Return what a terminal shows when these lines are typed, one per prompt of a command."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-I", str(place / "desk"), *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=_own_terminal,
    )
    os.close(theirs)
    shown = ""
    for key in keys:
        shown += _read(ours)
        os.write(ours, key.encode())
    shown += _read(ours)
    process.wait(timeout=30)
    os.close(ours)
    return shown


def _own_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _read(terminal: int) -> str:
    """Read until there is no more output."""
    shown, quiet = b"", time.monotonic() + 20
    while select.select([terminal], [], [], max(0.0, quiet - time.monotonic()))[0]:
        try:
            shown += os.read(terminal, 4096)
        except OSError:  # the other side has closed
            break
        quiet = time.monotonic() + 0.25
    return shown.decode()


def test_it_needs_nothing_but_python_3_9() -> None:
    packed = ZipFile(BytesIO(command()))
    assert "worker/text/visible.py" in packed.namelist()
    for source in packed.namelist():
        tree = ast.parse(packed.read(source), feature_version=(3, 9))
        for node in ast.walk(tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [str(node.module)]
            assert {name.split(".")[0] for name in names} <= {"worker", *sys.stdlib_module_names}
