"""What the worker hands in."""

from __future__ import annotations

from typing import Any

from .folder import FOLDER, Trouble, ended, lines_of, put, turn_file, turns
from .pages import closing, number_or_text, present, wait_for
from .tools import Tool, checked


def act(answer: dict[str, Any]) -> str:
    """Hand in an answer, and show the result."""
    before = present()
    if ended():
        return before
    number = turns()[-1]
    turn_file("refused", number).unlink(missing_ok=True)
    put(turn_file("answer", number), answer)
    return wait_for(number + 1)


def call(tool: Tool, given: dict[str, Any], says: str) -> str:
    """Call a tool."""
    return act({"says": says, "tool": tool["name"], "arguments": checked(tool, given)})


def reply(given: object) -> str:
    """Hand in the answers to the closing questions."""
    asked = open_questions()
    if not isinstance(given, dict):
        raise Trouble("The replies must be a JSON object.")
    for one in asked:
        value = given.get(one["key"])
        if not fits(one, value):
            raise Trouble(f"{one['key']}: expected {number_or_text(one)}, got {value!r}.")
    unknown = set(given) - {one["key"] for one in asked}
    if unknown:
        raise Trouble(f"Not asked: {', '.join(sorted(unknown))}.")
    (FOLDER / "refused_replies.json").unlink(missing_ok=True)
    put(FOLDER / "replies.json", given)
    return closing()


def open_questions() -> list[dict[str, Any]]:
    """The closing questions, if they are asked and not yet answered."""
    asked = lines_of(FOLDER / "questions.jsonl")
    if not asked:
        raise Trouble("There are no questions yet; the work is still going on. See `desk show`.")
    if (FOLDER / "replies.json").exists():
        raise Trouble("Your replies have already been received.")
    return asked


def fits(question: dict[str, Any], value: object) -> bool:
    """Whether a value answers a question."""
    if question["kind"] == "text":
        return isinstance(value, str) and bool(value.strip())
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_number and 0 <= float(str(value)) <= 100
