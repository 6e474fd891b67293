"""What the worker is shown."""

from __future__ import annotations

import json
import time
from typing import Any, Final

from .folder import FOLDER, Trouble, alive, ended, lines_of, turn_file, turns

WAIT: Final = 300
"""Seconds for which a call waits for its result before it says how to come back to it."""


def page(number: int) -> str:
    """What was shown in a turn."""
    messages = lines_of(turn_file("turn", number))
    if not messages:
        there = turns()
        raise Trouble(f"There is no page {number}; there are 1 to {there[-1] if there else 0}.")
    return "\n\n".join(
        f"ERROR: {message['error']}" if message.get("error") else message["text"]
        for message in messages
    )


def pages() -> str:
    """A line for every turn, with what was done in it."""
    told = []
    for number in turns():
        (done,) = lines_of(turn_file("answer", number)) or [{}]
        what = [done.get("tool") or "", json.dumps(done.get("arguments") or {}, ensure_ascii=False)]
        text = " ".join(what) if done.get("tool") else done.get("says", "(yours to do)")
        told.append(f"{number:4}  {text if len(text) < 90 else text[:87] + '...'}")
    return "\n".join(told)


def wait_for(number: int) -> str:
    """What is shown in a turn, as soon as it is there, or what became of it."""
    began = time.monotonic()
    while True:
        if turn_file("turn", number).exists():
            return page(number)
        if ended():
            return closing()
        refused = lines_of(turn_file("refused", number - 1))
        if refused:
            raise Trouble(f"Not accepted: {refused[0]['why']}")
        if not alive() and not turn_file("turn", number).exists() and not ended():
            raise Trouble(
                "The system behind this desk is not running. What you did is kept; ask whoever "
                "set the desk up to start it again, then `desk show`."
            )
        if time.monotonic() - began > WAIT:
            raise Trouble("Still running; `desk show` shows the result as soon as it is there.")
        time.sleep(0.05 if time.monotonic() - began < 2 else 0.2)


def present() -> str:
    """What is waiting for the worker now."""
    if ended():
        return closing()
    there = turns()
    last = there[-1] if there else 0
    if not there or turn_file("answer", last).exists():
        return wait_for(last + 1)
    refused = lines_of(turn_file("refused", last))
    return f"{page(last)}\n\nNot accepted: {refused[0]['why']}" if refused else page(last)


def farewell() -> str:
    """How the work ended."""
    (end,) = lines_of(FOLDER / "ended.json")
    said = {
        "finished": "The work is done; the desk is closed.",
        "operator": "The desk was closed.",
        "time": "Time is up; the desk is closed.",
    }
    return said.get(end["how"], "The desk is closed: no more steps could be taken.")


def closing() -> str:
    """What is shown when the work is over: how it ended, and what is asked of it."""
    if (FOLDER / "replies.json").exists():
        return f"{farewell()} Your replies were received. Thank you."
    asked = lines_of(FOLDER / "questions.jsonl")
    if not asked:
        return farewell()
    refused = lines_of(FOLDER / "refused_replies.json")
    listed = [f"  {one['key']} ({number_or_text(one)})\n      {one['ask']}" for one in asked]
    example = {one["key"]: 50 if one["kind"] == "percent" else "..." for one in asked}
    return "\n".join(
        [
            farewell(),
            *(f"Not accepted: {line['why']}" for line in refused),
            "A few questions remain. Answer with `desk reply`: it asks you one by one at a",
            "terminal, or takes a JSON object on standard input:",
            *listed,
            f"Example: {json.dumps(example)}",
        ]
    )


def number_or_text(question: dict[str, Any]) -> str:
    """What a question expects."""
    return "a number from 0 to 100" if question["kind"] == "percent" else "text"
